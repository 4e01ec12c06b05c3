import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { JsonStore } from '../../../src/store/json/json-store'
import { StoreUnavailable } from '../../../src/store/store'
import { until } from '../../support/until'
import { friends, notes, places } from '../samples'
import { diskError, FaultyDisk } from './faulty-disk'
import { openTemporary } from './open-temporary'

const retry = { first: 5, longest: 20 }
const put = (store: JsonStore, id: string) =>
  store.write([], async (tx) => {
    await tx.put(places, { id, town: 't' })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: id })
  })
const ids = async (store: JsonStore) => {
  const found = await store.read((tx) => tx.find(places, { index: 'town', equals: 't' }))
  const logged = await store.read((tx) => tx.entries(notes, { key: 'k', limit: 1000 }))
  expect(logged.map(({ text }) => text).sort()).toEqual(found.map(({ id }) => id).sort())
  expect(logged.map(({ seq }) => seq)).toEqual(logged.map((_, i) => i + 1))
  return found.map(({ id }) => id)
}
async function healthy(store: JsonStore): Promise<void> {
  for (let i = 0; i < 400 && !store.health().ok; i++) await sleep(5)
  expect(store.health()).toEqual({ ok: true })
}

const friend = (id: string) => ({ id, person: id, phone: null, groups: [], rank: 0, text: '' })

let remove = async () => {}
afterEach(() => remove())

async function open() {
  const disk = new FaultyDisk()
  const opened = await openTemporary({ disk, retry })
  remove = opened.remove
  return { disk, ...opened }
}

test('commits that wait during an fsync share the next one', async () => {
  const { store, disk } = await open()
  await put(store, 'first')
  disk.steps.length = 0
  await Promise.all(Array.from({ length: 100 }, (_, i) => put(store, `p${i}`)))
  const syncs = disk.steps.filter(({ step, path }) => step === 'sync' && path.includes('journal'))
  expect(syncs.length).toBeLessThan(20)
  expect(await ids(store)).toHaveLength(101)
})

for (const step of ['write', 'sync'] as const) {
  test(`a failed ${step} refuses all who wait, and the store recovers by itself`, async () => {
    const { store, disk, reopen } = await open()
    await put(store, 'kept')
    let [failing, failed] = [true, 0]
    disk.fail = (what, path) => {
      if (!failing || what !== step || !path.includes('journal')) return undefined
      failed++
      return diskError('EIO')
    }
    const tries = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => put(store, `lost${i}`)))
    for (const one of tries) expect(one.status === 'rejected' && one.reason).toBeInstanceOf(StoreUnavailable)
    expect(store.health()).toEqual({ ok: false, reason: 'EIO: meant' })
    await expect(put(store, 'refused')).rejects.toBeInstanceOf(StoreUnavailable)
    expect(await ids(store)).toEqual(['kept'])

    await until(() => failed >= 3)
    failing = false
    await healthy(store)
    expect(await ids(store)).toEqual(['kept'])
    await put(store, 'after')
    expect(await ids(store)).toEqual(['after', 'kept'])
    expect(await ids(await reopen())).toEqual(['after', 'kept'])
  })
}

test('a disk that stays full: refused the whole time, taken again when there is room', async () => {
  const { store, disk, reopen } = await open()
  await put(store, 'kept')
  let full = true
  disk.fail = (what) => (full && what === 'write' ? diskError('ENOSPC') : undefined)
  for (let i = 0; i < 20; i++) {
    await expect(put(store, `lost${i}`)).rejects.toBeInstanceOf(StoreUnavailable)
    await expect(store.files.put({ id: 'f', name: 'n', type: 't', bytes: Buffer.from('x') })).rejects.toBeInstanceOf(
      StoreUnavailable,
    )
    expect(await ids(store)).toEqual(['kept'])
    await sleep(5)
  }
  full = false
  await healthy(store)
  await put(store, 'after')
  expect(await ids(await reopen())).toEqual(['after', 'kept'])
})

