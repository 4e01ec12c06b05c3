import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realDisk } from '../../../src/store/json/disk'
import type { JsonStore, JsonStoreOptions } from '../../../src/store/json/json-store'
import { packShard } from '../../../src/store/json/pack-shard'
import { keptPacked, packedName } from '../../../src/store/json/packed-file'
import { openShard } from '../../../src/store/json/snapshot'
import { State, shapeOf } from '../../../src/store/json/state'
import { friends, letters, places, sampleStore } from '../samples'
import { FaultyDisk } from './faulty-disk'
import { openTemporary } from './open-temporary'

let it: Awaited<ReturnType<typeof openTemporary>>
let store: JsonStore
beforeEach(async () => {
  it = await openTemporary()
  store = it.store
})
afterEach(() => it.remove())
const reopen = async (over?: Partial<JsonStoreOptions>) => {
  store = await it.reopen(over)
}

const snapshot = () => join(it.folder, 'snapshot')
const packedFiles = async () => (await readdir(snapshot())).filter((name) => name.endsWith('.packed')).sort()
const shardFiles = async () => (await readdir(snapshot())).filter((name) => name.endsWith('.jsonl')).sort()

async function fill(from = 0, ids = 40): Promise<void> {
  await store.write([], async (tx) => {
    for (let i = from; i < from + ids; i++) {
      const groups = ['all', `group ${i % 7}`, '中"\\\n']
      const rank = i % 3 === 0 ? i : i % 3 === 1 ? `2026-0${(i % 9) + 1}-01T00:00:00.000Z` : `第${i}`
      await tx.put(friends, { id: `f${i}`, person: `p${i % 5}`, phone: `1380000${i}`, groups, rank, text: '欠薪' })
      await tx.put(places, { id: `地"${i}`, town: `town ${i % 4}` })
      const due = '2026-11-26T00:00:00.000Z'
      await tx.put(letters, { id: `l${i}`, to: `p${i % 5}`, place: i, due, leaseUntil: null, done: false })
      await tx.add('n', 1)
    }
  })
}

async function content(): Promise<unknown> {
  return store.read(async (tx) => ({
    all: await tx.find(friends, { index: 'group', equals: 'all' }),
    groups: await tx.find(friends, { index: 'group', equals: '中"\\\n', order: 'descending', limit: 9 }),
    town: await tx.find(places, { index: 'town', equals: 'town 1' }),
    phone: await tx.find(friends, { index: 'phone', equals: '13800007' }),
    letter: await tx.get(letters, 'l3'),
    n: await tx.counter('n'),
  }))
}

const shapes = new State(
  shapeOf(realDisk, 'nowhere', sampleStore.collections, sampleStore.logs, (...key) => key.join()),
)

/** The shard as it was packed when it was written, and as its lines are read. */
async function bothOf(file: string) {
  const table = /^(.*?)(\.\w+)?-\d+\.jsonl$/.exec(file)?.[1] as string
  const job = { folder: it.folder, file, table, indexes: shapes.table(table).keysWanted, seed: 77 }
  const kept = await keptPacked(realDisk, await openShard(realDisk, it.folder, file, table), job)
  const path = join(snapshot(), packedName(file))
  const whole = await readFile(path)
  await rm(path)
  const read = await packShard(realDisk, job)
  await writeFile(path, whole)
  return { job, kept, read, path, whole }
}

test('what stands beside a shard is what its lines give, and each shard has it', async () => {
  await fill()
  await store.compact()
  await store.write([], (tx) => tx.delete(friends, 'f3'))
  await fill(35, 8)
  await store.compact()
  const files = await shardFiles()
  expect(await packedFiles()).toEqual(files.map(packedName))
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) {
    const { kept, read } = await bothOf(file)
    expect(kept).toEqual(read)
    // Handed over by a thread, each piece by itself.
    const pieces = [kept?.ids, kept?.names.texts, kept?.names.uses].map((piece) => piece?.buffer)
    expect(new Set(pieces).size).toBe(3)
  }
})

