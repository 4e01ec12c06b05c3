import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseKeyChanges, masterKeyOf } from '../../src/compose/master-key'
import { backupKeys } from '../../src/store/json/backup'
import { comingKeyPath, layComingKey } from '../../src/store/json/coming-key'
import { realDisk } from '../../src/store/json/disk'
import { opensKeys } from '../../src/store/json/key-check'
import { masterKeyName, masterKeyPath } from '../../src/store/keys'
import { DatabaseBackups } from '../../src/store/postgres/backup'
import type { PostgresStore } from '../../src/store/postgres/postgres-store'
import { Programs } from '../../src/store/postgres/programs'
import { openAt } from '../store/postgres/open-temporary'
import { friends } from '../store/samples'
import { type TemporaryDatabase, temporaryDatabase } from '../support/postgres/shared'
import { temporaryFolder } from '../support/temporary-folder'

let folder: string
let database: TemporaryDatabase
const opened: PostgresStore[] = []
beforeEach(async () => {
  folder = await temporaryFolder('database-key')
  database = await temporaryDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await database.remove()
  await rm(folder, { recursive: true, force: true })
})

const settings = () => ({ dataDir: folder, databaseUrl: database.url, dataKey: undefined, dataKeyFile: undefined })
const laid = () => Buffer.from(readFileSync(masterKeyPath(folder), 'utf8'), 'base64')
const anna = { id: 'a', person: 'anna', phone: '1', groups: [], rank: 0, text: 'one' }

/** As the bot opens it. */
async function start() {
  const masterKey = await masterKeyOf(settings())
  const store = await openAt(database.url, { masterKey: masterKey.key, rerunWrites: false })
  opened.push(store)
  const programs = new Programs({ url: database.url, folder: undefined, searchPath: process.env.PATH ?? '' })
  const now = () => '2026-05-02T00:00:00.000Z'
  const backups = new DatabaseBackups({ disk: realDisk, folder, url: database.url, now, programs })
  return { store, backups, key: masterKey.key, change: await databaseKeyChanges({ folder, masterKey, store, backups }) }
}

test('the key in the folder is replaced, the keys beside the backups follow, and a key in a file is taken', async () => {
  const { store, backups, key: first, change } = await start()
  await store.write([], (tx) => tx.put(friends, anna))
  await backups.make('2026-05-02')
  const changed = await change(undefined)
  const second = laid()
  expect(changed).toEqual({
    ok: true,
    key: masterKeyName(second),
    former: masterKeyName(first),
    from: 'folder',
    isFinished: true,
  })
  expect(existsSync(comingKeyPath(folder))).toBe(false)
  const opensBackups = (key: Buffer) => opensKeys(realDisk, backupKeys(folder), key)
  expect([await opensBackups(first), await opensBackups(second)]).toEqual([false, true])
  const file = join(folder, 'elsewhere', 'new.key')
  await mkdir(join(folder, 'elsewhere'))
  expect(await change(file)).toMatchObject({ ok: true, former: masterKeyName(second) })
  expect(laid().toString('base64')).toBe(readFileSync(file, 'utf8').trim())
  expect(await change(file)).toEqual({ ok: false, problem: 'same-key' })
  const again = await start()
  expect(await again.store.read((tx) => tx.get(friends, 'a'))).toEqual(anna)
})

test('killed after the new key took over, or before: the next start takes the one that counts, and puts the folder in order', async () => {
  const one = await start()
  await one.store.write([], (tx) => tx.put(friends, anna))
  await one.backups.make('2026-05-02')
  const [taken, not] = [randomBytes(32), randomBytes(32)]
  await one.store.masterKey.alone(() => one.store.masterKey.change(taken, () => layComingKey(realDisk, folder, taken)))
  expect(laid().equals(one.key)).toBe(true)
  const next = await start()
  expect(next.key.equals(taken)).toBe(true)
  expect(laid().equals(taken)).toBe(true)
  expect(await opensKeys(realDisk, backupKeys(folder), taken)).toBe(true)
  expect(await next.store.read((tx) => tx.get(friends, 'a'))).toEqual(anna)

  // While somebody changes it a start leaves what lies there; afterwards what came to nothing is removed.
  await next.store.masterKey.alone(async () => {
    await layComingKey(realDisk, folder, not)
    const beside = await start()
    expect(existsSync(comingKeyPath(folder))).toBe(true)
    expect(await beside.change(undefined)).toEqual({ ok: false, problem: 'under-way' })
  })
  const last = await start()
  expect(existsSync(comingKeyPath(folder))).toBe(false)
  expect(last.key.equals(taken)).toBe(true)
  expect(laid().equals(taken)).toBe(true)
})
