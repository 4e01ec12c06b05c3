import { type Complaint, complaintSchema } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import { collections, complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { filesOf } from './files-of-record'
import { personalRecord } from './personal-record'

/** Erases a person by what each collection declares, and destroys the keys of all that was sealed for them. */
export async function erasePerson(scene: Scene): Promise<void> {
  const { tx, person } = scene
  const record = await personalRecord(scene)
  const cases = (record.documents[complaints.name] ?? []).map((doc) => complaintSchema.parse(doc))
  for (const complaint of cases) await tellOwner(scene, complaint)

  for (const id of [person.id, ...person.joined]) await tx.dropKey(`person:${id}`)
  for (const { id } of cases) await tx.dropKey(`case:${id}`)
  for (const id of filesOf(record)) await tx.dropKey(`file:${id}`)
  for (const collection of collections) {
    const { onErase } = collection
    for (const doc of record.documents[collection.name] ?? []) {
      if (onErase.do === 'delete') await tx.delete(collection, doc.id)
      if (onErase.do === 'redact') await tx.put(collection, onErase.redact(doc))
      if (onErase.do === 'keep') await tx.put(collection, onErase.keep(doc, scene.now))
    }
  }
}

/** Who handles an open case learns its number and that it is over, nothing else. */
async function tellOwner(scene: Scene, complaint: Complaint): Promise<void> {
  if (!complaint.owner || complaint.owner === scene.person.id || !isOpen(complaint)) return
  await scene.notify(complaint.owner, (language) => ({
    text: text(language, 'settings.case-erased', { number: complaint.number }),
  }))
}
