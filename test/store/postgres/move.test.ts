import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realDisk } from '../../../src/store/json/disk'
import { holdFolder } from '../../../src/store/json/folder-lock'
import { WrongMasterKey } from '../../../src/store/keys'
import { type MoveDeps, moveToDatabase, moveToFolder } from '../../../src/store/postgres/move'
import { UnusableDatabase } from '../../../src/store/postgres/unusable'
import type { Store } from '../../../src/store/store'
import { folderContent } from '../../support/folder-content'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { temporaryFolder } from '../../support/temporary-folder'
import { masterKey, openIn } from '../json/open-temporary'
import { type Friend, friends, letters, notes, places, sampleCollections, sampleLogs } from '../samples'
import { openAt } from './open-temporary'

let root: string
let folder: string
let database: TemporaryDatabase
beforeEach(async () => {
  root = await temporaryFolder('move')
  folder = join(root, 'state')
  database = await temporaryDatabase()
})
afterEach(async () => {
  await database.remove()
  await rm(root, { recursive: true, force: true })
})

const deps = (over: Partial<MoveDeps> = {}): MoveDeps => ({
  disk: realDisk,
  folder,
  url: database.url,
  masterKey,
  keyLiesInFolder: false,
  collections: sampleCollections,
  logs: sampleLogs,
  onProgress: () => {},
  ...over,
})

function friend(number: number): Friend {
  const ranks = [number, `第${number}`, -1.5 * number, 0]
  return {
    id: `f${number}`,
    person: `p${number}`,
    phone: number % 3 === 0 ? null : `138${number}`,
    groups: number % 4 === 0 ? [] : ['all', `g${number % 5}`],
    rank: ranks[number % 4] as number | string,
    text: `「${number}」\u0000\ud800`,
  }
}

/** People with what they wrote, some of them erased, part of it in a snapshot and part only in the journal. */
async function fill(store: Store & { compact?(): Promise<void> }, people = 60) {
  for (let number = 0; number < people; number++) {
    await store.write([`person:p${number}`], async (tx) => {
      await tx.put(friends, friend(number))
      await tx.put(places, { id: `town${number % 7}`, town: `镇${number % 3}` })
      await tx.add(`count.${number % 3}`, 1)
      for (let n = 0; n <= number % 4; n++) await tx.append(notes, `k${number}`, entry(number, n))
      await tx.append(notes, 'all', entry(number, 9))
    })
    if (number % 20 === 0)
      await store.files.put({ id: `file${number}`, name: '照片.png', type: 'image/png', bytes: bytesOf(number) })
    if (number === Math.floor(people / 2)) await store.compact?.()
  }
  await store.write([], async (tx) => {
    await tx.dropKey('person:p3')
    await tx.dropKey(`person:p${people - 2}`)
    await tx.delete(places, 'town1')
    await tx.put(letters, {
      id: 'l1',
      to: 'a',
      place: 1,
      due: '2026-05-01T00:00:00.000Z',
      leaseUntil: null,
      done: false,
    })
  })
  await store.files.delete('file20')
}

const bytesOf = (number: number) => Buffer.alloc(700_000 * (number > 0 ? 1 : 0) + 5, number)
const entry = (number: number, n: number) => ({
  at: `2026-0${1 + (n % 9)}-02T00:00:00.000Z`,
  person: `p${number}`,
  text: `${number}/${n}`,
})

/** All that a store answers. */
async function answers(store: Store, people = 60) {
  const walked: unknown[] = []
  for (const collection of sampleCollections) for await (const doc of store.walk(collection)) walked.push(doc)
  const asked = await store.read(async (tx) => {
    const found = await Promise.all([
      tx.find(friends, { index: 'group', equals: 'all' }),
      tx.find(friends, { index: 'group', equals: 'g2', order: 'descending' }),
      tx.find(friends, { index: 'phone', equals: '1387' }),
      tx.find(friends, { index: 'subject', equals: 'p8' }),
      tx.count(friends, { index: 'group', equals: 'all' }),
      tx.find(letters, { index: 'ready', equals: 'ready' }),
    ])
    const logged: unknown[] = []
    for (let number = 0; number < people; number++)
      logged.push(await tx.entries(notes, { key: `k${number}`, limit: 100 }))
    logged.push(
      await tx.entries(notes, { key: 'all', limit: 20 }),
      await tx.entries(notes, { key: 'all', after: 3, limit: 5 }),
    )
    return { found, logged, counts: [await tx.counter('count.0'), await tx.counter('count.2')] }
  })
  const files = await Promise.all(['file0', 'file20', 'file40'].map((id) => store.files.get(id)))
  const listed = await store.files.list('2027-01-01T00:00:00.000Z')
  return { walked, asked, listed, files: files.map((one) => one && [one.file, one.bytes.length, one.bytes.at(-1)]) }
}

async function filled(): Promise<Awaited<ReturnType<typeof answers>>> {
  const store = await openIn(folder)
  await fill(store)
  const before = await answers(store)
  await store.close()
  return before
}

