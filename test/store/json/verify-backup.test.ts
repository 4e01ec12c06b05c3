import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { cp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Backup, findBackup } from '../../../src/store/json/backup-list'
import { copyOut, isFree } from '../../../src/store/json/copy-out'
import { DamagedStore } from '../../../src/store/json/damage'
import { realDisk } from '../../../src/store/json/disk'
import { KeyRing } from '../../../src/store/json/key-ring'
import { verifyBackup } from '../../../src/store/json/verify-backup'
import { folderContent } from '../../support/folder-content'
import { temporaryFolder } from '../../support/temporary-folder'
import { friends, notes } from '../samples'
import { content, day, makeBackedUp, write } from './backed-up'
import { FaultyDisk } from './faulty-disk'
import { masterKey, openIn } from './open-temporary'

let root: string
let made: Awaited<ReturnType<typeof makeBackedUp>>
beforeEach(async () => {
  root = await temporaryFolder('verify')
  made = await makeBackedUp(root)
})
afterEach(async () => {
  await made.store.close()
  await rm(root, { recursive: true, force: true })
})

async function found(folder: string): Promise<Backup> {
  const backup = await findBackup(realDisk, folder)
  if (backup === undefined) throw new Error('no list')
  return backup
}

/** With the keys, or by sums and lengths alone. */
async function verify(folder: string, withKeys = true): Promise<{ files: number }> {
  const backup = await found(folder)
  const openRing = () => KeyRing.open(realDisk, backup.keys, masterKey, false)
  return verifyBackup(realDisk, backup, withKeys ? openRing : undefined)
}

const damageOf = (folder: string, withKeys = true) =>
  verify(folder, withKeys).then(
    () => undefined,
    (error) => {
      if (error instanceof DamagedStore) return error
      throw error
    },
  )

/** A copy that may be spoilt. */
async function copied(): Promise<string> {
  const copy = join(root, 'copy')
  await copyOut(realDisk, await found(made.backup), copy)
  return copy
}

