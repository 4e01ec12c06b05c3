import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Backup, findBackup } from '../../../src/store/json/backup-list'
import { DamagedStore } from '../../../src/store/json/damage'
import { realDisk } from '../../../src/store/json/disk'
import { WrongMasterKey } from '../../../src/store/keys'
import { DatabaseBackups, dumpName, verifyDump } from '../../../src/store/postgres/backup'
import { Programs, ProgramTrouble } from '../../../src/store/postgres/programs'
import { restoreDatabase } from '../../../src/store/postgres/restore'
import { folderContent } from '../../support/folder-content'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { temporaryFolder } from '../../support/temporary-folder'
import { type Friend, friends, notes } from '../samples'
import { openAt } from './open-temporary'

const masterKey = Buffer.alloc(32, 7)
let folder: string
let database: TemporaryDatabase
beforeEach(async () => {
  folder = await temporaryFolder('dump')
  database = await temporaryDatabase()
})
afterEach(async () => {
  await database.query('DROP SCHEMA IF EXISTS lianxin_before_2026_05_03_000000 CASCADE')
  await database.remove()
  await rm(folder, { recursive: true, force: true })
})

const friend = (id: string): Friend => ({ id, person: `p${id}`, phone: `138${id}`, groups: ['all'], rank: 1, text: id })
const programs = (bin?: string) => new Programs({ url: database.url, folder: bin, searchPath: process.env.PATH ?? '' })
const backups = (bin?: string) =>
  new DatabaseBackups({
    disk: realDisk,
    folder,
    url: database.url,
    now: () => '2026-05-02T00:00:00.000Z',
    programs: programs(bin),
  })
const bringBack = (over: Partial<Parameters<typeof restoreDatabase>[0]> = {}) =>
  restoreDatabase({
    disk: realDisk,
    from: join(folder, 'backups', '2026-05-02'),
    url: database.url,
    force: false,
    stamp: '2026-05-03-000000',
    masterKey,
    folder,
    programs: programs(),
    ...over,
  })

async function filled() {
  const store = await openAt(database.url)
  await store.write([], async (tx) => {
    for (const id of ['a', 'b', 'c']) await tx.put(friends, friend(id))
    await tx.append(notes, 'k', { at: '2026-05-01T00:00:00.000Z', person: 'pa', text: '你好' })
    await tx.add('sum', 5)
  })
  await store.files.put({ id: 'photo', name: '照片.png', type: 'image/png', bytes: Buffer.from('bytes') })
  return store
}

test('a backup made beside a running store comes back whole; whoever was erased since stays erased', async () => {
  const store = await filled()
  expect(await backups().make('2026-05-02')).toEqual({ made: 1, removed: 0 })
  expect(await backups().make('2026-05-02')).toEqual({ made: 0, removed: 0 })
  await store.write([], async (tx) => {
    await tx.dropKey('person:pb')
    await tx.put(friends, friend('d'))
    await tx.delete(friends, 'c')
  })
  expect(await bringBack()).toEqual({ ok: false, problem: 'in-use' })
  await store.close()
  expect(await bringBack()).toEqual({ ok: false, problem: 'holds-data' })
  expect(await bringBack({ force: true })).toMatchObject({ ok: true, aside: 'lianxin_before_2026_05_03_000000' })

  const again = await openAt(database.url)
  const walked = []
  for await (const doc of again.walk(friends)) walked.push(doc.id)
  expect(walked).toEqual(['a', 'c'])
  expect(await again.read((tx) => tx.find(friends, { index: 'phone', equals: '138c' }))).toEqual([friend('c')])
  // Nothing of theirs is left that could stand in anybody's way: the same phone comes again.
  expect(await database.query(`SELECT id FROM friends WHERE id = 'b'`)).toEqual([])
  expect(await database.query(`SELECT id FROM "friends.group" WHERE id = 'b'`)).toEqual([])
  await again.write([], (tx) => tx.put(friends, { ...friend('new'), phone: '138b' }))
  expect((await again.files.get('photo'))?.bytes.toString()).toBe('bytes')
  expect(
    await again.write([], (tx) => tx.append(notes, 'k', { at: '2026-05-03T00:00:00.000Z', person: 'pa', text: '再' })),
  ).toBe(2)
  await again.write([], (tx) => tx.add('sum', 1))
  expect(await again.read((tx) => tx.counter('sum'))).toBe(6)
  await again.close()
  const [aside] = await database.query(
    'SELECT count(*)::integer AS count FROM lianxin_before_2026_05_03_000000.friends',
  )
  expect(aside).toEqual({ count: 3 })
})

test('two backups at once wait for each other: both are whole', async () => {
  const store = await filled()
  const days = ['2026-05-01', '2026-05-02', '2026-05-03']
  const made = await Promise.all(days.map((day) => backups().make(day)))
  expect(made.map((one) => one.made)).toEqual([1, 1, 1])
  await store.close()
  for (const day of days) {
    const backup = await findBackup(realDisk, join(folder, 'backups', day))
    expect(await verifyDump(realDisk, backup as Backup, programs())).toMatchObject({ place: expect.any(String) })
  }
})

test('a key that was destroyed is gone from the keys beside every backup', async () => {
  const store = await filled()
  const kept = backups()
  await kept.make('2026-05-02')
  const keysText = () => JSON.stringify(folderContent(join(folder, 'backups', 'keys')))
  const before = keysText()
  await store.write([], (tx) => tx.dropKey('person:pb'))
  await kept.renewKeys()
  expect(keysText()).not.toEqual(before)
  await store.close()
  await database.query('DROP TABLE lianxin_keys CASCADE')
  expect(await bringBack({ force: true })).toMatchObject({ ok: true })
  const again = await openAt(database.url)
  expect(await again.read((tx) => tx.get(friends, 'b'))).toBeUndefined()
  expect(await again.read((tx) => tx.get(friends, 'a'))).toEqual(friend('a'))
  await again.close()
})

test('damage, a wrong key, a missing or older program: refused in words, and nothing is changed', async () => {
  await (await filled()).close()
  await backups().make('2026-05-02')
  const before = await database.query('SELECT id, rev FROM friends ORDER BY id')
  await expect(bringBack({ force: true, masterKey: Buffer.alloc(32, 8) })).rejects.toThrow(WrongMasterKey)
  expect(await bringBack({ force: true, from: folder })).toEqual({ ok: false, problem: 'no-backup' })

  const bin = join(folder, 'bin')
  await mkdir(bin)
  await expect(backups(bin).make('2026-05-04')).rejects.toThrow(/找不到 pg_dump.*postgresql-client/)
  for (const name of ['pg_dump', 'pg_restore', 'psql']) {
    await writeFile(join(bin, name), '#!/bin/sh\necho "x (PostgreSQL) 9.6"\n', { mode: 0o755 })
  }
  await expect(backups(bin).make('2026-05-04')).rejects.toThrow(ProgramTrouble)
  await expect(bringBack({ force: true, programs: programs(bin) })).rejects.toThrow(/PG_BIN/)

  const dump = join(folder, 'backups', '2026-05-02', dumpName)
  const bytes = (await realDisk.readFile(dump)) as Buffer
  for (const place of [100, bytes.length >> 1]) {
    const spoilt = Buffer.from(bytes)
    spoilt[place] = (spoilt[place] as number) ^ 1
    await writeFile(dump, spoilt)
    await expect(bringBack({ force: true })).rejects.toThrow(DamagedStore)
  }
  expect(await database.query('SELECT id, rev FROM friends ORDER BY id')).toEqual(before)
})
