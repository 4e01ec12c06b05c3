import { after, day, type Instant } from '../domain/instant'
import { hasConsented, type Person } from '../domain/person'
import { collections, complaints, officers, persons } from '../store/collections'
import type { Doc, ReadTx, WriteTx } from '../store/store'
import type { Job } from './job'

const batch = 100

/** Who agreed to nothing is forgotten a day after their last message, as the consent question promises. */
export const forgetUnconsented: Job = {
  name: 'forget-unconsented',
  schedule: '7 * * * *',
  async run({ store }, now) {
    const to = after(now, -day)
    let forgotten = 0
    let last: Person | undefined
    for (;;) {
      const position = last && { after: { order: last.lastContactAt, id: last.id } }
      const found = await store.read((tx) =>
        tx.find(persons, { index: 'unconsented', equals: 'unconsented', to, limit: batch, ...position }),
      )
      for (const { id } of found) {
        if (await store.write([`person:${id}`], (tx) => forget(tx, now, id))) forgotten += 1
      }
      last = found.at(-1)
      if (!last) return { forgotten }
    }
  },
}

async function forget(tx: WriteTx, now: Instant, id: string): Promise<boolean> {
  const person = await tx.get(persons, id)
  if (!person || hasConsented(person) || person.lastContactAt > after(now, -day)) return false
  if (await mustStay(tx, id)) return false
  for (const collection of collections) {
    if (collection.onErase.do !== 'delete') continue
    for (const doc of await tx.find<Doc>(collection, { index: 'subject', equals: id }))
      await tx.delete(collection, doc.id)
  }
  await tx.dropKey(`person:${id}`)
  return true
}

/** An officer works here; a case begun in an emergency needs no consent (Personal Information Protection Law 13(4)). */
async function mustStay(tx: ReadTx, id: string): Promise<boolean> {
  const officer = await tx.get(officers, id)
  if (officer?.leftAt === null) return true
  return (await tx.count(complaints, { index: 'person', equals: id })) > 0
}