describe('a backup that is whole', () => {
  test('passes beside the store that goes on, and as a copy that is complete in itself', async () => {
    for (let n = 0; n < 50; n++) await write(made.store, `2${String(n).padStart(3, '0')}`)
    await made.store.compact()
    expect(await verify(made.backup)).toEqual({ files: 2 })
    expect(await verify(made.backup, false)).toEqual({ files: 0 })
    const copy = await copied()
    expect(await verify(copy)).toEqual({ files: 2 })
    expect(Object.keys(folderContent(copy)).filter((path) => path.includes('master'))).toEqual([])
    await rm(made.folder, { recursive: true })
    const back = await openIn(copy)
    expect((await content(back)).friends).toEqual(['0001', '0002', '0003', '1001', '1002', '1003'])
    await back.close()
  })

  test('passes without what was erased since, and without log parts that were dropped meanwhile', async () => {
    await made.store.write([], async (tx) => {
      await tx.delete(friends, '0001')
      await tx.dropKey('person:person-0001')
    })
    await made.store.files.delete('photo')
    await made.store.backUp('2026-11-26')
    expect(await verify(made.backup)).toEqual({ files: 1 })
    expect(await verify(join(made.folder, 'backups/2026-11-26'))).toEqual({ files: 1 })
    const later = { at: '2029-01-01T00:00:00.000Z', person: 'p', text: 'later' }
    await made.store.write([], (tx) => tx.append(notes, 'later', later))
    const dropping = made.store.backUp('2026-11-27')
    expect(await made.store.dropOldLogs('2030-01-01T00:00:00.000Z')).toBe(1)
    await dropping
    expect(await verify(join(made.folder, 'backups/2026-11-27'))).toEqual({ files: 1 })
  })

  test('takes the sum of a file that did not change from the backup before', async () => {
    const list = join(made.backup, 'list.jsonl')
    const first = readFileSync(list, 'utf8')
    const disk = new FaultyDisk()
    const read: string[] = []
    disk.open = async (path, how) => {
      if (how === 'read') read.push(path)
      return realDisk.open(path, how)
    }
    await made.store.close()
    const again = await openIn(made.folder, { disk })
    await again.files.put({ id: 'new', name: 'a.jpg', type: 'image/jpeg', bytes: Buffer.from('new') })
    await again.backUp('2026-11-26')
    await again.close()
    expect(read.filter((path) => path.includes('/files/')).map((path) => path.slice(-4))).toEqual(['/new'])
    const sums = (text: string) => text.match(/files\/\w+\/(photo|voice)",\d+,\d+/g)?.sort()
    expect(sums(readFileSync(list.replace(day, '2026-11-26'), 'utf8'))).toEqual(sums(first))
  })
})

describe('a backup that is damaged', () => {
  const flip = (path: string, at: number) => {
    const bytes = readFileSync(path)
    const place = Math.min(bytes.length - 1, Math.floor(bytes.length * at))
    bytes[place] = (bytes[place] as number) ^ 1
    writeFileSync(path, bytes)
  }

  test('any file with a bit turned, cut short or gone is named, also without the keys', async () => {
    const copy = await copied()
    const paths = Object.keys(folderContent(copy)).map((path) => join(copy, path))
    for (const kind of [
      '/snapshot/friends',
      '/journal/',
      '/log/notes/',
      '/keys/recent',
      '/files/',
      '/manifest',
      '/list',
    ])
      expect(paths.filter((path) => path.includes(kind))).not.toEqual([])
    const ways: [string, (path: string) => void][] = [
      ['a bit near the beginning', (path) => flip(path, 0.1)],
      ['a bit in the middle', (path) => flip(path, 0.5)],
      ['the last bit', (path) => flip(path, 1)],
      ['cut in the middle', (path) => truncateSync(path, readFileSync(path).length >> 1)],
      ['the last byte gone', (path) => truncateSync(path, readFileSync(path).length - 1)],
      ['empty', (path) => truncateSync(path, 0)],
      ['gone', (path) => rmSync(path)],
    ]
    for (const path of paths) {
      const whole = readFileSync(path)
      for (const [way, spoil] of ways) {
        if (path.endsWith('/list.jsonl') && way === 'gone') continue
        spoil(path)
        for (const withKeys of [true, false])
          expect((await damageOf(copy, withKeys))?.file, `${path}: ${way}`).toBe(path)
        writeFileSync(path, whole)
      }
    }
    expect(await verify(copy)).toEqual({ files: 2 })
  })

  test('a line is named by its number', async () => {
    const copy = await copied()
    const path = join(
      copy,
      'journal',
      readFileSync(join(copy, 'list.jsonl'), 'utf8').match(/journal\/(\d+\.jsonl)/)?.[1] ?? '',
    )
    const lines = readFileSync(path, 'utf8').split('\n')
    expect(lines.length).toBeGreaterThan(3)
    writeFileSync(path, lines.with(2, (lines[2] ?? '').replace('"n":', '"m":')).join('\n'))
    expect(await damageOf(copy)).toMatchObject({ file: path, line: 3, reason: 'checksum does not match' })
  })

  test('the keys beside the days: damage is named, and a key that is gone by the file it should stand in', async () => {
    const keys = join(dirname(made.backup), 'keys')
    const path = join(keys, 'recent.jsonl')
    const whole = readFileSync(path)
    flip(path, 0.5)
    expect((await damageOf(made.backup))?.file).toBe(path)
    writeFileSync(path, whole.subarray(0, whole.length - 9))
    expect((await damageOf(made.backup))?.file).toBe(path)
    writeFileSync(path, whole.subarray(0, whole.indexOf(10) + 1))
    expect(await damageOf(made.backup)).toMatchObject({
      file: expect.stringMatching(/keys\/[0-9a-f]{2}\.jsonl$/),
      reason: expect.stringMatching(/^no data key /),
    })
    rmSync(path)
    expect(await damageOf(made.backup)).toMatchObject({ file: path, reason: 'missing' })
  })

  test('a list with a line less does not pass for a smaller backup', async () => {
    const copy = await copied()
    const list = join(copy, 'list.jsonl')
    const lines = readFileSync(list, 'utf8').split('\n')
    writeFileSync(list, lines.toSpliced(1, 1).join('\n'))
    await expect(found(copy)).rejects.toMatchObject({ file: list, reason: expect.stringContaining('rows instead of') })
  })
})

describe('copying out', () => {
  test('goes only where nothing is, and leaves nothing of a try that failed', async () => {
    const to = join(root, 'out/side')
    expect(await isFree(realDisk, to)).toBe(true)
    // What cannot be looked into is not taken for full: no name is that long.
    await expect(isFree(realDisk, join(root, 'x'.repeat(300)))).rejects.toMatchObject({ code: 'ENAMETOOLONG' })
    const disk = new FaultyDisk()
    const count = disk.steps.length
    await copyOut(disk, await found(made.backup), to)
    expect(await isFree(realDisk, to)).toBe(false)
    await rm(to, { recursive: true })
    const steps = disk.steps.length - count
    for (let n = 1; n < steps - 1; n += 5) {
      const faulty = new FaultyDisk()
      faulty.fail = () => (faulty.steps.length === n ? new Error('meant') : undefined)
      await expect(copyOut(faulty, await found(made.backup), to)).rejects.toThrow('meant')
      expect(folderContent(dirname(to))).toEqual({})
    }
    await copyOut(realDisk, await found(made.backup), to)
    expect(await verify(to)).toEqual({ files: 2 })
    await writeFile(join(root, 'file'), '')
    expect(await isFree(realDisk, join(root, 'file'))).toBe(false)
    await cp(to, join(root, 'moved'), { recursive: true })
    expect(await verify(join(root, 'moved'))).toEqual({ files: 2 })
  })
})
