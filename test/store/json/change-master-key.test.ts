import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { boundTo, seal, unseal } from '../../../src/store/envelope'
import { findBackup } from '../../../src/store/json/backup-list'
import { keyChanges } from '../../../src/store/json/change-master-key'
import { readableLines } from '../../../src/store/json/checked-line'
import { masterKeyFor, settleMasterKey } from '../../../src/store/json/coming-key'
import { copyOut } from '../../../src/store/json/copy-out'
import { realDisk } from '../../../src/store/json/disk'
import type { JsonStore } from '../../../src/store/json/json-store'
import { KeyRing } from '../../../src/store/json/key-ring'
import { exportMasterKey, masterKeyName, masterKeyPath, WrongMasterKey } from '../../../src/store/keys'
import { UniqueViolation } from '../../../src/store/store'
import { temporaryFolder } from '../../support/temporary-folder'
import { type Friend, friends } from '../samples'
import { afterBackup, atBackup, bring, content, day, friendsIn, leaveBackedUp, write } from './backed-up'
import { copyBeforeEachStep, diskError, FaultyDisk } from './faulty-disk'
import { masterKey as first, openIn } from './open-temporary'

let root: string
let folder: string
let backup: string
beforeEach(async () => {
  root = await temporaryFolder('change-key')
  ;({ folder, backup } = await leaveBackedUp(root))
  await writeFile(masterKeyPath(folder), `${exportMasterKey(first)}\n`)
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** As the bot opens it: with the key that lies in the folder, or one that is given. */
async function start(at = folder, { disk = realDisk, dataKey }: { disk?: typeof realDisk; dataKey?: Buffer } = {}) {
  const masterKey = await masterKeyFor({ folder: at, ...(dataKey && { dataKey: exportMasterKey(dataKey) }) })
  const store = await openIn(at, { masterKey: masterKey.key, disk, retry: { first: 5, longest: 20 } })
  if (masterKey.from === 'folder') await settleMasterKey(disk, at)
  return { store, masterKey, change: keyChanges({ disk, folder: at, store, masterKey }) }
}

const keyIn = (at: string) => Buffer.from(readFileSync(masterKeyPath(at), 'utf8'), 'base64')
const byPhone = (store: JsonStore, id: string) =>
  store.read((tx) => tx.find(friends, { index: 'phone', equals: `1380000${id}` }))

/** Every wrapped key below a folder that a master key opens. */
function openedBy(masterKey: Buffer, at: string): string[] {
  const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const opened: string[] = []
  for (const { parentPath, name } of files) {
    if (!parentPath.endsWith('keys')) continue
    for (const json of readableLines(readFileSync(join(parentPath, name)))) {
      const line = JSON.parse(json) as unknown
      if (!Array.isArray(line) || line[1] === null) continue
      const [id, kept] = line as [string, string]
      const dot = kept.indexOf('.')
      const wrapped = Buffer.from(kept.slice(dot + 1), 'base64')
      if (unseal(masterKey, boundTo('key', `${id}/${kept.slice(0, dot)}`), wrapped))
        opened.push(`${parentPath}/${name}`)
    }
  }
  return opened
}

test('all is there under the new key, and nothing opens with the one before, beside the backups neither', async () => {
  expect(openedBy(first, folder).length).toBeGreaterThan(15)
  const { store, change } = await start()
  const secret = Buffer.from(store.secret)
  await store.write([], (tx) => tx.dropKey('person:person-0003'))
  const meanwhile = Promise.all(['5001', '5002', '5003'].map((id) => write(store, id)))
  const changed = await change(undefined)
  await meanwhile
  const key = keyIn(folder)
  expect(changed).toEqual({
    ok: true,
    key: masterKeyName(key),
    former: masterKeyName(first),
    from: 'folder',
    isFinished: true,
  })
  await write(store, '5004')
  await store.close()

  expect(openedBy(first, folder)).toEqual([])
  expect(openedBy(key, folder).length).toBeGreaterThan(15)
  expect((await stat(masterKeyPath(folder))).mode & 0o777).toBe(0o600)
  expect(
    readdirSync(join(folder, 'keys'))
      .filter((name) => !/^(\w\w|recent)-1\.jsonl$/.test(name))
      .sort(),
  ).toEqual(['check.json', 'master.key'])

  const again = await start()
  expect((await content(again.store)).friends).toEqual(
    [...afterBackup, '5001', '5002', '5003', '5004'].filter((id) => id !== '0003').sort(),
  )
  expect((await again.store.files.get('photo'))?.bytes.length).toBe(3_000)
  // What is derived from the store's secret is what it was: nobody is signed out, and an index finds what was blinded before.
  expect(again.store.secret.equals(secret)).toBe(true)
  expect((await byPhone(again.store, '0001')).map(({ id }) => id)).toEqual(['0001'])
  const twice = again.store.write([], async (tx) => tx.put(friends, { ...(await tx.get(friends, '0001'))!, id: 'x' }))
  await expect(twice).rejects.toBeInstanceOf(UniqueViolation)
  await again.store.close()
})

test('the key before is refused by name, with what is wanted since when, and touches nothing', async () => {
  const { store, change } = await start()
  await change(undefined)
  await store.close()
  const name = masterKeyName(keyIn(folder))
  const given = masterKeyName(first)
  await expect(start(folder, { dataKey: first })).rejects.toMatchObject({
    wanted: { name, given, since: '2026-05-01T00:00:00.000Z', isFormer: true },
  })
  const other = randomBytes(32)
  await expect(start(folder, { dataKey: other })).rejects.toMatchObject({
    wanted: { name, given: masterKeyName(other), isFormer: false },
  })
  await (await start()).store.close()
})

test('a disk that fails once, just when the new key may count already, costs no key', async () => {
  const disk = new FaultyDisk()
  const { store, change } = await start(folder, { disk })
  let isAt = false
  disk.fail = (step, path) => {
    if (step === 'rename' && path.endsWith('check.json')) isAt = true
    else if (isAt && step === 'syncFolder' && path.endsWith('keys')) {
      disk.fail = () => undefined
      return diskError('EIO')
    }
    return undefined
  }
  await expect(change(undefined)).rejects.toThrow('EIO')
  expect(isAt).toBe(true)
  await write(store, '5001')
  await store.close()
  const again = await start()
  expect((await content(again.store)).friends).toEqual([...afterBackup, '5001'].sort())
  expect((await again.change(undefined)).ok).toBe(true)
  await again.store.close()
  expect(await friendsIn(folder, keyIn(folder))).toEqual([...afterBackup, '5001'].sort())
})

test('again and again, also twice at once: each takes over from the one before', async () => {
  const { store, change } = await start()
  const all = await Promise.all([change(undefined), change(undefined), change(undefined)])
  const names = all.map((changed) => (changed.ok ? [changed.former, changed.key] : []))
  expect(names[1]?.[0]).toBe(names[0]?.[1])
  expect(names[2]?.[0]).toBe(names[1]?.[1])
  expect(names[2]?.[1]).toBe(masterKeyName(keyIn(folder)))
  await store.close()
  expect(await friendsIn(folder, keyIn(folder))).toEqual(afterBackup)
})

describe('given from outside', () => {
  const file = () => join(root, 'elsewhere', 'new.key')
  const inFile = async () => Buffer.from(await readFile(file(), 'utf8'), 'base64')

  test('a file is wanted, and is given a new key; the folder is left without one', async () => {
    await rm(masterKeyPath(folder))
    const { store, change } = await start(folder, { dataKey: first })
    expect(await change(undefined)).toEqual({ ok: false, problem: 'file-wanted' })
    expect(await change(file())).toMatchObject({ ok: true, from: 'DATA_KEY', isFinished: true })
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    await store.close()
    expect(await friendsIn(folder, await inFile())).toEqual(afterBackup)
    expect(existsSync(masterKeyPath(folder))).toBe(false)
    await expect(friendsIn(folder, first)).rejects.toBeInstanceOf(WrongMasterKey)
  })

  test('a key that stands in the file is taken, also where the key lies in the folder', async () => {
    await mkdir(join(root, 'elsewhere'))
    const mine = randomBytes(32)
    await writeFile(file(), exportMasterKey(mine))
    const { store, change } = await start()
    expect(await change(file())).toMatchObject({ ok: true, key: masterKeyName(mine) })
    expect(keyIn(folder).equals(mine)).toBe(true)
    expect(await change(file())).toEqual({ ok: false, problem: 'same-key' })
    await writeFile(file(), 'no key')
    expect(await change(file())).toEqual({ ok: false, problem: 'not-a-key' })
    await expect(change(root)).rejects.toMatchObject({ code: 'EISDIR' })
    await store.close()
    expect(await friendsIn(folder, mine)).toEqual(afterBackup)
  })
})

test('a disk that fills up while it is done is left with the room it had, and the key before goes on', async () => {
  const disk = new FaultyDisk()
  const { store, change } = await start(folder, { disk })
  const files = () => readdirSync(join(folder, 'keys')).filter((name) => !name.startsWith('master.key'))
  const before = files().sort()
  const isNew = (path: string) => /-1\.jsonl(\.tmp)?$/.test(path)
  disk.fail = (step, path) => (step === 'write' && path.includes('/recent-1') ? diskError('ENOSPC') : undefined)
  await expect(change(undefined)).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(disk.steps.filter(({ step, path }) => step === 'rename' && isNew(path)).length).toBeGreaterThan(0)
  expect(files().sort()).toEqual(before)
  await write(store, '5001')
  disk.fail = () => undefined
  expect(await change(undefined)).toMatchObject({ ok: true, isFinished: true })
  await store.close()
  expect(await friendsIn(folder, keyIn(folder))).toEqual([...afterBackup, '5001'])
})

test('where the backups were cleared away by hand their keys are changed all the same', async () => {
  for (const name of readdirSync(join(folder, 'backups')).filter((name) => name !== 'keys')) {
    await rm(join(folder, 'backups', name), { recursive: true })
  }
  const { store, change } = await start()
  expect(await change(undefined)).toMatchObject({ ok: true, isFinished: true })
  expect(openedBy(first, folder)).toEqual([])
  await store.close()
})

describe('backups made before', () => {
  test('those the store keeps open with the new key, a copy that was carried away with the one before', async () => {
    const out = join(root, 'out')
    await copyOut(realDisk, (await findBackup(realDisk, backup))!, out)
    const { store, change } = await start()
    await change(undefined)
    await store.close()
    const key = keyIn(folder)
    const bringTo = (to: string, from: string, masterKey: Buffer | undefined) =>
      bring({ from, to: join(root, to), masterKey, stores: [folder], tryOut: friendsIn })
    expect(await bringTo('a', backup, key)).toMatchObject({ ok: true, tried: atBackup })
    expect(await bringTo('b', backup, undefined)).toMatchObject({ ok: true, tried: atBackup })
    expect(keyIn(join(root, 'b')).equals(key)).toBe(true)
    expect(await bringTo('c', backup, first)).toMatchObject({
      problem: 'wrong-key',
      fault: { wanted: { isFormer: true } },
    })
    expect(await bringTo('d', out, first)).toMatchObject({ ok: true, tried: atBackup })
    expect(await bringTo('e', out, key)).toMatchObject({
      problem: 'wrong-key',
      fault: { wanted: { name: masterKeyName(first), given: masterKeyName(key) } },
    })
    // What it was brought back to goes on under that key, and with the same secret.
    const back = await openIn(join(root, 'd'), { masterKey: first })
    expect((await byPhone(back, '0002')).map(({ id }) => id)).toEqual(['0002'])
    await back.close()
  })
})

test('a store from before there was a secret: what was derived from its master key stays, also after a change', async () => {
  const old = await openIn(join(root, 'old'))
  await old.close()
  // As it was written then.
  const check = join(root, 'old/keys/check.json')
  await writeFile(check, seal(first, 'check.json', 'lianxin').toString('base64'))
  await writeFile(masterKeyPath(join(root, 'old')), exportMasterKey(first))
  await expect(openIn(join(root, 'old'), { masterKey: randomBytes(32) })).rejects.toBeInstanceOf(WrongMasterKey)
  const { store, change } = await start(join(root, 'old'))
  expect(store.secret.equals(first)).toBe(true)
  await write(store, '0001')
  await change(undefined)
  await store.close()
  const again = await start(join(root, 'old'))
  expect(again.masterKey.key.equals(first)).toBe(false)
  expect(again.store.secret.equals(first)).toBe(true)
  expect((await byPhone(again.store, '0001')).map(({ id }) => id)).toEqual(['0001'])
  await again.store.close()
})

test('a crash before any step of a change: the folder starts, and its backup comes back; of two keys given, one opens, and the other is told which', async () => {
  const copies = join(root, 'copies')
  await mkdir(copies)
  const disk = new FaultyDisk()
  const { store, change } = await start(folder, { disk })
  await write(store, '3001')
  const made = copyBeforeEachStep(disk, folder, copies)
  const file = join(root, 'new.key')
  const changed = await change(file)
  disk.fail = () => undefined
  expect(changed).toMatchObject({ ok: true, isFinished: true })
  await store.close()
  const next = keyIn(folder)
  expect(made.length).toBeGreaterThan(80)

  const people = [...afterBackup, '3001']
  let since: number | undefined
  for (const [i, copy] of made.entries()) {
    const opened: Buffer[] = []
    for (const key of [first, next]) {
      const fault = await KeyRing.open(realDisk, copy, key, false).catch((error) => error)
      if (!(fault instanceof WrongMasterKey)) opened.push(key)
      else expect(fault.wanted?.name, copy).toBe(masterKeyName(key === first ? next : first))
    }
    expect(opened, copy).toHaveLength(1)
    if (opened[0] === next) since ??= i
    if (since !== undefined) expect(opened[0] === next, copy).toBe(true)
    // Its newest backup, before anybody has started it.
    if (i % 3 === 0) {
      const back = { from: join(copy, 'backups', day), to: `${copy}.back`, masterKey: undefined }
      expect(await bring({ ...back, stores: [copy] }), copy).toMatchObject({ ok: true, tried: atBackup })
      await rm(`${copy}.back`, { recursive: true })
    }
    for (const _ of i % 4 === 0 ? [1, 2] : [1]) {
      const again = await start(copy)
      expect((await content(again.store)).friends, copy).toEqual(people)
      await again.store.close()
    }
    expect(keyIn(copy).equals(opened[0] as Buffer), copy).toBe(true)
    expect(openedBy(opened[0] === first ? next : first, copy), copy).toEqual([])
    expect(readdirSync(join(copy, 'keys')).filter((name) => /tmp|coming/.test(name))).toEqual([])
    await rm(copy, { recursive: true })
  }
  expect(since).toBeGreaterThan(30)
}, 120_000)

test('a failing disk at any step of a change: what was acknowledged stays, people come and go, and the next change succeeds', async () => {
  const base = join(root, 'base')
  await cp(folder, base, { recursive: true })
  const tried = async (n: number) => {
    await rm(folder, { recursive: true })
    await cp(base, folder, { recursive: true })
    const disk = new FaultyDisk()
    const { store, change } = await start(folder, { disk })
    const before = disk.steps.length
    disk.fail = () => (disk.steps.length === before + n ? diskError('EIO') : undefined)
    const changed = await change(undefined).catch((error) => error)
    const steps = disk.steps.length - before
    disk.fail = () => undefined
    await write(store, '4001')
    await store.write([], (tx) => tx.dropKey('person:person-0002'))
    await store.close()
    const again = await start(folder)
    expect((await content(again.store)).friends, `step ${n}`).toEqual(
      [...afterBackup, '4001'].filter((id) => id !== '0002'),
    )
    if (n % 5 === 0) {
      expect(await again.change(undefined)).toMatchObject({ ok: true, isFinished: true })
      expect((await again.store.read((tx) => tx.get(friends, '4001'))) as Friend).toMatchObject({ id: '4001' })
    }
    await again.store.close()
    return { steps, changed }
  }
  const { steps, changed } = await tried(0)
  expect(changed).toMatchObject({ ok: true, isFinished: true })
  const outcomes = new Set<string>()
  for (let n = 1; n <= steps; n++) {
    const { changed: came } = await tried(n)
    outcomes.add(came instanceof Error ? 'failed' : came.isFinished ? 'done' : 'later')
  }
  expect([...outcomes].sort()).toEqual(['done', 'failed', 'later'])
}, 180_000)
