import { afterEach, expect, test } from 'vitest'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import { type Change, UniqueViolation } from '../../../src/store/store'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { until } from '../../support/until'
import { type Friend, friends, type Letter, letterQueue, letters, notes, places } from '../samples'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
const opened: PostgresStore[] = []
/** By which our connections are told from those of other tests. */
const mine = `two-processes-${process.pid}`

async function openBoth(): Promise<[PostgresStore, PostgresStore]> {
  database = await temporaryDatabase()
  // Both at once: one of them makes the tables.
  const url = `${database.url}&application_name=${mine}`
  opened.push(...(await Promise.all([openAt(url), openAt(url)])))
  return opened as [PostgresStore, PostgresStore]
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await database.remove()
})

const friend = (over: Pick<Friend, 'id' | 'phone'>): Friend => ({
  person: `p-${over.id}`,
  groups: [],
  rank: 0,
  text: '',
  ...over,
})

test('each hears once of what the other commits, also of what came while its line was cut', async () => {
  const [one, other] = await openBoth()
  const heard: Change[] = []
  other.changes((changes) => heard.push(...changes))
  const put = (id: string) => one.write([], (tx) => tx.put(places, { id, town: 't' }))
  await put('a')
  await until(() => heard.length > 0)
  await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [mine])
  await put('b')
  await put('c')
  await other.write([], (tx) => tx.put(places, { id: 'own', town: 't' }))
  await until(() => heard.length >= 4)
  // Whoever would be told twice would be told within this time.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(heard.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'own'])
})

test('writes under one lock run one after another over both, and seqs have no holes', async () => {
  const stores = await openBoth()
  const write = (store: PostgresStore, text: string) =>
    store.write(['rule:one'], async (tx) => {
      const count = await tx.count(places, { index: 'town', equals: 't' })
      await tx.put(places, { id: text, town: 't' })
      const seq = await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text })
      await tx.add('n', 1)
      return [count + 1, seq, await tx.counter('n')]
    })
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => write(stores[i % 2] as PostgresStore, `${i}`)))
  for (const [count, seq, sum] of all) expect([seq, sum]).toEqual([count, count])
  expect(all.map(([count]) => count).sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 40 }, (_, i) => i + 1),
  )
})

test('two that give out one number each count on, and whoever finds a key taken sees what is there', async () => {
  const stores = await openBoth()
  const numbered = (store: PostgresStore, id: string) =>
    store.write([], async (tx) => {
      await tx.add('numbers', 1)
      const phone = `no-${await tx.counter('numbers')}`
      await tx.put(friends, friend({ id, phone }))
    })
  const each = Array.from({ length: 40 }, (_, i) => i)
  await Promise.all(each.map((i) => numbered(stores[i % 2] as PostgresStore, `${i}`)))
  const phones = await Promise.all(each.map((i) => stores[0].read((tx) => tx.get(friends, `${i}`))))
  expect(new Set(phones.map((one) => one?.phone))).toEqual(new Set(each.map((i) => `no-${i + 1}`)))
  const once = (store: PostgresStore, id: string) =>
    store.write([], async (tx) => {
      const [there] = await tx.find(friends, { index: 'phone', equals: 'shared' })
      if (!there) await tx.put(friends, friend({ id, phone: 'shared' }))
      return there?.id ?? id
    })
  const ids = await Promise.all(stores.flatMap((store, i) => [once(store, `x${i}`), once(store, `y${i}`)]))
  expect(new Set(ids).size).toBe(1)
  const taken = stores[1].write([], (tx) => tx.put(friends, friend({ id: 'thief', phone: 'shared' })))
  await expect(taken).rejects.toBeInstanceOf(UniqueViolation)
})

test('many who write one log without a lock all get through', async () => {
  const stores = await openBoth()
  const append = (store: PostgresStore, text: string) =>
    store.write([`rule:${text}`], (tx) =>
      tx.append(notes, 'all', { at: '2026-01-01T00:00:00.000Z', person: 'p', text }),
    )
  const seqs = await Promise.all(Array.from({ length: 120 }, (_, i) => append(stores[i % 2] as PostgresStore, `${i}`)))
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
})

test('a row goes to one of two claimers, and a recipient has one row under way', async () => {
  const stores = await openBoth()
  const letter = (i: number): Letter => {
    return { id: `l${i}`, to: `r${i % 50}`, place: i, due: '2026-01-01T10', leaseUntil: null, done: false }
  }
  await stores[0].write([], async (tx) => {
    for (let i = 0; i < 150; i++) await tx.put(letters, letter(i))
  })
  const options = { now: '2026-01-01T10', until: '2026-01-01T12', limit: 7 }
  const claimed = (
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (stores[i % 2] as PostgresStore).claim(letterQueue, options)),
    )
  ).flat()
  expect(claimed.map(({ id }) => Number(id.slice(1))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, i) => i),
  )
})

test('a key destroyed by one is gone for the other at once', async () => {
  const [one, other] = await openBoth()
  const doc = { id: 'x', to: 'anna', place: 0, due: '2026-01-01', leaseUntil: null, done: false }
  await one.write([], (tx) => tx.put(letters, doc))
  expect(await other.read((tx) => tx.get(letters, 'x'))).toEqual(doc)
  await one.write(['person:anna'], (tx) => tx.dropKey('person:anna'))
  expect(await other.read((tx) => tx.get(letters, 'x'))).toBeUndefined()
  await other.write([], (tx) => tx.put(letters, { ...doc, id: 'y' }))
  expect(await one.read((tx) => tx.get(letters, 'y'))).toEqual({ ...doc, id: 'y' })
})

test('rows under a destroyed key are not due: nobody is told of them, claims them, or waits behind them', async () => {
  const [one, other] = await openBoth()
  const letter = (id: string, to: string, place: number): Letter => {
    return { id, to, place, due: '2026-01-01T10', leaseUntil: null, done: false }
  }
  await one.write([], async (tx) => {
    for (const id of ['a', 'b', 'c']) await tx.put(letters, letter(id, 'anna', 0))
    await tx.put(letters, letter('d', 'bert', 0))
  })
  await one.write(['person:anna'], (tx) => tx.dropKey('person:anna'))
  const options = { now: '2026-01-01T11', until: '2026-01-01T12', limit: 7 }
  const due = (limit: number) =>
    other.read((tx) => tx.count(letters, { index: 'ready', equals: 'ready', to: options.now, limit }))
  expect(await due(9)).toBe(1)
  expect((await other.claim(letterQueue, options)).map(({ id }) => id)).toEqual(['d'])
  expect(await due(1)).toBe(0)
  expect(await one.claim(letterQueue, options)).toEqual([])
  // Who comes again under that name stands behind none of them.
  await one.write([], (tx) => tx.put(letters, letter('e', 'anna', 1)))
  expect(await due(1)).toBe(1)
  expect((await other.claim(letterQueue, options)).map(({ id }) => id)).toEqual(['e'])
})
