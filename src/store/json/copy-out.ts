import { dirname } from 'node:path'
import { type Backup, type BackupList, writeList } from './backup-list'
import { copyBackup } from './copy-backup'
import type { Disk } from './disk'
import { verifyBackup } from './verify-backup'

/** Whether nothing stands there yet, so that a backup may be copied to it. */
export async function isFree(disk: Disk, folder: string): Promise<boolean> {
  const there = await disk.list(folder).catch((error) => {
    // A file that has the name.
    if (error.code === 'ENOTDIR') return [folder]
    throw error
  })
  return there.length === 0
}

/** Copies a backup to a folder that `isFree`; complete in itself but for the master key, and read once more before it has its name. */
export async function copyOut(
  disk: Disk,
  backup: Backup,
  to: string,
  verify: (disk: Disk, backup: Backup) => Promise<unknown> = verifyBackup,
): Promise<BackupList> {
  const making = `${to}.making`
  await disk.removeFolder(making)
  try {
    const list = await copyBackup(disk, backup, making)
    await writeList(disk, making, list)
    await verify(disk, { folder: making, keys: making, list })
    await disk.rename(making, to)
    await disk.syncFolder(dirname(to))
    return list
  } catch (error) {
    await disk.removeFolder(making).catch(() => {})
    throw error
  }
}
