import { join } from 'node:path'
import { oldBackups } from '../../domain/old-backups'
import { type Backup, findBackup, type ListedFile, writeList } from './backup-list'
import { type Disk, replaceFile } from './disk'
import { journalPath } from './journal'
import { type Manifest, manifestPath, writeManifest } from './manifest'
import { NewFolder } from './new-folder'
import { sumOf } from './pieces'

export interface CopyDeps {
  disk: Disk
  folder: string
  at: string
  /** Of the snapshot just made; none follows it while it is copied. */
  manifest: Manifest
  /** The journal file now written to, with the bytes that are durable. */
  journal(): { number: number; length: number }
  /** The backup before this one: what people sent is not read again each night only for its sum. */
  before: Backup | undefined
}

/**
 * Lays everything but the keys into a new folder while the store goes on: the snapshot and the parts of the logs under second names, for a
 * start cuts the parts to the length the manifest knows; then the journal as far as it is durable by then, which a start replays over both;
 * then the files that those may name, and the list of it all.
 */
export async function copyStore({ disk, folder, at, manifest, journal, before }: CopyDeps, to: string): Promise<void> {
  const laid = new NewFolder(disk, to)
  const files: ListedFile[] = []
  const sums = new Map(before?.list.files.map(({ path, sum }) => [path, sum]))
  const link = async (path: string, known?: number) => {
    const target = await laid.place(path)
    await disk.link(join(folder, path), target)
    // It may have been removed meanwhile.
    const size = await disk.size(target)
    if (size === undefined) return undefined
    const listed: ListedFile = { path, length: known ?? size }
    files.push(listed)
    return listed
  }
  const linkSent = async (path: string) => {
    const listed = await link(path)
    if (listed === undefined) return
    const sum =
      before && (await disk.isSameFile(join(before.folder, path), join(to, path))) ? sums.get(path) : undefined
    listed.sum = sum ?? (await sumOf(disk, join(to, path)))
  }
  for (const table of Object.values(manifest.tables)) {
    for (const file of Object.values(table.files)) await link(join('snapshot', file))
  }
  for (const [log, parts] of Object.entries(manifest.logs)) {
    for (const [month, length] of Object.entries(parts)) await link(join('log', log, `${month}.jsonl`), length)
  }
  const { number: lastNumber, length } = journal()
  for (let number = manifest.journal; number <= lastNumber; number++) {
    const path = journalPath('', number)
    const bytes = (await disk.readFile(join(folder, path)))?.subarray(0, number === lastNumber ? length : undefined)
    if (bytes === undefined) continue
    await replaceFile(disk, await laid.place(path), bytes)
    files.push({ path, length: bytes.length })
  }
  for (const part of await disk.list(join(folder, 'files'))) {
    for (const file of await disk.list(join(folder, 'files', part))) {
      // The others are being written.
      if (!file.includes('.')) await linkSent(join('files', part, file))
    }
  }
  await writeManifest(disk, to, manifest)
  files.push({ path: manifestPath(''), length: (await disk.size(manifestPath(to))) ?? 0 })
  await writeList(disk, to, { at, files })
  await laid.sync()
}

const aBackup = /^\d{4}-\d\d-\d\d(-\d{6})?$/

/** Names of the backups that a store keeps, the oldest first. */
export async function backupNames(disk: Disk, folder: string): Promise<string[]> {
  return (await disk.list(join(folder, 'backups'))).filter((name) => aBackup.test(name)).sort()
}

/** Where the data keys stand for all backups that a store keeps. */
export function backupKeys(folder: string): string {
  return join(folder, 'backups', 'keys')
}

export interface Backups {
  disk: Disk
  folder: string
  copy(to: string, before: Backup | undefined): Promise<void>
  copyKeys(to: string): Promise<void>
}

/**
 * Makes `backups/<name>`, unless one is there whose name begins so, and removes those that have had their time; each is whole from the
 * moment it has its name. The data keys stand once beside them, as they are today: whose key was destroyed is gone from every backup.
 */
export async function keepBackups({ disk, folder, copy, copyKeys }: Backups, name: string) {
  const root = join(folder, 'backups')
  await disk.makeFolder(root)
  for (const left of await disk.list(root))
    if (/\.(making|going)$/.test(left)) await disk.removeFolder(join(root, left))
  const kept = await backupNames(disk, folder)
  const isNew = !kept.some((each) => each.startsWith(name))
  const making = join(root, `${name}.making`)
  if (isNew) {
    const last = kept.at(-1) ?? ''
    // Of one that is damaged nothing is believed.
    const before = await findBackup(disk, join(root, last)).catch(() => undefined)
    await copy(making, before).catch(async (error) => {
      // On a full disk half a backup would take the room that everything else needs.
      await disk.removeFolder(making).catch(() => {})
      throw error
    })
  }
  // Before the backup has its name: what is in it opens.
  await copyKeys(backupKeys(folder))
  if (isNew) {
    await disk.rename(making, join(root, name))
    await disk.syncFolder(root)
    kept.push(name)
  }
  const old = oldBackups(kept, name)
  for (const each of old) {
    // Half of it under its name would pass for a backup.
    await disk.rename(join(root, each), join(root, `${each}.going`))
    await disk.removeFolder(join(root, `${each}.going`))
  }
  return { made: isNew ? 1 : 0, removed: old.length }
}
