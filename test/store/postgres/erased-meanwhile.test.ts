import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import type { Collection, ReadTx, WriteTx } from '../../../src/store/store'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { friends, sampleLogs } from '../samples'
import { openAt } from './open-temporary'

const bookSchema = z.object({ id: z.string(), person: z.string() })
/** In clear, and about somebody. */
const books: Collection<z.infer<typeof bookSchema>> = {
  name: 'books',
  version: 1,
  schema: bookSchema,
  indexes: {},
  sealedBy: () => undefined,
  subject: (doc) => doc.person,
  onErase: { do: 'delete' },
}

let database: TemporaryDatabase
let one: PostgresStore
let other: PostgresStore
const anna = { id: 'a', person: 'anna', phone: '1', groups: [], rank: 0, text: 'one' }
beforeEach(async () => {
  database = await temporaryDatabase()
  const open = () => openAt(database.url, { collections: [friends, books], logs: sampleLogs, rerunWrites: false })
  one = await open()
  other = await open()
  await other.write([], async (tx) => {
    await tx.put(books, { id: 'b', person: 'anna' })
    await tx.put(friends, anna)
  })
})
afterEach(async () => {
  await Promise.all([one, other].map((store) => store.close()))
  await database.remove()
})

/** The other process erases her, once. */
function erasing(): () => Promise<void> {
  let isDone = false
  return async () => {
    if (isDone) return
    isDone = true
    await other.write(['person:anna'], async (tx) => {
      await tx.dropKey('person:anna')
      await tx.delete(books, 'b')
      await tx.delete(friends, 'a')
    })
  }
}

const byId = (tx: ReadTx) => tx.get(books, 'b')
const bySubject = async (tx: ReadTx) => (await tx.find(books, { index: 'subject', equals: 'anna' }))[0]
const later = (tx: WriteTx) => tx.put(friends, { ...anna, id: 'later', phone: '2', text: 'lives on' })

for (const [name, see] of [
  ['by id', byId],
  ['in a list', bySubject],
] as const) {
  test(`of somebody seen ${name} who is erased before anything is written nothing lives on`, async () => {
    const erase = erasing()
    let runs = 0
    await one.write([], async (tx) => {
      runs++
      const seen = await see(tx)
      await erase()
      if (seen) await later(tx)
    })
    expect(runs).toBe(2)
    expect(await database.query('SELECT id FROM friends')).toEqual([])
    expect(await database.query('SELECT ref FROM lianxin_keys WHERE wrapped IS NOT NULL')).toEqual([])
  })

  test(`of somebody seen ${name} who is erased after it was written, and before the commit, nothing is left over`, async () => {
    const erase = erasing()
    let runs = 0
    await one.write([], async (tx) => {
      runs++
      const seen = await see(tx)
      if (seen) await later(tx)
      await erase()
    })
    expect(runs).toBe(2)
    expect(await database.query('SELECT id FROM friends')).toEqual([])
    expect(await database.query('SELECT ref FROM lianxin_keys WHERE wrapped IS NOT NULL')).toEqual([])
  })
}

test('whoever comes anew under that name gets a new key', async () => {
  await erasing()()
  await one.write([], async (tx) => {
    await tx.put(books, { id: 'b', person: 'anna' })
    await later(tx)
  })
  expect(await other.read((tx) => tx.get(friends, 'later'))).toMatchObject({ text: 'lives on' })
})