test('everything moves into a database and back, sealed as it was; neither source is changed; life goes on in both', async () => {
  const before = await filled()
  const lying = folderContent(folder)
  const told: string[] = []
  const onProgress: MoveDeps['onProgress'] = (what, part, done, all) => told.push(`${what} ${part.of} ${done}/${all}`)
  const moved = await moveToDatabase(deps({ onProgress }))
  expect(moved).toMatchObject({ ok: true })
  expect(told.some((one) => one.startsWith('moving'))).toBe(true)
  expect(folderContent(folder)).toEqual(lying)
  const there = await openAt(database.url)
  expect(await answers(there)).toEqual(before)
  await there.close()
  expect(
    await database.query('SELECT 1 FROM lianxin_keys WHERE ref LIKE $1 AND wrapped IS NOT NULL', ['person:p3/%']),
  ).toEqual([])

  const back = join(root, 'back')
  expect(await moveToFolder(deps({ folder: back, keyLiesInFolder: true }))).toMatchObject({ ok: true })
  const again = await openIn(back)
  expect(await answers(again)).toEqual(before)
  // What comes later stands behind what was moved.
  await again.write([], async (tx) => {
    expect(await tx.append(notes, 'all', entry(1, 1))).toBe(61)
    await tx.put(friends, friend(1000))
  })
  await again.compact()
  await again.close()
  const third = await openIn(back)
  expect(await third.read((tx) => tx.get(friends, 'f1000'))).toEqual(friend(1000))
  await third.close()
  // Where life has gone on, nothing is taken for moved.
  expect(await moveToFolder(deps({ folder: back }))).toEqual({ ok: false, problem: 'not-empty' })
  expect(await moveToDatabase(deps({ folder: back }))).toEqual({ ok: false, problem: 'not-empty' })
})

class Killed extends Error {}

test.each([1, 3, 8])('a move that dies after every %i steps goes on where it was, both ways', async (steps) => {
  const before = await filled()
  const dying = (): MoveDeps['onProgress'] => {
    let left = steps
    return () => {
      if (left-- === 0) throw new Killed()
    }
  }
  const untilDone = async (move: (over: MoveDeps) => Promise<unknown>, over: Partial<MoveDeps>) => {
    for (let tries = 0; tries < 100; tries++) {
      const onProgress = tries < 20 ? dying() : () => {}
      const moved = await move(deps({ ...over, onProgress })).catch((error) => {
        if (!(error instanceof Killed)) throw error
      })
      if (moved) return moved
      if (move === moveToDatabase) await expect(openAt(database.url)).rejects.toThrow(UnusableDatabase)
    }
    return 'never'
  }
  const moved = await untilDone(moveToDatabase, {})
  expect(moved).toMatchObject({ ok: true })
  // Whoever was killed before they could say so moves again.
  expect(await moveToDatabase(deps())).toEqual(moved)
  const back = join(root, 'back')
  const home = await untilDone(moveToFolder, { folder: back })
  expect(home).toMatchObject({ ok: true })
  expect(await moveToFolder(deps({ folder: back }))).toEqual(home)
  const again = await openIn(back)
  expect(await answers(again)).toEqual(before)
  await again.close()
})

test('what is in use, not empty, of another key or of another version is refused, and nothing is changed', async () => {
  expect(await moveToDatabase(deps())).toEqual({ ok: false, problem: 'no-store' })
  expect(await moveToFolder(deps())).toEqual({ ok: false, problem: 'no-store' })
  await filled()
  const held = await holdFolder(folder, {})
  expect(await moveToDatabase(deps())).toEqual({ ok: false, problem: 'source-in-use' })
  await held.release()
  await expect(moveToDatabase(deps({ masterKey: Buffer.alloc(32, 8) }))).rejects.toThrow(WrongMasterKey)
  await expect(moveToDatabase(deps({ collections: sampleCollections.slice(1) }))).rejects.toThrow()
  expect(await database.query("SELECT to_regclass('lianxin_state') AS it")).toEqual([{ it: null }])

  const other = await openAt(database.url)
  expect(await moveToDatabase(deps())).toEqual({ ok: false, problem: 'target-in-use' })
  expect(await moveToFolder(deps({ folder: join(root, 'back') }))).toEqual({ ok: false, problem: 'source-in-use' })
  await other.close()
  expect(await moveToDatabase(deps())).toEqual({ ok: false, problem: 'not-empty' })
  expect(await moveToFolder(deps())).toEqual({ ok: false, problem: 'not-empty' })
})

test('a source that was changed since the move began is not mixed with what was moved before', async () => {
  await filled()
  const dies = () => {
    throw new Killed()
  }
  await expect(moveToDatabase(deps({ onProgress: dies }))).rejects.toThrow(Killed)
  // Half a store is no source either.
  await expect(moveToFolder(deps({ folder: join(root, 'back') }))).rejects.toThrow(UnusableDatabase)
  const store = await openIn(folder)
  await store.write([], (tx) => tx.put(friends, friend(99)))
  await store.close()
  expect(await moveToDatabase(deps())).toEqual({ ok: false, problem: 'other-source' })
})