test('each step of the disk fails once in turn: every acknowledged write stays, exactly once', async () => {
  const opened = await open()
  const { disk } = opened
  let { store } = opened
  const acknowledged = new Set<string>()
  const erased: string[] = []
  const places = ['journal', 'keys', 'snapshot', 'manifest', 'log', ''].flatMap((place) =>
    (['write', 'sync', 'rename', 'syncFolder', 'create', 'remove'] as const).map((step) => ({ step, place })),
  )
  const rounds = places.flatMap((one) => [1, 2, 3].map((occurrence) => ({ ...one, occurrence })))
  const failed = new Set<string>()
  for (const [nth, { step, place, occurrence }] of rounds.entries()) {
    disk.fail = () => undefined
    await store.write([], (tx) => tx.put(friends, friend(`f${nth}`)))
    let count = 0
    disk.fail = (what, path) => {
      if (what !== step || !path.slice(opened.folder.length).includes(place)) return undefined
      count++
      if (count !== occurrence) return undefined
      failed.add(`${step} ${place}`)
      return diskError('EIO')
    }
    const names = Array.from({ length: 6 }, (_, i) => `n${nth}-${i}`)
    const tries = await Promise.allSettled([
      ...names.map(async (id) => {
        await put(store, id)
        acknowledged.add(id)
      }),
      ...(place !== 'keys' || nth % 2 === 0 ? [store.compact()] : []),
      store
        .write([], (tx) => tx.dropKey(`person:f${nth}`))
        .then(
          () => erased.push(`f${nth}`),
          (error) => expect(error).toBeInstanceOf(StoreUnavailable),
        ),
    ])
    for (const one of tries.slice(0, 6))
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StoreUnavailable)
    await healthy(store)
    const found = new Set(await ids(store))
    for (const id of acknowledged) expect(found.has(id), id).toBe(true)
    for (const id of erased) expect(await store.read((tx) => tx.get(friends, id)), id).toBeUndefined()
    if (nth % 20 === 19) {
      disk.fail = () => undefined
      // A refused write may still have come to stand; what stands now stays.
      store = await opened.reopen()
      expect(new Set(await ids(store))).toEqual(found)
    }
  }
  // The steps that decide what a failing disk leaves behind have all had their turn.
  for (const place of ['journal', 'keys', 'snapshot', 'manifest']) {
    for (const step of ['write', 'sync', 'rename', 'create']) expect(failed).toContain(`${step} ${place}`)
  }
  for (const one of ['write log', 'sync log', 'syncFolder log', 'syncFolder journal']) expect(failed).toContain(one)
})

test('log parts and data keys that cannot be written refuse the write', async () => {
  const { store, disk } = await open()
  for (const place of ['/log/', '/keys/']) {
    let once = true
    disk.fail = (what, path) => {
      if (!once || what !== 'write' || !path.includes(place)) return undefined
      once = false
      return diskError('ENOSPC')
    }
    const person = `new${place}`
    const write = () =>
      store.write([], (tx) => tx.append(notes, 'other', { at: '2026-01-01T00:00:00.000Z', person, text: 'x' }))
    await expect(write()).rejects.toBeInstanceOf(StoreUnavailable)
    await healthy(store)
    await write()
  }
  const all = await store.read((tx) => tx.entries(notes, { key: 'other', limit: 10 }))
  // The log part failed after the journal held the record: refused, yet it stands, and stands once.
  expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3])
})

test('a key dropped and made anew in one commit that the disk refuses: the old one stays the valid one', async () => {
  const { store, disk, reopen } = await open()
  const told = (text: string) => ({ ...friend('a'), text })
  await store.write([], (tx) => tx.put(friends, told('before')))
  const redact = (from: JsonStore) =>
    from.write([], async (tx) => {
      await tx.dropKey('person:a')
      await tx.put(friends, told('after'))
    })
  let once = true
  disk.fail = (what, path) => {
    if (!once || what !== 'write' || !path.includes('journal')) return undefined
    once = false
    return diskError('EIO')
  }
  await expect(redact(store)).rejects.toBeInstanceOf(StoreUnavailable)
  await healthy(store)
  const text = async (from: JsonStore) => (await from.read((tx) => tx.get(friends, 'a')))?.text
  expect(await text(store)).toBe('before')
  // What is written from now on is sealed under the key that the disk knows.
  await store.write([], (tx) => tx.put(friends, told('between')))
  const again = await reopen()
  expect(await text(again)).toBe('between')
  await redact(again)
  expect(await text(again)).toBe('after')
  expect(await text(await reopen())).toBe('after')
})

test('whoever fails in a write while the disk failed is told that the store is unavailable', async () => {
  const { store, disk } = await open()
  let once = true
  disk.fail = (what, path) => {
    if (!once || what !== 'write' || !path.includes('journal')) return undefined
    once = false
    return diskError('EIO')
  }
  const lost = put(store, 'lost')
  const other = store.write([], async (tx) => {
    while (store.health().ok) await sleep(1)
    await tx.get(places, 'lost')
    throw new Error('a consequence')
  })
  await expect(lost).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(other).rejects.toBeInstanceOf(StoreUnavailable)
})
