import type { Joining } from '../../domain/credential'
import { canBeConfirmed, type Side, whoStays } from '../../domain/joining'
import { joinings, persons } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import type { Action, Scene } from '../feature'
import { adminsFor } from './ask-admins'
import { joinPersons, sideOf } from './join-persons'
import { joinedElsewhere } from './joined-elsewhere'
import { accountsOf, tellAccounts } from './tell-accounts'

export const confirmJoining: Action = {
  id: 'join-confirm',
  async run(scene, id) {
    const asked = await waitingFor(scene, id)
    if (!asked) return
    const { into, from } = asked
    const told = [...(await accountsOf(scene, into.person.id)), ...(await accountsOf(scene, from.person.id))]
    const { joining } = await joinPersons(scene, id, into, from)
    await scene.record('confirm-joining', id)
    await tellAccounts(scene, told, (language) => joinedElsewhere(scene, language, joining, true))
    say(scene, 'settings.join-confirmed')
  },
}

export const refuseJoining: Action = {
  id: 'join-refuse',
  async run(scene, id) {
    const asked = await waitingFor(scene, id)
    if (!asked) return
    const { joining, into, from } = asked
    await scene.tx.put(joinings, { ...joining, waitsForAdmin: false, undoneAt: scene.now })
    await scene.record('refuse-joining', id)
    const told = [...(await accountsOf(scene, into.person.id)), ...(await accountsOf(scene, from.person.id))]
    await tellAccounts(scene, told, (language) => ({ text: text(language, 'settings.join-refused-told') }))
    say(scene, 'settings.join-refused')
  },
}

/** The joining if it still waits for this admin; otherwise it is said why not. */
async function waitingFor(scene: Scene, id: string): Promise<{ joining: Joining; into: Side; from: Side } | undefined> {
  const joining = await scene.tx.get(joinings, id)
  const one = joining && (await scene.tx.get(persons, joining.into))
  const other = joining && (await scene.tx.get(persons, joining.from))
  if (!joining || !one || !other || !canBeConfirmed(joining, scene.now)) {
    say(scene, 'settings.join-past')
    return undefined
  }
  const sides = whoStays(await sideOf(scene, one), await sideOf(scene, other))
  if (!sides.ok || !sides.into.officer || sides.into.person.id !== joining.into) {
    say(scene, 'settings.join-past')
    return undefined
  }
  const admins = await adminsFor(scene, sides.into.officer)
  if (!admins.some((admin) => admin.id === scene.person.id)) {
    say(scene, 'bot.not-allowed')
    return undefined
  }
  return { joining, into: sides.into, from: sides.from }
}

function say(scene: Scene, key: PlainKey): void {
  scene.say({ text: text(scene.language, key) })
}
