import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBackup } from '../../../src/store/json/backup-list'
import { copyOut } from '../../../src/store/json/copy-out'
import { DamagedStore } from '../../../src/store/json/damage'
import { realDisk } from '../../../src/store/json/disk'
import { holdFolder } from '../../../src/store/json/folder-lock'
import { exportMasterKey } from '../../../src/store/keys'
import { folderContent } from '../../support/folder-content'
import { temporaryFolder } from '../../support/temporary-folder'
import { friends } from '../samples'
import {
  afterBackup,
  atBackup,
  bring as bringBack,
  content,
  day,
  finish,
  friendsIn,
  leaveBackedUp,
  write,
} from './backed-up'
import { FaultyDisk } from './faulty-disk'
import { masterKey, openIn } from './open-temporary'

let root: string
let folder: string
let backup: string
beforeEach(async () => {
  root = await temporaryFolder('restore')
  ;({ folder, backup } = await leaveBackedUp(root))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const bring = (over: Partial<Parameters<typeof bringBack>[0]> = {}) =>
  bringBack({ from: backup, to: join(root, 'back'), ...over })
const everything = () => folderContent(root)

describe('a backup is brought back', () => {
  test('as it was made, into a folder that is not there, and goes on from there', async () => {
    expect(await bring()).toEqual({
      ok: true,
      at: '2026-05-01T00:00:00.000Z',
      files: 2,
      tried: atBackup,
      aside: undefined,
    })
    const back = await openIn(join(root, 'back'))
    expect((await content(back)).n).toBe(atBackup.length)
    expect((await back.files.get('photo'))?.bytes.toString()).toContain('photophoto')
    await write(back, '3001')
    await back.close()
    expect(await friendsIn(join(root, 'back'))).toEqual([...atBackup, '3001'])
    // Nothing that was written there reaches the backup, or the store it is of.
    expect(await friendsIn(folder)).toEqual(afterBackup)
    expect(await bring({ to: join(root, 'again') })).toMatchObject({ ok: true, tried: atBackup })
  })

  test('from a copy that was moved to another machine, where nothing else is', async () => {
    const found = await findBackup(realDisk, backup)
    await copyOut(realDisk, found!, join(root, 'out'))
    await rm(folder, { recursive: true })
    expect(await bring({ from: join(root, 'out'), to: folder })).toMatchObject({ ok: true, files: 2, tried: atBackup })
    expect(readdirSync(root).sort()).toEqual(['out', 'state'])
  })

  test('with --force over data, which lie aside whole; the days stay in backups', async () => {
    const before = folderContent(folder)
    expect(await bring({ to: folder })).toEqual({ ok: false, problem: 'holds-data' })
    expect(folderContent(folder)).toEqual(before)
    const aside = `${folder}.before-now`
    expect(await bring({ to: folder, force: true })).toMatchObject({ ok: true, tried: atBackup, aside })
    expect(await friendsIn(folder)).toEqual(atBackup)
    expect(readdirSync(join(folder, 'backups'))).toEqual([day, 'keys'])
    expect(await friendsIn(aside)).toEqual(afterBackup)
    expect(readdirSync(root).sort()).toEqual(['state', 'state.before-now'])
    // Of the same folder, once more.
    expect(await bring({ to: folder, force: true, stamp: 'then' })).toMatchObject({ ok: true, tried: atBackup })
  })

  test('over damaged data too', async () => {
    await rm(join(folder, 'manifest.json'))
    await rm(join(folder, 'keys'), { recursive: true })
    expect(await bring({ to: folder, force: true })).toMatchObject({ ok: true, tried: atBackup })
  })

  test('whoever was erased after it stays erased: by the store it is of, by the one that is replaced, by one that is told', async () => {
    const out = join(root, 'out')
    await copyOut(realDisk, (await findBackup(realDisk, backup))!, out)
    const store = await openIn(folder)
    await store.write([], async (tx) => {
      await tx.delete(friends, '0002')
      await tx.dropKey('person:person-0002')
    })
    await store.files.delete('photo')
    await store.close()
    const left = atBackup.filter((id) => id !== '0002')
    const told: ReadonlySet<string>[] = []
    const tryOut = async (at: string, key: Buffer, erased: ReadonlySet<string>) => {
      told.push(erased)
      return finish(at, key)
    }
    expect(await bring({ tryOut })).toMatchObject({ tried: left })
    expect(told).toEqual([new Set(['person-0002'])])
    expect(await bring({ from: out, to: join(root, 'elsewhere'), stores: [folder] })).toMatchObject({ tried: left })
    expect(await bring({ from: out, to: folder, force: true })).toMatchObject({ tried: left })
    const back = await openIn(folder)
    expect(await back.files.get('photo')).toBeUndefined()
    expect(await back.files.get('voice')).toBeDefined()
    // Nothing of theirs stands in anybody's way: the same phone comes again.
    const same = { person: 'person-new', phone: '13800000002', groups: ['g'], rank: 1, text: 'new' }
    await back.write([], (tx) => tx.put(friends, { id: 'new', ...same }))
    await back.close()
  })

  test('also when the process died between the record of the erasing and the deed', async () => {
    const disk = new FaultyDisk()
    const store = await openIn(folder, { disk, retry: { first: 60_000, longest: 60_000 } })
    disk.fail = (step, path) => (step === 'create' && path.includes('/keys/') ? new Error('meant') : undefined)
    const erasing = store.write([], (tx) => tx.dropKey('person:person-0003'))
    await expect(erasing).rejects.toThrow()
    await store.close()
    expect(await bring()).toMatchObject({ tried: atBackup.filter((id) => id !== '0003') })
  })
})

describe('the master key', () => {
  const put = (at: string, key: Buffer) => writeFile(join(at, 'keys/master.key'), `${exportMasterKey(key)}\n`)
  const keyIn = (at: string) => readFileSync(join(at, 'keys/master.key'), 'utf8').trim()

  test('another one, or none: nothing is changed', async () => {
    const before = everything()
    expect(await bring({ masterKey: randomBytes(32) })).toMatchObject({ ok: false, problem: 'wrong-key' })
    expect(await bring({ masterKey: undefined })).toEqual({ ok: false, problem: 'no-key' })
    expect(await bring({ to: folder, force: true, masterKey: randomBytes(32) })).toMatchObject({ ok: false })
    expect(everything()).toEqual(before)
  })

  test('is taken from the store the backup is of, or from the folder it goes to, and goes with it', async () => {
    await put(folder, masterKey)
    expect(await bring({ masterKey: undefined })).toMatchObject({ ok: true, tried: atBackup })
    expect(keyIn(join(root, 'back'))).toBe(exportMasterKey(masterKey))
    await rm(join(folder, 'keys/master.key'))
    const other = join(root, 'other')
    await mkdir(join(other, 'keys'), { recursive: true })
    await put(other, masterKey)
    expect(await bring({ masterKey: undefined, to: other })).toMatchObject({ ok: true, aside: undefined })
    expect(keyIn(other)).toBe(exportMasterKey(masterKey))
    expect(readdirSync(root).filter((name) => name.startsWith('other'))).toEqual(['other'])
  })

  test('one that lies in the folder and is not the right one is passed over for the right one', async () => {
    await put(folder, masterKey)
    const other = join(root, 'other')
    await mkdir(join(other, 'keys'), { recursive: true })
    await put(other, randomBytes(32))
    expect(await bring({ masterKey: undefined, to: other })).toMatchObject({ ok: true })
    expect(keyIn(other)).toBe(exportMasterKey(masterKey))
  })
})

describe('refused, and nothing is changed', () => {
  test('what is no backup, or one whose making did not end', async () => {
    expect(await bring({ from: join(root, 'nowhere') })).toEqual({ ok: false, problem: 'no-backup' })
    expect(await bring({ from: folder })).toEqual({ ok: false, problem: 'no-backup' })
    await rm(join(backup, 'list.jsonl'))
    expect(await bring()).toEqual({ ok: false, problem: 'no-backup' })
  })

  test('while a bot holds the folder, also with --force', async () => {
    const held = await holdFolder(folder, {})
    for (const force of [false, true])
      expect(await bring({ to: folder, force })).toEqual({ ok: false, problem: 'in-use' })
    await held.release()
    expect(await friendsIn(folder)).toEqual(afterBackup)
    // Another folder's bot does not matter.
    const other = await holdFolder(folder, {})
    expect(await bring()).toMatchObject({ ok: true })
    await other.release()
  })

  test('damage, with the file', async () => {
    const files = Object.keys(folderContent(backup)).filter((path) => path !== '/list.jsonl')
    for (const path of [...files, '/../keys/recent.jsonl'].map((each) => join(backup, each))) {
      const whole = readFileSync(path)
      const spoilt = Buffer.from(whole)
      // Near the beginning: a part of a log has grown since.
      const place = whole.length >> 2
      spoilt[place] = (whole[place] as number) ^ 1
      for (const bytes of [spoilt, whole.subarray(0, place)]) {
        // The same bytes stand in the store under another name.
        await rm(path)
        writeFileSync(path, bytes)
        const before = everything()
        const error = await bring({ to: folder, force: true }).catch((thrown) => thrown)
        expect(error).toBeInstanceOf(DamagedStore)
        expect(error.file).toBe(path)
        expect(everything()).toEqual(before)
      }
      await rm(path)
      writeFileSync(path, whole)
    }
    expect(await bring({ to: folder, force: true })).toMatchObject({ ok: true, tried: atBackup })
  })

  test('what does not open when it is tried out', async () => {
    const before = everything()
    const tryOut = async () => Promise.reject(new DamagedStore('friends', 0, 'meant'))
    await expect(bring({ to: folder, force: true, tryOut })).rejects.toThrow('meant')
    expect(everything()).toEqual(before)
  })
})
