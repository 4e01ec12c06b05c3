import { join } from 'node:path'
import { type Disk, realDisk } from '../../../src/store/json/disk'
import type { JsonStore } from '../../../src/store/json/json-store'
import { type RestoreDeps, restore } from '../../../src/store/json/restore'
import { friends, notes } from '../samples'
import { FaultyDisk } from './faulty-disk'
import { masterKey, openIn } from './open-temporary'

const text = '王小明欠薪'

export async function write(store: JsonStore, id: string): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z'
  await store.write([], async (tx) => {
    await tx.put(friends, { id, person: `person-${id}`, phone: `1380000${id}`, groups: ['g'], rank: 1, text })
    await tx.append(notes, 'k', { at, person: 'all', text: id })
    await tx.add('n', 1)
  })
}

export async function content(store: JsonStore) {
  return store.read(async (tx) => ({
    friends: (await tx.find(friends, { index: 'group', equals: 'g' })).map(({ id }) => id).sort(),
    notes: (await tx.entries(notes, { key: 'k', limit: 10_000 })).map((note) => note.text).sort(),
    n: await tx.counter('n'),
  }))
}

export const day = '2026-11-25'

/**
 * A store in `<root>/state` with a backup of every kind of file in it: people, a log, two files that were sent, and in the journal what was
 * written while the snapshot was copied.
 */
export async function makeBackedUp(root: string) {
  const folder = join(root, 'state')
  const disk = new FaultyDisk()
  const store = await openIn(folder, { disk })
  for (const id of ['0001', '0002', '0003']) await write(store, id)
  for (const id of ['photo', 'voice']) {
    await store.files.put({ id, name: '工资条.jpg', type: 'image/jpeg', bytes: Buffer.alloc(3_000, id) })
  }
  const meanwhile = ['1001', '1002', '1003']
  disk.link = async (from, to) => {
    const id = meanwhile.shift()
    if (id !== undefined) await write(store, id)
    await realDisk.link(from, to)
  }
  await store.backUp(day)
  return { folder, store, backup: join(folder, 'backups', day) }
}

/** Who is in that backup, and in the store after one more was written. */
export const atBackup = ['0001', '0002', '0003', '1001', '1002', '1003']
export const afterBackup = [...atBackup, '2001']

/** The same, with one more written after the backup, and nobody on it. */
export async function leaveBackedUp(root: string) {
  const { folder, store, backup } = await makeBackedUp(root)
  await write(store, '2001')
  await store.close()
  return { folder, backup }
}

export async function friendsIn(folder: string, key = masterKey): Promise<string[]> {
  const store = await openIn(folder, { masterKey: key })
  try {
    return (await content(store)).friends
  } finally {
    await store.close()
  }
}

/** What is done to a store before it takes its place. */
export async function finish(folder: string, key = masterKey, disk: Disk = realDisk): Promise<string[]> {
  const store = await openIn(folder, { masterKey: key, disk })
  try {
    await store.deleteUnreadable()
    return (await content(store)).friends
  } finally {
    await store.close()
  }
}

export function bring(deps: Pick<RestoreDeps<string[]>, 'from' | 'to'> & Partial<RestoreDeps<string[]>>) {
  const tryOut = (at: string, key: Buffer) => finish(at, key)
  return restore({ disk: realDisk, force: false, masterKey, stores: [], stamp: 'now', tryOut, ...deps })
}
