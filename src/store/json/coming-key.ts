import { dirname, join } from 'node:path'
import { loadMasterKey, type MasterKey, masterKeyOfFile, masterKeyPath, masterKeyText } from '../keys'
import { backupKeys } from './backup'
import { type Disk, realDisk, replaceFile } from './disk'
import { hasKeys, opensKeys } from './key-check'

/** Where a folder's next master key stands until it has taken over. */
export function comingKeyPath(folder: string): string {
  return `${masterKeyPath(folder)}.coming`
}

/** Whether a key opens the data whose key lies in a folder. */
type Opens = (key: Buffer) => Promise<boolean>

/** Of data that lie in the folder themselves. */
function folderOpens(disk: Disk, folder: string): Opens {
  return (key) => opensKeys(disk, join(folder, 'keys'), key)
}

/** The master key, as `loadMasterKey` takes it; of a folder whose key was being changed, the one that opens the data. */
export async function masterKeyFor(
  given: Parameters<typeof loadMasterKey>[0],
  opens: Opens = folderOpens(realDisk, given.folder),
): Promise<MasterKey> {
  const loaded = await loadMasterKey(given)
  if (loaded.from !== 'folder') return loaded
  const coming = await masterKeyOfFile(comingKeyPath(given.folder))
  if (coming === undefined) return loaded
  return (await opens(coming)) ? { ...loaded, key: coming } : loaded
}

export async function layComingKey(disk: Disk, folder: string, key: Buffer): Promise<void> {
  await replaceFile(disk, comingKeyPath(folder), Buffer.from(masterKeyText(key)))
}

/**
 * Puts the key that has taken over in the place of the one before it, which is gone then, and removes one that has not. Says whether that
 * is done: not while the keys beside the backups still want the one before.
 */
export async function settleMasterKey(
  disk: Disk,
  folder: string,
  opens: Opens = folderOpens(disk, folder),
): Promise<boolean> {
  const path = comingKeyPath(folder)
  const coming = await masterKeyOfFile(path)
  if (coming === undefined) return true
  if (!(await opens(coming))) await disk.remove(path)
  else {
    const beside = backupKeys(folder)
    if ((await hasKeys(disk, beside)) && !(await opensKeys(disk, beside, coming))) return false
    await disk.rename(path, masterKeyPath(folder))
  }
  await disk.syncFolder(dirname(path))
  return true
}
