import { type ToldField, whoStays } from '../../domain/joining'
import { persons, youths } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import type { Scene } from '../feature'
import { youthLines } from '../youth-lines'
import { askAdmins } from './ask-admins'
import { joinPersons, sideOf } from './join-persons'
import { joinedElsewhere } from './joined-elsewhere'
import { accountsOf, tellAccounts } from './tell-accounts'

/** Joins who writes with the person whose code they gave, or asks the admins when an officer is among them. */
export async function joinByCode(scene: Scene, giverId: string): Promise<'joined' | 'waits' | 'refused'> {
  const found = await scene.tx.get(persons, giverId)
  if (!found) return refuse(scene, 'settings.join-wrong')
  const sides = whoStays(await sideOf(scene, found), await sideOf(scene, scene.person))
  if (!sides.ok) {
    return refuse(scene, sides.problem === 'same-person' ? 'settings.join-same' : 'settings.two-officers')
  }
  const { into, from } = sides
  if (into.officer) return askAdmins(scene, into, from, into.officer)
  const told = [...(await accountsOf(scene, into.person.id)), ...(await accountsOf(scene, from.person.id))]
  const { joining, differing } = await joinPersons(scene, scene.newId(), into, from)
  await scene.record('join-persons', joining.id)
  await tellAccounts(scene, told, (language) => joinedElsewhere(scene, language, joining))
  const kept = await keptFields(scene, into.person.id, differing)
  const lines = [text(scene.language, 'settings.joined')]
  if (kept) lines.push(text(scene.language, 'settings.joined-kept', { fields: kept }))
  scene.say({ text: lines.join('\n') })
  return 'joined'
}

async function keptFields(scene: Scene, person: string, differing: readonly ToldField[]): Promise<string> {
  const youth = differing.length > 0 ? await scene.tx.get(youths, person) : undefined
  const lines = youth ? await youthLines(scene, youth) : []
  return lines
    .filter(({ field }) => differing.some((name) => name === field))
    .map(({ label, value }) => `${label} ${value}`)
    .join('、')
}

function refuse(scene: Scene, key: PlainKey): 'refused' {
  scene.say({ text: text(scene.language, key) })
  return 'refused'
}
