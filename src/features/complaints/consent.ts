import type { Person } from '../../domain/person'
import { consents } from '../../store/collections'
import type { Scene } from '../feature'

/** Of the words in `complaints.consent-explained`: raised whenever they change in meaning, then it is asked anew. */
const version = '2026-11'

export function hasAgreed(person: Person): boolean {
  return person.consents.complaint?.version === version
}

export async function keepConsent(scene: Scene): Promise<void> {
  const { person, account, now } = scene
  if (hasAgreed(person)) return
  await scene.changePerson({ ...person, consents: { ...person.consents, complaint: { version, at: now } } })
  await scene.tx.put(consents, {
    id: scene.newId(),
    person: person.id,
    purpose: 'complaint',
    version,
    agreed: true,
    channel: account.channel,
    at: now,
    keptUntil: null,
  })
}
