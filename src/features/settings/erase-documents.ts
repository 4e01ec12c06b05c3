import { countRow } from '../../delivery/mailing'
import type { Instant } from '../../domain/instant'
import type { OutboxRow } from '../../domain/message'
import type { Person } from '../../domain/person'
import { collections, outbox } from '../../store/collections'
import type { Doc, WriteTx } from '../../store/store'

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

/** Of somebody whose keys are destroyed already: what of theirs stood in clear in a backup that was brought back. */
export async function eraseOnceMore(tx: WriteTx, person: Person, now: Instant): Promise<void> {
  const documents: Record<string, Doc[]> = {}
  for (const collection of collections) {
    const found = [person.id, ...person.joined].map((equals) => tx.find<Doc>(collection, { index: 'subject', equals }))
    documents[collection.name] = (await Promise.all(found)).flat()
  }
  await eraseDocuments(tx, documents, now)
}