test('a start gives the same with it, without it, and whatever has become of it', async () => {
  await fill()
  await store.compact()
  const before = await content()
  await reopen()
  expect(await content()).toEqual(before)
  const files = await packedFiles()
  const wholes = await Promise.all(files.map((file) => readFile(join(snapshot(), file))))
  const ways: ((whole: Buffer, i: number) => Buffer)[] = [
    () => Buffer.alloc(0),
    (whole) => whole.subarray(0, whole.length - 1),
    (whole) => Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte))),
    (_, i) => wholes[(i + 1) % wholes.length] as Buffer,
  ]
  for (const way of ways) {
    await Promise.all(files.map((file, i) => writeFile(join(snapshot(), file), way(wholes[i] as Buffer, i))))
    await reopen()
    expect(await content()).toEqual(before)
  }
  for (const file of files) await rm(join(snapshot(), file))
  await reopen()
  expect(await content()).toEqual(before)
})

test('of a shard that is not byte for byte the one it was packed from, or of other keys, nothing is taken', async () => {
  await fill()
  await store.compact()
  const file = (await shardFiles()).find((name) => name.startsWith('friends')) as string
  const { job, kept } = await bothOf(file)
  const shard = await openShard(realDisk, it.folder, file, 'friends')
  expect(kept).toBeDefined()
  for (let at = 0; at < shard.bytes.length; at += 97) {
    const bytes = Buffer.from(shard.bytes)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at)
    expect(await keptPacked(realDisk, { ...shard, bytes }, job)).toBeUndefined()
  }
  const path = join(snapshot(), packedName(file))
  const whole = await readFile(path)
  // Of another program, with a right sum.
  for (const packed of [undefined, {}, { ...kept, names: undefined }, { ...kept, indexes: [undefined] }]) {
    const body = serialize({ ...deserialize(whole.subarray(4)), packed })
    await writeFile(path, Buffer.concat([Buffer.from(Uint32Array.of(crc32(body)).buffer), body]))
    expect(await keptPacked(realDisk, shard, job)).toBeUndefined()
  }
  await writeFile(path, whole)
  expect(await keptPacked(realDisk, shard, job)).toEqual(kept)
  expect(await keptPacked(realDisk, shard, { ...job, indexes: undefined })).toBeUndefined()
  expect(await keptPacked(realDisk, shard, { ...job, indexes: 2 })).toBeUndefined()
})

test('it goes with its shard, and a disk that does not take it costs a snapshot nothing', async () => {
  await fill()
  await store.compact()
  const first = await packedFiles()
  await fill(100)
  await store.compact()
  const second = await packedFiles()
  expect(second.filter((file) => first.includes(file))).toEqual([])
  expect(second).toEqual((await shardFiles()).map(packedName))
  const disk = new FaultyDisk()
  disk.fail = (step, path) => (step === 'write' && path.endsWith('.packed') ? new Error('ENOSPC') : undefined)
  await reopen({ disk })
  await fill(200)
  await store.compact()
  expect(await packedFiles()).toEqual([])
  expect((await shardFiles()).length).toBe(second.length)
  const before = await content()
  await reopen({ disk })
  expect(await content()).toEqual(before)
})

test('where it took the last room, the next snapshot is made without it', async () => {
  const disk = new FaultyDisk()
  await reopen({ disk })
  await fill()
  let isFull = false
  disk.fail = (step, path) => {
    if (path.endsWith('.packed')) isFull = step === 'write'
    return isFull && step === 'write' && path.endsWith('.tmp') ? new Error('ENOSPC') : undefined
  }
  await expect(store.compact()).rejects.toThrow('ENOSPC')
  expect(await readdir(snapshot())).toEqual([])
  await store.compact()
  expect((await shardFiles()).length).toBeGreaterThan(3)
  expect(await packedFiles()).toEqual([])
  disk.fail = () => undefined
  await fill(100)
  await store.compact()
  expect(await packedFiles()).toEqual((await shardFiles()).map(packedName))
})
