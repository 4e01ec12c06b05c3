import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import { type Line, lineTo } from '../../support/postgres/line'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { notes, places } from '../samples'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
let line: Line
let store: PostgresStore
/** What the line does to the next commits that it carries, and to how many. */
let cut: 'before' | 'after' | undefined
let most = 1
let cuts = 0

beforeEach(async () => {
  database = await temporaryDatabase()
  line = await lineTo(database.url, (way) => {
    let isDeaf = false
    return {
      up(bytes) {
        // A connection says the word once, then it is prepared: each test's first commit.
        if (!cut || !bytes.includes('COMMIT\0')) return !isDeaf
        const arrives = cut === 'after'
        isDeaf = true
        if (++cuts === most) cut = undefined
        setTimeout(way.cut, 100)
        return arrives
      },
      down: () => !isDeaf,
    }
  })
  cuts = 0
  most = 1
  store = await openAt(line.url, { rerunWrites: false })
})
afterEach(async () => {
  await store.close()
  line.close()
  await database.remove()
})

test.each(['before', 'after'] as const)('the line breaks %s a commit arrives: it stands once', async (when) => {
  cut = when
  let runs = 0
  const seq = await store.write([], async (tx) => {
    runs++
    await tx.put(places, { id: 'a', town: 't' })
    await tx.add('n', 1)
    return tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: 'x' })
  })
  expect(cuts).toBe(1)
  expect(runs).toBe(when === 'before' ? 2 : 1)
  expect(seq).toBe(1)
  expect(await store.read((tx) => tx.counter('n'))).toBe(1)
  expect(await store.read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))).toHaveLength(1)
  expect(store.health()).toEqual({ ok: true })
})

test('all lines break at once over a commit: a dead one is let go, so that there is one to ask over', async () => {
  cut = 'after'
  most = 10
  const ids = Array.from({ length: 14 }, (_, n) => `p${n}`)
  const since = performance.now()
  await Promise.all(ids.map((id) => store.write([], (tx) => tx.put(places, { id, town: 't' }))))
  expect(performance.now() - since, 'nobody waits for a line that is not coming').toBeLessThan(4900)
  expect(cuts).toBe(most)
  const found = await store.read((tx) => tx.find(places, { index: 'town', equals: 't' }))
  expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort())
})
