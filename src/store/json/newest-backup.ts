import { join } from 'node:path'
import { backupNames } from './backup'
import { findBackup } from './backup-list'
import type { Disk } from './disk'

/** Tells when the newest backup was made whose list is whole; one that was looked at once is not read again. */
export function newestBackupIn(disk: Disk, folder: string): () => Promise<string | undefined> {
  const known = new Map<string, string>()
  return async () => {
    for (const name of (await backupNames(disk, folder)).reverse()) {
      const at = known.get(name) ?? (await madeAt(disk, join(folder, 'backups', name)))
      if (!at) continue
      known.clear()
      known.set(name, at)
      return at
    }
    return undefined
  }
}

/** Undefined when it is not finished, or damaged: then it is as good as none. */
async function madeAt(disk: Disk, backup: string): Promise<string | undefined> {
  const found = await findBackup(disk, backup).catch(() => undefined)
  return found?.list.at
}
