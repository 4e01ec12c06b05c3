import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeyChangeRefused, masterKeyName } from '../../../src/store/keys'
import { lockNumber } from '../../../src/store/postgres/bytes'
import { opensDatabaseAt } from '../../../src/store/postgres/check'
import { pieceBy } from '../../../src/store/postgres/data-keys'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import type { ReadTx } from '../../../src/store/store'
import { lineTo, type Way } from '../../support/postgres/line'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { until } from '../../support/until'
import { type Friend, friends, notes, sampleStore } from '../samples'
import { openAt } from './open-temporary'

const first = sampleStore.masterKey
let database: TemporaryDatabase
const opened: PostgresStore[] = []
beforeEach(async () => {
  database = await temporaryDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await database.remove()
})

async function open(masterKey = first, url = database.url): Promise<PostgresStore> {
  const store = await openAt(url, { masterKey, rerunWrites: false })
  opened.push(store)
  return store
}
async function close(store: PostgresStore): Promise<void> {
  opened.splice(opened.indexOf(store), 1)
  await store.close()
}

const friend = (id: string): Friend => ({ id, person: `p${id}`, phone: `138${id}`, groups: ['all'], rank: 1, text: id })
const put = (store: PostgresStore, id: string) => store.write([], (tx) => tx.put(friends, friend(id)))
const idsIn = async (store: PostgresStore) => {
  const ids: string[] = []
  for await (const { id } of store.walk(friends)) ids.push(id)
  return ids
}
const change = (store: PostgresStore, key: Buffer, beforehand = async () => {}, patience?: number) =>
  store.masterKey.alone(() => store.masterKey.change(key, beforehand, patience))

/** How many of the keys that stand there each of these master keys opens, and how many stand there under two. */
async function openedBy(...masters: Buffer[]): Promise<number[]> {
  const rows = await database.query('SELECT ref, wrapped FROM lianxin_keys WHERE wrapped IS NOT NULL')
  const kept = rows as { ref: string; wrapped: Buffer }[]
  const counts = masters.map((key) => kept.filter(({ ref, wrapped }) => pieceBy({ key }, ref, wrapped)).length)
  return [...counts, kept.filter(({ wrapped }) => wrapped.length > 60).length]
}

/** Which of these opens the store. */
async function opening(keys: readonly Buffer[]): Promise<Buffer> {
  const found: Buffer[] = []
  for (const key of keys) if (await opensDatabaseAt(database.url, key)) found.push(key)
  expect(found).toHaveLength(1)
  return found[0] as Buffer
}

test('while two processes work on: all is there under the new key, and nothing opens with the one before', async () => {
  const [one, other] = [await open(), await open()]
  const names = Array.from({ length: 600 }, (_, i) => `f${String(i).padStart(4, '0')}`)
  await one.write([], async (tx) => {
    for (const id of names) await tx.put(friends, friend(id))
    await tx.append(notes, 'k', { at: '2026-05-01T00:00:00.000Z', person: 'pf0000', text: '你好' })
  })
  await one.files.put({ id: 'photo', name: '照片.png', type: 'image/png', bytes: Buffer.from('bytes') })
  const second = randomBytes(32)
  let isDone = false
  const changing = change(one, second).finally(() => {
    isDone = true
  })
  const written: string[] = []
  const erased: string[] = []
  for (let i = 0; !isDone; i++) {
    for (const [n, store] of [one, other].entries()) {
      written.push(`x${n}-${i}`)
      await put(store, `x${n}-${i}`)
    }
    const gone = names[i * 3] as string
    erased.push(gone)
    await other.write([], (tx) => tx.dropKey(`person:p${gone}`))
  }
  await changing
  await put(other, 'after')
  await put(one, 'after-too')
  expect(erased.length).toBeGreaterThan(2)
  const left = [...names.filter((id) => !erased.includes(id)), ...written, 'after', 'after-too'].sort()
  for (const store of [one, other]) expect(await idsIn(store)).toEqual(left)
  const count = left.length + 1
  expect(await openedBy(first, second)).toEqual([0, count, 0])
  const secret = Buffer.from(one.secret)
  for (const store of [one, other]) await close(store)

  await expect(openAt(database.url, { masterKey: first })).rejects.toMatchObject({
    wanted: { name: masterKeyName(second), given: masterKeyName(first), since: sampleStore.now(), isFormer: true },
  })
  const again = await open(second)
  expect(await idsIn(again)).toEqual(left)
  const byPhone = (tx: ReadTx) => tx.find(friends, { index: 'phone', equals: '138x0-0' })
  expect((await again.read(byPhone)).map(({ id }) => id)).toEqual(['x0-0'])
  expect((await again.files.get('photo'))?.bytes.toString()).toBe('bytes')
  expect(again.secret.equals(secret)).toBe(true)
})

