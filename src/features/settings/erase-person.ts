import { type Complaint, complaintSchema } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import { canSeeCase } from '../../domain/permissions'
import { complaints, officers, units } from '../../store/collections'
import { text } from '../../text/text'
import { endPlan } from '../contact-books'
import type { Scene } from '../feature'
import { eraseDocuments } from './erase-documents'
import { filesOf } from './files-of-record'
import { personalRecord } from './personal-record'

/** Erases a person by what each collection declares, and destroys the keys of all that was sealed for them. */
export async function erasePerson(scene: Scene): Promise<void> {
  const { tx, person } = scene
  const record = await personalRecord(scene)
  const cases = (record.documents[complaints.name] ?? []).map((doc) => complaintSchema.parse(doc))
  for (const complaint of cases) await tellOfficers(scene, complaint)
  await endPlan(scene, person.id)

  for (const id of [person.id, ...person.joined]) await tx.dropKey(`person:${id}`)
  for (const { id } of cases) await tx.dropKey(`case:${id}`)
  for (const id of filesOf(record)) await tx.dropKey(`file:${id}`)
  await eraseDocuments(tx, record.documents, scene.now)
}

/** An open case does not vanish silently: who handles it, else who sees the unit's cases, learns its number and that it is over. */
async function tellOfficers(scene: Scene, complaint: Complaint): Promise<void> {
  if (!isOpen(complaint)) return
  // An urgent one may have been erased by whoever holds the phone.
  const key = complaint.urgent ? 'settings.urgent-case-erased' : 'settings.case-erased'
  for (const officer of await whoLearns(scene, complaint)) {
    await scene.notify(officer, (language) => ({ text: text(language, key, { number: complaint.number }) }), {
      urgent: complaint.urgent,
    })
  }
}

async function whoLearns({ tx, person }: Scene, complaint: Complaint): Promise<string[]> {
  if (complaint.owner && !complaint.urgent) return complaint.owner === person.id ? [] : [complaint.owner]
  const unit = (await tx.get(units, complaint.unit)) ?? { path: ['root'] }
  const found = await Promise.all(
    (['caseworker', 'supervisor'] as const).map((role) => tx.find(officers, { index: 'role', equals: role })),
  )
  const seers = found.flat().filter((officer) => canSeeCase(officer, unit, complaint))
  return [...new Set(seers.map((officer) => officer.id))]
}
