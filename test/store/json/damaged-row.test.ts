import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DamagedStore } from '../../../src/store/json/damage'
import type { JsonStore } from '../../../src/store/json/json-store'
import { temporaryFolder } from '../../support/temporary-folder'
import { places } from '../samples'
import { openIn } from './open-temporary'

let folder: string
let store: JsonStore
beforeEach(async () => {
  folder = await temporaryFolder('store')
  store = await openIn(folder)
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** Changes one byte of a row in the snapshot's file, as a failing disk does, while the store is open. */
async function damage(word: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    const at = name.includes('places')
      ? await readFile(path)
          .then((bytes) => bytes.indexOf(word))
          .catch(() => -1)
      : -1
    if (at < 0) continue
    const file = await open(path, 'r+')
    await file.write('#', at)
    return file.close()
  }
  throw new Error(`no file holds ${word}`)
}

it('a row that the disk has damaged fails the write that touches it, and nothing else', async () => {
  await store.write([], async (tx) => {
    await tx.put(places, { id: 'a', town: 'Qinghe' })
    await tx.put(places, { id: 'b', town: 'Lanting' })
  })
  await store.compact()
  await damage('Qinghe')
  await expect(store.write([], (tx) => tx.delete(places, 'a'))).rejects.toThrow(DamagedStore)
  await expect(store.write([], (tx) => tx.put(places, { id: 'a', town: 'Neu' }))).rejects.toThrow()
  expect(store.health()).toEqual({ ok: true })
  await store.write([], (tx) => tx.put(places, { id: 'b', town: 'Anders' }))
  expect(await store.read((tx) => tx.get(places, 'b'))).toEqual({ id: 'b', town: 'Anders' })
})
