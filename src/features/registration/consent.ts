import type { Turn } from '../../domain/turn'
import { consents } from '../../store/collections'
import type { Scene } from '../feature'

/** Raised whenever the words of the consent change. */
const consentVersion = 'registration-1'

const idOf = (scene: Scene, turn: Turn) => `${scene.person.id}:${turn.run}`

/** Keeps the proof of what was answered; a yes also stands with the person. */
export async function keepConsent(scene: Scene, turn: Turn, agreed: boolean): Promise<void> {
  const { person, account, now } = scene
  await scene.tx.put(consents, {
    id: idOf(scene, turn),
    person: person.id,
    purpose: 'registration',
    version: consentVersion,
    agreed,
    channel: account.channel,
    at: now,
    keptUntil: null,
  })
  if (!agreed) return dropConsent(scene)
  const given = { version: consentVersion, at: now }
  await scene.changePerson({ ...person, consents: { ...person.consents, registration: given } })
}

/** Without a registration nothing rests on the consent: the person is then forgotten after a day. */
export async function dropConsent(scene: Scene): Promise<void> {
  const { registration, ...others } = scene.person.consents
  if (registration && !(await scene.youth())) await scene.changePerson({ ...scene.person, consents: others })
}

/** As if it had never been asked. */
export async function forgetConsent(scene: Scene, turn: Turn): Promise<void> {
  await scene.tx.delete(consents, idOf(scene, turn))
  await dropConsent(scene)
}
