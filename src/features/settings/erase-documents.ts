import { countRow } from '../../delivery/mailing'
import type { Instant } from '../../domain/instant'
import type { OutboxRow } from '../../domain/message'
import type { Person } from '../../domain/person'
import { collections, complaints, outbox, persons } from '../../store/collections'
import type { Doc, Store, WriteTx } from '../../store/store'

/** Does with somebody's documents, by name of the collection, what each collection declares. */
export async function eraseDocuments(tx: WriteTx, documents: Record<string, Doc[]>, now: Instant): Promise<void> {
  for (const collection of collections) {
    const { onErase } = collection
    for (const doc of documents[collection.name] ?? []) {
      if (collection === outbox) await countRow(tx, doc as OutboxRow, undefined)
      if (onErase.do === 'delete') await tx.delete(collection, doc.id)
      if (onErase.do === 'redact') await tx.put(collection, onErase.redact(doc))
      if (onErase.do === 'keep') await tx.put(collection, onErase.keep(doc, now))
    }
  }
}

/** In a store that was brought back whoever has been erased since goes once more; gives how many people and cases are left. */
export async function eraseAgain(
  store: Store,
  erased: ReadonlySet<string>,
  now: Instant,
): Promise<{ people: number; cases: number }> {
  let [people, cases] = [0, 0]
  for await (const person of store.walk(persons)) {
    if (erased.has(person.id)) await store.write([`person:${person.id}`], (tx) => eraseOnceMore(tx, person, now))
    else people++
  }
  for await (const _ of store.walk(complaints)) cases++
  return { people, cases }
}

/** Of somebody whose keys are destroyed already: what of theirs stood in clear in the backup. */
async function eraseOnceMore(tx: WriteTx, person: Person, now: Instant): Promise<void> {
  const documents: Record<string, Doc[]> = {}
  for (const collection of collections) {
    const found = [person.id, ...person.joined].map((equals) => tx.find<Doc>(collection, { index: 'subject', equals }))
    documents[collection.name] = (await Promise.all(found)).flat()
  }
  await eraseDocuments(tx, documents, now)
}