test('one after the other, and never two at once; who missed all of it is told when it comes back', async () => {
  const [one, other] = [await open(), await open()]
  await put(one, 'a')
  const [earlier, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)]
  let meanwhile: unknown = 'not asked'
  await change(one, earlier, async () => {
    meanwhile = await other.masterKey.alone(async () => 'had it')
  })
  expect(meanwhile).toBeUndefined()
  // Asked for twice of one process: who comes second does not disturb the first.
  meanwhile = 'not asked'
  await change(one, second, async () => {
    meanwhile = await one.masterKey.alone(async () => 'had it')
  })
  expect(meanwhile).toBeUndefined()
  await put(other, 'b')
  // It may not know yet that the one before it counts.
  await until(() =>
    change(other, third).then(
      () => true,
      () => false,
    ),
  )
  expect(await opening([first, second, third])).toEqual(third)
  await put(one, 'c')
  // One whose lines are cut while it happens, again and again.
  const cut = setInterval(() => {
    void database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut-off'`)
  }, 20)
  const away = await open(third, `${database.url}&application_name=cut-off`).catch(() => undefined)
  await change(one, first, undefined, 3_000).finally(() => clearInterval(cut))
  if (away)
    await until(
      async () =>
        (await put(away, 'd').then(
          () => true,
          () => false,
        )) === true,
    )
  expect(await opening([first, second, third])).toEqual(first)
  expect((await openedBy(second, third)).slice(0, 2)).toEqual([0, 0])
  expect(await idsIn(other)).toEqual(away ? ['a', 'b', 'c', 'd'] : ['a', 'b', 'c'])
})

test('a process that is cut off from what the others say just before the new key counts adds nothing that the one before opens', async () => {
  let isApart = false
  // What it learns of the others it learns over the connection on which it listens.
  const deaf = await lineTo(database.url, () => {
    let listens = false
    const goesOn = () => !(listens && isApart)
    return {
      up(bytes) {
        listens ||= bytes.includes('LISTEN')
        return goesOn()
      },
      down: goesOn,
    }
  })
  const taking = await lineTo(database.url, () => ({
    up(bytes) {
      isApart ||= bytes.includes('IN SHARE ROW EXCLUSIVE MODE')
      return true
    },
  }))
  const [one, other] = [await open(first, taking.url), await open(first, deaf.url)]
  await put(other, 'a')
  const second = randomBytes(32)
  await change(one, second)
  expect(isApart).toBe(true)
  await put(other, 'b')
  expect(await openedBy(first, second)).toEqual([0, 2, 0])
  isApart = false
  deaf.cut()
  for (const store of [one, other]) await close(store)
  expect(await idsIn(await open(second))).toEqual(['a', 'b'])
  for (const line of [deaf, taking]) line.close()
})

test('with a process that does not answer nothing is changed, and it is said why', async () => {
  const one = await open()
  await put(one, 'a')
  // As a program of before would hold it.
  const [{ place } = {}] = await database.query('SELECT current_schema() AS place')
  await database.query('SELECT pg_advisory_lock_shared($1)', [lockNumber(String(place), 'in use')])
  const refused = await change(one, randomBytes(32), undefined, 200).catch((error) => error)
  expect(refused).toBeInstanceOf(KeyChangeRefused)
  expect(refused.problem).toBe('silent')
  await put(one, 'b')
  await close(one)
  expect(await openedBy(first)).toEqual([2, 0])
  await database.query('SELECT pg_advisory_unlock_all()')
  expect(await idsIn(await open())).toEqual(['a', 'b'])
})

/** A way to the database that ends for good, as if the process were killed, with the nth piece that the change sends. */
async function waysOfOne(n: number) {
  let [pieces, isDead] = [0, false]
  let changing: Way | undefined
  const line = await lineTo(database.url, (way) => {
    if (isDead) way.cut()
    return {
      up(bytes) {
        if (bytes.includes('pg_try_advisory_lock') && !bytes.includes('lock_shared')) changing = way
        // How often it looks who uses the store differs from time to time.
        if (way === changing && !bytes.includes('pg_locks') && ++pieces === n) isDead = true
        if (isDead) line.cut()
        return !isDead
      },
    }
  })
  return { ...line, isDead: () => isDead }
}

test('a process that is killed at any step of a change: one of the two keys opens everything, the others work on, and the next change succeeds', async () => {
  let key = first
  const other = await open()
  const ids: string[] = []
  for (let i = 0; i < 3; i++) {
    ids.push(`a${i}`)
    await put(other, `a${i}`)
  }
  let [steps, kept, changed] = [0, 0, 0]
  for (let n = 2; ; n++) {
    const ways = await waysOfOne(n)
    const next = randomBytes(32)
    const killed = await openAt(ways.url, { masterKey: key, rerunWrites: false })
    const told = await change(killed, next, undefined, 2_000).then(
      () => 'done',
      () => 'broken',
    )
    await killed.close().catch(() => {})
    ways.close()
    steps++
    const id = `n${String(n).padStart(3, '0')}`
    ids.push(id)
    await put(other, id)
    const counting = await opening([key, next])
    if (counting === next) changed++
    else kept++
    if (!ways.isDead()) {
      expect(told).toBe('done')
      expect(counting).toEqual(next)
    }
    const again = await open(counting)
    expect(await idsIn(again), `step ${n}`).toEqual(ids)
    await again.masterKey.alone(() => again.masterKey.clearUp())
    await close(again)
    expect(await idsIn(other), `step ${n}`).toEqual(ids)
    key = counting
    if (!ways.isDead()) break
  }
  expect(Math.min(kept, changed)).toBeGreaterThan(2)
  expect(steps).toBeGreaterThan(10)
  const last = randomBytes(32)
  await change(other, last)
  expect(await opening([key, last])).toEqual(last)
  expect(await openedBy(key, last)).toEqual([0, ids.length, 0])
})
