import { dirname, join } from 'node:path'
import { oldBackups } from '../../domain/old-backups'
import { type Disk, replaceFile } from './disk'
import { journalPath } from './journal'
import { type Manifest, writeManifest } from './manifest'

export interface CopyDeps {
  disk: Disk
  folder: string
  /** Of the snapshot just made; none follows it while it is copied. */
  manifest: Manifest
  /** The journal file now written to, with the bytes that are durable. */
  journal(): { number: number; length: number }
}

/**
 * Lays everything but the keys into a new folder while the store goes on: the snapshot and the parts of the logs under second names, for a
 * start cuts the parts to the length the manifest knows; then the journal as far as it is durable by then, which a start replays over both;
 * then the files that those may name.
 */
export async function copyStore({ disk, folder, manifest, journal }: CopyDeps, to: string): Promise<void> {
  const made = new Set([to])
  const place = async (path: string) => {
    const target = join(to, path)
    if (!made.has(dirname(target))) await disk.makeFolder(dirname(target))
    made.add(dirname(target))
    return target
  }
  const link = async (path: string) => disk.link(join(folder, path), await place(path))
  await disk.makeFolder(to)
  for (const { files } of Object.values(manifest.tables)) {
    for (const file of Object.values(files)) await link(join('snapshot', file))
  }
  for (const [log, parts] of Object.entries(manifest.logs)) {
    for (const month of Object.keys(parts)) await link(join('log', log, `${month}.jsonl`))
  }
  const { number: lastNumber, length } = journal()
  for (let number = manifest.journal; number <= lastNumber; number++) {
    const bytes = await disk.readFile(journalPath(folder, number))
    if (bytes === undefined) continue
    await replaceFile(
      disk,
      await place(journalPath('', number)),
      number === lastNumber ? bytes.subarray(0, length) : bytes,
    )
  }
  for (const part of await disk.list(join(folder, 'files'))) {
    for (const file of await disk.list(join(folder, 'files', part))) {
      // The others are being written.
      if (!file.includes('.')) await link(join('files', part, file))
    }
  }
  await writeManifest(disk, to, manifest)
  for (const path of made) await disk.syncFolder(path)
}

const aBackup = /^\d{4}-\d\d-\d\d(-\d{6})?$/

interface BackupDeps {
  disk: Disk
  folder: string
  copy(to: string): Promise<void>
  copyKeys(to: string): Promise<void>
}

/**
 * Makes `backups/<name>`, unless one is there whose name begins so, and removes those that have had their time; each is whole from the
 * moment it has its name. The data keys stand once beside them, as they are today: whose key was destroyed is gone from every backup.
 */
export async function keepBackups({ disk, folder, copy, copyKeys }: BackupDeps, name: string) {
  const root = join(folder, 'backups')
  await disk.makeFolder(root)
  const names = await disk.list(root)
  for (const left of names) if (left.endsWith('.making')) await disk.removeFolder(join(root, left))
  const kept = names.filter((each) => aBackup.test(each))
  const isNew = !kept.some((each) => each.startsWith(name))
  const making = join(root, `${name}.making`)
  if (isNew) await copy(making)
  // Before the backup has its name: what is in it opens.
  await copyKeys(join(root, 'keys'))
  if (isNew) {
    await disk.rename(making, join(root, name))
    await disk.syncFolder(root)
    kept.push(name)
  }
  const old = oldBackups(kept, name)
  for (const each of old) await disk.removeFolder(join(root, each))
  return { made: isNew ? 1 : 0, removed: old.length }
}
