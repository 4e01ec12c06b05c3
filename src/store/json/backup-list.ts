import { join } from 'node:path'
import { z } from 'zod'
import { checkedLine, headerLine, intactLines, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'

/** First line of `list.jsonl`. */
const headerSchema = z.object({ at: z.string(), files: z.number().int().nonnegative() })
/** A line for each file: path, bytes, sum. */
const lineSchema = z.tuple([z.string(), z.number()]).rest(z.number())
// No part begins with a dot: none leads out of the folder.
const aPath = /^[\w~-][\w.~-]*(\/[\w~-][\w.~-]*)*$/

export interface ListedFile {
  path: string
  /** The bytes that belong to the backup: a part of a log may have grown since. */
  length: number
  /** CRC-32, where the file's own lines carry none. */
  sum?: number
}

/** All that a backup is made of, written last: what has no list is not finished. */
export interface BackupList {
  /** When it was made. */
  at: string
  files: ListedFile[]
}

/** A backup on the disk. `keys`: the folder in whose `keys/` its data keys stand; its own, when it was copied out. */
export interface Backup {
  folder: string
  keys: string
  list: BackupList
}

function listPath(folder: string): string {
  return join(folder, 'list.jsonl')
}

/** Undefined when the folder holds none that is finished. */
export async function findBackup(disk: Disk, folder: string): Promise<Backup | undefined> {
  const path = listPath(folder)
  const bytes = await disk.readFile(path)
  if (bytes === undefined) return undefined
  const [first, ...lines] = intactLines(path, bytes)
  if (first === undefined) throw new DamagedStore(path, 0, 'empty')
  const header = headerSchema.parse(readHeader(path, first.json, 'backup'))
  const files = lines.map(({ number, json }) => {
    const line = lineSchema.safeParse(JSON.parse(json))
    if (!line.success || !aPath.test(line.data[0])) throw new DamagedStore(path, number, 'not a file of a backup')
    const [name, length, sum] = line.data
    return { path: name, length, ...(sum !== undefined && { sum }) }
  })
  if (files.length !== header.files) {
    throw new DamagedStore(path, 0, `${files.length} rows instead of ${header.files}`)
  }
  const isOwn = files.some((file) => file.path.startsWith('keys/'))
  return { folder, keys: isOwn ? folder : join(folder, '..'), list: { at: header.at, files } }
}

export async function writeList(disk: Disk, folder: string, { at, files }: BackupList): Promise<void> {
  const lines = files.map(({ path, length, sum }) =>
    checkedLine(JSON.stringify(sum === undefined ? [path, length] : [path, length, sum])),
  )
  const text = headerLine('backup', { at, files: files.length }) + lines.join('')
  await replaceFile(disk, listPath(folder), Buffer.from(text))
}
