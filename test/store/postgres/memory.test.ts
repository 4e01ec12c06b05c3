import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import type { ReadTx, WriteTx } from '../../../src/store/store'
import { lineTo } from '../../support/postgres/line'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { type Friend, friends, notes, places } from '../samples'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
let one: PostgresStore
let other: PostgresStore
const closing: (() => unknown)[] = []

const anna: Friend = { id: 'a', person: 'anna', phone: '1', groups: [], rank: 0, text: 'one' }
const byPhone = (tx: ReadTx, equals: string) => tx.find(friends, { index: 'phone', equals })
/** What is read here from now on is remembered. */
const remember = () => one.write([], async (tx) => [await tx.get(friends, 'a'), await byPhone(tx, '1')])

beforeEach(async () => {
  database = await temporaryDatabase()
  one = await openAt(database.url, { rerunWrites: false })
  other = await openAt(database.url, { rerunWrites: false })
  await other.write([], (tx) => tx.put(friends, anna))
})
afterEach(async () => {
  await Promise.all([one, other].map((store) => store.close()))
  for (const close of closing.splice(0)) await close()
  await database.remove()
})

/** What a transaction may do with what it sees: give it, write by it, give up because of it. */
const uses: [string, (see: (tx: WriteTx) => Promise<unknown>) => Promise<unknown>][] = [
  ['gives it', (see) => one.write([], see)],
  [
    'writes something else by it',
    async (see) => {
      await one.write([], async (tx) => tx.put(places, { id: 'p', town: JSON.stringify((await see(tx)) ?? null) }))
      const place = await one.read((tx) => tx.get(places, 'p'))
      return JSON.parse(String(place?.town)) ?? undefined
    },
  ],
  [
    'gives up because of it',
    async (see) => {
      const givesUp = one.write([], async (tx) => {
        throw new Error(JSON.stringify((await see(tx)) ?? null))
      })
      return givesUp.catch((error) => JSON.parse(error.message) ?? undefined)
    },
  ],
]

for (const [name, use] of uses) {
  test(`who ${name} never goes by what another process has changed a moment ago`, async () => {
    const sees = (tx: ReadTx) => tx.get(friends, 'a')
    for (let i = 0; i < 10; i++) {
      await remember()
      await other.write([], (tx) => tx.put(friends, { ...anna, text: `${i}` }))
      expect(await use(sees)).toMatchObject({ text: `${i}` })
    }
    await other.write([], (tx) => tx.delete(friends, 'a'))
    expect(await use(sees)).toBeUndefined()
    // That there was none is remembered too.
    await other.write([], (tx) => tx.put(friends, anna))
    expect(await use(sees)).toEqual(anna)
  })

  test(`who ${name} sees at once that a key was destroyed`, async () => {
    await remember()
    await other.write([], (tx) => tx.dropKey('person:anna'))
    expect(await use((tx) => tx.get(friends, 'a'))).toBeUndefined()
  })

  test(`who ${name} finds under a unique key who has it now`, async () => {
    await remember()
    await other.write([], async (tx) => {
      await tx.put(friends, { ...anna, phone: '2' })
      await tx.put(friends, { ...anna, id: 'b' })
    })
    expect(await use(async (tx) => (await byPhone(tx, '1')).map(({ id }) => id))).toEqual(['b'])
    expect(await use(async (tx) => (await byPhone(tx, '2')).map(({ id }) => id))).toEqual(['a'])
  })
}

test('what is written under a remembered key that another has destroyed can be read', async () => {
  await remember()
  await other.write([], (tx) => tx.dropKey('person:anna'))
  await one.write([], async (tx) => {
    await tx.get(friends, 'a')
    await tx.put(friends, { ...anna, id: 'new', phone: null })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'anna', text: 'x' })
  })
  expect(await other.read((tx) => tx.get(friends, 'new'))).toMatchObject({ id: 'new' })
  expect(await other.read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))).toHaveLength(1)
})

test('the seqs of a log have no holes when two append to it in turn', async () => {
  const seqs: number[] = []
  for (let i = 0; i < 20; i++) {
    const store = i % 3 === 0 ? one : other
    const entry = { at: '2026-01-01T00:00:00.000Z', person: 'anna', text: `${i}` }
    seqs.push(await store.write([], (tx) => tx.append(notes, 'k', entry)))
  }
  expect(seqs).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
})

test('who knows everything already has one trip to wait for, and one who only looks has it too', async () => {
  let trips = 0
  const line = await lineTo(database.url, () => {
    let isAnswered = true
    let isFeed = false
    return {
      up(bytes) {
        isFeed ||= bytes.includes('LISTEN')
        if (isAnswered && !isFeed) trips++
        isAnswered = false
        return true
      },
      down() {
        isAnswered = true
        return true
      },
    }
  })
  closing.push(line.close)
  const store = await openAt(line.url, { rerunWrites: false })
  closing.unshift(() => store.close())

  const count = async (work: (tx: WriteTx) => Promise<unknown>) => {
    const before = trips
    await store.write(['person:anna'], work)
    return trips - before
  }
  const change = async (tx: WriteTx) => {
    const [found] = await byPhone(tx, '1')
    await tx.put(friends, { ...(found as Friend), rank: Number(found?.rank) + 1 })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'anna', text: 'x' })
  }
  expect(await count(change)).toBeGreaterThan(1)
  expect(await count(change)).toBe(1)
  expect(await count((tx) => byPhone(tx, '1'))).toBe(1)
  expect((await store.read((tx) => tx.get(friends, 'a')))?.rank).toBe(2)
})
