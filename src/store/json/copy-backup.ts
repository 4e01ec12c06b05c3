import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Backup, BackupList, ListedFile } from './backup-list'
import type { Disk } from './disk'
import { keyFiles } from './key-files'
import { NewFolder } from './new-folder'
import { pieces } from './pieces'

/** Copies a backup with its keys, durable when it settles, into a new folder; gives the list of what then stands there. */
export async function copyBackup(disk: Disk, { folder, keys, list }: Backup, to: string): Promise<BackupList> {
  const laid = new NewFolder(disk, to)
  const files: ListedFile[] = []
  for (const listed of list.files) {
    await copyFile(disk, join(folder, listed.path), await laid.place(listed.path), listed.length)
    files.push(listed)
  }
  for (const name of keys === folder ? [] : await keyFiles(disk, join(keys, 'keys'))) {
    const path = join('keys', name)
    files.push({ path, ...(await copyFile(disk, join(keys, path), await laid.place(path))) })
  }
  await laid.sync()
  return { at: list.at, files }
}

/** Copies the first `length` bytes, or all that there are. */
async function copyFile(disk: Disk, from: string, to: string, length?: number) {
  const copied = { length: 0, sum: 0 }
  const target = await disk.open(to, 'create')
  try {
    for await (const bytes of pieces(disk, from, length)) {
      await target.write(bytes, copied.length)
      copied.length += bytes.length
      copied.sum = crc32(bytes, copied.sum)
    }
    await target.sync()
  } finally {
    await target.close()
  }
  return copied
}
