import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonStore } from '../../../src/store/json/json-store'
import { temporaryFolder } from '../../support/temporary-folder'
import { friends } from '../samples'
import { content, write } from './backed-up'
import { copyBeforeEachStep, diskError, FaultyDisk } from './faulty-disk'
import { openIn } from './open-temporary'

let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder('backup')
  folder = join(root, 'state')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** By hand: the day's folder, and the keys beside the days. */
async function broughtBack(from: string, day: string): Promise<JsonStore> {
  const back = join(root, `back-${day}`)
  await rm(back, { recursive: true, force: true })
  await cp(join(from, 'backups', day), back, { recursive: true })
  await cp(join(from, 'backups/keys'), join(back, 'keys'), { recursive: true })
  return openIn(back)
}

test('what is written before it is in it, whole, and what is written meanwhile whole or not at all', async () => {
  const store = await openIn(folder)
  const ids = Array.from({ length: 300 }, (_, n) => String(n).padStart(4, '0'))
  for (const id of ids.slice(0, 100)) await write(store, id)
  const file = await store.files.put({
    id: 'photo',
    name: '工资条.jpg',
    type: 'image/jpeg',
    bytes: Buffer.from('bytes'),
  })
  const meanwhile = Promise.all(ids.slice(100).map((id) => write(store, id)))
  expect(await store.backUp('2026-11-26')).toEqual({ made: 1, removed: 0 })
  await meanwhile
  await store.close()

  const back = await broughtBack(folder, '2026-11-26')
  const kept = await content(back)
  expect(kept.friends.length).toBeGreaterThanOrEqual(100)
  expect(kept.friends.slice(0, 100)).toEqual(ids.slice(0, 100))
  expect(kept.notes).toEqual(kept.friends)
  expect(kept.n).toBe(kept.friends.length)
  expect((await back.files.get('photo'))?.file).toEqual(file)
  // It goes on from there.
  await write(back, '9999')
  expect((await content(back)).n).toBe(kept.n + 1)
  await back.close()
})

test('one a day is made unless there is one, and the old ones go', async () => {
  const store = await openIn(folder)
  await write(store, '0001')
  for (let day = 10; day < 20; day++) await store.backUp(`2026-11-${day}`)
  expect(await store.backUp('2026-11-19')).toEqual({ made: 0, removed: 0 })
  const days = (await readdir(join(folder, 'backups'))).sort()
  expect(days).toEqual([...Array.from({ length: 7 }, (_, n) => `2026-11-${13 + n}`), 'keys'])
  await store.close()
})

test("asked for at a time it is made beside the day's, holds what was written since, and stands for the day", async () => {
  const store = await openIn(folder)
  await write(store, '0001')
  await store.backUp('2026-11-26')
  await write(store, '0002')
  expect(await Promise.all([store.backUp('2026-11-26-090000'), store.backUp('2026-11-26-090001')])).toEqual([
    { made: 1, removed: 0 },
    { made: 1, removed: 0 },
  ])
  expect(await store.backUp('2026-11-26')).toEqual({ made: 0, removed: 0 })
  const back = await broughtBack(folder, '2026-11-26-090000')
  expect((await content(back)).friends).toEqual(['0001', '0002'])
  await back.close()
  expect(await store.backUp('2026-11-27')).toEqual({ made: 1, removed: 2 })
  expect((await readdir(join(folder, 'backups'))).sort()).toEqual(['2026-11-26-090001', '2026-11-27', 'keys'])
  await store.close()
})

test('whose key was destroyed is gone from every backup', async () => {
  const store = await openIn(folder)
  await write(store, '0001')
  await write(store, '0002')
  await store.backUp('2026-11-25')
  await store.write([], async (tx) => {
    await tx.delete(friends, '0001')
    await tx.dropKey('person:person-0001')
  })
  await store.backUp('2026-11-26')
  await store.close()
  const back = await broughtBack(folder, '2026-11-25')
  expect((await content(back)).friends).toEqual(['0002'])
  await back.close()
})

test('one that the disk has no room for leaves nothing of it behind, and the next is whole', async () => {
  const disk = new FaultyDisk()
  const store = await openIn(folder, { disk })
  await write(store, '0001')
  disk.fail = (_, path) => (/\.making\/.*manifest/.test(path) ? diskError('ENOSPC') : undefined)
  await expect(store.backUp('2026-11-26')).rejects.toThrow('ENOSPC')
  expect(await readdir(join(folder, 'backups'))).toEqual([])
  disk.fail = () => undefined
  expect(await store.backUp('2026-11-26')).toEqual({ made: 1, removed: 0 })
  await store.close()
  const back = await broughtBack(folder, '2026-11-26')
  expect((await content(back)).friends).toEqual(['0001'])
  await back.close()
})

test('a crash at any step of it hurts neither the store nor a backup that has its name', async () => {
  const disk = new FaultyDisk()
  const store = await openIn(folder, { disk })
  await write(store, '0001')
  await store.backUp('2026-11-25')
  await write(store, '0002')
  const copies = join(root, 'copies')
  await mkdir(copies)
  const made = copyBeforeEachStep(disk, folder, copies)
  await store.backUp('2026-11-26')
  disk.fail = () => undefined
  await store.close()

  expect(made.length).toBeGreaterThan(10)
  for (const [step, copy] of made.entries()) {
    const named = (await readdir(join(copy, 'backups'))).filter((name) => /^\d{4}-\d\d-\d\d$/.test(name))
    for (const day of named.filter((name) => name !== '2026-11-25')) {
      const back = await broughtBack(copy, day)
      expect((await content(back)).n).toBe(2)
      await back.close()
    }
    const again = await openIn(copy)
    expect((await content(again)).n).toBe(2)
    // The next one clears away what was left unfinished.
    if (step % 7 === 0) await again.backUp('2026-11-27')
    await again.close()
    const left = await readdir(join(copy, 'backups'))
    if (step % 7 === 0) expect(left.filter((name) => name.endsWith('.making'))).toEqual([])
  }
  const first = await broughtBack(made.at(-1) as string, '2026-11-25')
  expect((await content(first)).n).toBe(1)
  await first.close()
})
