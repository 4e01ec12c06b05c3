import { countRow } from '../delivery/mailing'
import type { OutboxRow } from '../domain/message'
import type { Person } from '../domain/person'
import { collections, complaints, officers, outbox, youths } from '../store/collections'
import type { Doc, ReadTx, WriteTx } from '../store/store'

/** Forgets somebody on whom nothing rests; false when something does. Proof of a consent stays, as after an erasure. */
export async function forgetPerson(tx: WriteTx, person: Person): Promise<boolean> {
  if (await isNeeded(tx, person.id)) return false
  for (const collection of collections) {
    if (collection.onErase.do !== 'delete') continue
    for (const doc of await tx.find<Doc>(collection, { index: 'subject', equals: person.id })) {
      if (collection === outbox) await countRow(tx, doc as OutboxRow, undefined)
      await tx.delete(collection, doc.id)
    }
  }
  for (const id of [person.id, ...person.joined]) await tx.dropKey(`person:${id}`)
  return true
}

/** A registration, an officer's work, or a case: one begun in an emergency needs no consent (Personal Information Protection Law 13(4)). */
async function isNeeded(tx: ReadTx, id: string): Promise<boolean> {
  if (await tx.get(youths, id)) return true
  const officer = await tx.get(officers, id)
  if (officer?.leftAt === null) return true
  return (await tx.count(complaints, { index: 'person', equals: id })) > 0
}
