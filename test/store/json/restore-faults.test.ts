import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdFolder } from '../../../src/store/json/folder-lock'
import { temporaryFolder } from '../../support/temporary-folder'
import { friends } from '../samples'
import { afterBackup, atBackup, bring, finish, friendsIn, leaveBackedUp } from './backed-up'
import { copyBeforeEachStep, FaultyDisk } from './faulty-disk'
import { openIn } from './open-temporary'

let temporary: string
/** All of it: a test copies it whole. */
let root: string
let folder: string
let backup: string
beforeEach(async () => {
  temporary = await temporaryFolder('restore-faults')
  root = join(temporary, 'root')
  ;({ folder, backup } = await leaveBackedUp(root))
})
afterEach(() => rm(temporary, { recursive: true, force: true }))

/** By whoever starts next. */
async function startsWith(at: string): Promise<string[]> {
  const held = await holdFolder(at, {})
  try {
    return await friendsIn(at)
  } finally {
    await held.release()
  }
}

test.each([false, true])(
  'a failing disk leaves the old data or the new, and the next try succeeds (over data: %s)',
  async (over) => {
    /** On a copy of everything, with a disk of which the nth step fails. */
    const tried = async (n: number) => {
      const copy = join(temporary, String(n))
      await cp(root, copy, { recursive: true })
      const disk = new FaultyDisk()
      disk.fail = () => (disk.steps.length === n ? new Error('meant') : undefined)
      const deps = { from: backup.replace(root, copy), to: join(copy, over ? 'state' : 'back'), force: over }
      const error: unknown = await bring({ ...deps, disk }).catch((thrown) => thrown)
      return { copy, deps, error, steps: disk.steps }
    }
    const count = (await tried(0)).steps.length
    const names = new Set<string>()
    for (let n = 1; n <= count; n++) {
      const { copy, deps, error, steps } = await tried(n)
      names.add(steps[n - 1]?.step ?? '')
      expect(error).toMatchObject({ message: 'meant' })
      const stands = existsSync(deps.to) ? await startsWith(deps.to) : []
      const isNew = stands.length === atBackup.length
      expect(stands).toEqual(isNew ? atBackup : over ? afterBackup : [])
      if (n % 5 === 0 && !isNew) {
        expect(await bring({ ...deps, stamp: 'again' })).toMatchObject({ ok: true, tried: atBackup })
        expect(readdirSync(copy).filter((name) => /\.(restoring|restored)$/.test(name))).toEqual([])
      }
      await rm(copy, { recursive: true })
    }
    expect([...names]).toEqual(
      expect.arrayContaining(['write', 'sync', 'rename', 'remove', 'makeFolder', 'syncFolder']),
    )
  },
)

test('a crash leaves the old data or the new to whoever starts next, and nothing of who was erased meanwhile', async () => {
  const store = await openIn(folder)
  await store.write([], async (tx) => {
    await tx.delete(friends, '0002')
    await tx.dropKey('person:person-0002')
  })
  await store.close()
  const [then, now] = [atBackup, afterBackup].map((all) => all.filter((id) => id !== '0002'))
  const copies = join(temporary, 'copies')
  await mkdir(copies)
  const disk = new FaultyDisk()
  const made = copyBeforeEachStep(disk, root, copies)
  await bring({ disk, from: backup, to: folder, force: true, tryOut: (at, key) => finish(at, key, disk) })
  expect(made.length).toBeGreaterThan(30)
  const stood = new Set<number>()
  for (const copy of made) {
    const stands = await startsWith(join(copy, 'state'))
    expect([now, then]).toContainEqual(stands)
    stood.add(stands.length)
  }
  expect(stood.size).toBe(2)
})
