import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { masterKeyOfFile, masterKeyPath, masterKeyText, WrongMasterKey } from '../keys'
import { findBackup } from './backup-list'
import { comingKeyPath } from './coming-key'
import { busyHandlers } from './control-socket'
import { copyBackup } from './copy-backup'
import { destroyedKeys } from './destroyed-keys'
import { type Disk, replaceFile } from './disk'
import { FolderHeld, type HeldFolder, holdFolder } from './folder-lock'
import { nameOf } from './key-files'
import { KeyRing } from './key-ring'
import { comingName, finishTakingPlace, takePlace } from './take-place'
import { verifyBackup } from './verify-backup'

export interface RestoreDeps<R> {
  disk: Disk
  /** The backup, and the folder that it is to become. */
  from: string
  to: string
  /** Data that stand there are moved aside. */
  force: boolean
  /** As it was given; else the backup's and the stores' own are tried. */
  masterKey: Buffer | undefined
  /** Stores that may know whose keys have been destroyed since. */
  stores: readonly string[]
  /** Ends the name of the folder to which the old data are moved. */
  stamp: string
  /** Opens the restored store before it takes its place, erases once more the people of these ids, whose keys are destroyed, and closes it. */
  tryOut(folder: string, masterKey: Buffer, erased: ReadonlySet<string>): Promise<R>
}

export type Restored<R> =
  | { ok: true; at: string; files: number; tried: R; aside: string | undefined }
  | { ok: false; problem: 'no-backup' | 'in-use' | 'holds-data' | 'own-disk' | 'no-key' }
  | { ok: false; problem: 'wrong-key'; fault: WrongMasterKey }

/**
 * Makes a folder what it was when the backup was made, but for the keys destroyed since. All is verified, laid beside the folder and opened
 * there before one rename puts it in place; until then nothing in the folder is changed. Damage throws.
 */
export async function restore<R>(deps: RestoreDeps<R>): Promise<Restored<R>> {
  const { to } = deps
  await finishTakingPlace(to)
  const top = await stat(to).catch(() => undefined)
  if (top === undefined) return restoreHeld(deps, undefined)
  if (top.dev !== (await stat(dirname(to))).dev) return { ok: false, problem: 'own-disk' }
  try {
    return await restoreHeld(deps, await holdFolder(to, busyHandlers))
  } catch (error) {
    if (error instanceof FolderHeld) return { ok: false, problem: 'in-use' }
    throw error
  }
}

async function restoreHeld<R>(deps: RestoreDeps<R>, held: HeldFolder | undefined): Promise<Restored<R>> {
  const { disk, from, to, force, stamp } = deps
  const making = `${to}.restoring`
  let former = to
  try {
    const hasData = await holdsData(disk, to)
    if (hasData && !force) return { ok: false, problem: 'holds-data' }
    const backup = await findBackup(disk, from)
    if (backup === undefined) return { ok: false, problem: 'no-backup' }
    const stores = [to, ...deps.stores, backup.keys, dirname(backup.keys)]
    const masterKeys = deps.masterKey ? [deps.masterKey] : await masterKeysIn(stores)
    if (masterKeys.length === 0) return { ok: false, problem: 'no-key' }
    let masterKey: Buffer = Buffer.alloc(0)
    const { files } = await verifyBackup(disk, backup, async () => {
      const opened = await openRing(disk, backup.keys, masterKeys)
      masterKey = opened.masterKey
      return opened.ring
    })

    await disk.removeFolder(making)
    await disk.removeFolder(comingName(to))
    await copyBackup(disk, backup, making)
    const erased = await destroyAgain(disk, making, masterKey, stores)
    if (!deps.masterKey) {
      await replaceFile(disk, masterKeyPath(making), Buffer.from(masterKeyText(masterKey)))
    }
    const tried = await deps.tryOut(making, masterKey, erased)
    await disk.rename(making, comingName(to))
    const aside = held && `${to}.before-${stamp}`
    await takePlace(disk, to, aside)
    former = aside ?? to
    await disk.syncFolder(dirname(to))
    if (aside !== undefined && dirname(from) === join(to, 'backups')) {
      // They stay with the store they are of.
      await disk.rename(join(aside, 'backups'), join(to, 'backups'))
    }
    if (aside !== undefined && !hasData) await disk.removeFolder(aside)
    return { ok: true, at: backup.list.at, files, tried, aside: hasData ? aside : undefined }
  } catch (error) {
    await disk.removeFolder(making).catch(() => {})
    // Not when it is all that stands there for the old one: the next start puts it in place.
    if (!held || (await disk.size(to)) !== undefined) await disk.removeFolder(comingName(to)).catch(() => {})
    if (error instanceof WrongMasterKey) return { ok: false, problem: 'wrong-key', fault: error }
    throw error
  } finally {
    await held?.release(former)
  }
}

/** Anything but a master key, laid there for the data to come, and what holding a folder leaves. */
async function holdsData(disk: Disk, folder: string): Promise<boolean> {
  const names = (await disk.list(folder)).filter((name) => !name.startsWith('control.'))
  const keys = await disk.list(join(folder, 'keys'))
  return names.some((name) => name !== 'keys') || keys.some((name) => name !== 'master.key')
}

async function masterKeysIn(folders: readonly string[]): Promise<Buffer[]> {
  // Also one that was about to take over when the bot was killed.
  const paths = folders.flatMap((folder) => [masterKeyPath(folder), comingKeyPath(folder)])
  const keys = await Promise.all(paths.map((path) => masterKeyOfFile(path)))
  return keys.filter((key) => key !== undefined)
}

async function openRing(disk: Disk, folder: string, masterKeys: readonly Buffer[]) {
  let wrong = new WrongMasterKey('no master key opens the backup')
  for (const masterKey of masterKeys) {
    try {
      return { masterKey, ring: await KeyRing.open(disk, folder, masterKey, false) }
    } catch (error) {
      if (!(error instanceof WrongMasterKey)) throw error
      wrong = error
    }
  }
  throw wrong
}

/** Whoever was erased after the backup stays erased; gives the ids of the people who have got no other key. */
async function destroyAgain(disk: Disk, folder: string, masterKey: Buffer, stores: readonly string[]) {
  const ring = await KeyRing.open(disk, folder, masterKey, false)
  try {
    const refs = (await Promise.all(stores.map((store) => destroyedKeys(disk, store)))).flat()
    await ring.drop(refs.filter((ref) => ring.isKept(ref)))
    const names = refs.map(nameOf).filter((name) => name.startsWith('person:') && ring.current(name) === undefined)
    return new Set(names.map((name) => name.slice('person:'.length)))
  } finally {
    await ring.close()
  }
}
