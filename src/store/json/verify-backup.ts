import { basename, dirname, join } from 'node:path'
import type { Backup } from './backup-list'
import { isIntact, lineJson } from './checked-line'
import { DamagedStore } from './damage'
import type { Disk } from './disk'
import { openFiles } from './files'
import { type JournalRecord, journalNumber, journalPath, readJournal } from './journal'
import { keyGeneration } from './key-check'
import { keyFiles, keyPath } from './key-files'
import type { KeyRing } from './key-ring'
import { type Manifest, manifestPath, readManifest } from './manifest'
import { pieces, sumOf } from './pieces'
import type { Content } from './row'
import { openShard } from './snapshot'

/**
 * Reads a backup to its last byte and throws a `DamagedStore` at the first thing that is not as it was written; changes nothing. With the
 * keys also what sums cannot tell: every data key that something is sealed under is there and opens, and so does every file that people
 * sent. Gives how many of those there are; the key of others has been destroyed.
 */
export async function verifyBackup(
  disk: Disk,
  backup: Backup,
  openRing?: () => Promise<KeyRing>,
): Promise<{ files: number }> {
  const { folder, keys, list } = backup
  await checkListed(disk, backup)
  await checkKeyFiles(disk, join(keys, 'keys'))
  const ring = await openRing?.()
  const manifest = await readManifest(disk, folder)
  if (manifest === undefined) throw new DamagedStore(manifestPath(folder), 0, 'missing')

  const opened = new Set<string>()
  const openKey = (content: Content | undefined) => {
    if (ring === undefined || content?.y === undefined || opened.has(content.y)) return
    ring.byRef(content.y)
    opened.add(content.y)
  }
  for (const [name, table] of Object.entries(manifest.tables)) {
    for (const file of Object.values(table.files)) {
      const shard = await openShard(disk, folder, file, name)
      shard.each((bytes, start, end) => {
        openKey((JSON.parse(bytes.toString('utf8', start, end)) as [string, Content])[1])
        return true
      })
    }
  }
  const removed = await checkJournals(disk, backup, manifest, openKey)
  const listed = new Map(list.files.map(({ path, length }) => [path, length]))
  for (const [log, parts] of Object.entries(manifest.logs)) {
    for (const month of Object.keys(parts)) {
      const path = join('log', log, `${month}.jsonl`)
      const length = listed.get(path)
      if (length !== undefined) {
        await checkLines(disk, join(folder, path), length, (json) => openKey((JSON.parse(json) as Content[])[5]))
      } else if (!removed.has(path)) throw new DamagedStore(join(folder, path), 0, 'missing')
    }
  }
  if (ring === undefined) return { files: 0 }
  const files = openFiles({ disk, folder, ring, now: () => list.at })
  let open = 0
  for (const path of listed.keys()) {
    if (path.startsWith('files/') && (await files.get(basename(path))) !== undefined) open++
  }
  return { files: open }
}

export async function checkListed(disk: Disk, { folder, list }: Backup): Promise<void> {
  for (const { path, length, sum } of list.files) {
    const place = join(folder, path)
    const size = await disk.size(place)
    if (size === undefined) throw new DamagedStore(place, 0, 'missing')
    // A part of a log goes on growing under its other name.
    const isWhole = size === length || (size > length && path.startsWith('log/'))
    if (!isWhole) throw new DamagedStore(place, 0, `${size} bytes instead of ${length}`)
    if (sum !== undefined && (await sumOf(disk, place)) !== sum) {
      throw new DamagedStore(place, 0, 'checksum does not match')
    }
  }
}

export async function checkKeyFiles(disk: Disk, folder: string): Promise<void> {
  const generation = await keyGeneration(disk, folder)
  if (generation === undefined) throw new DamagedStore(join(folder, 'check.json'), 0, 'missing')
  const recent = keyPath(folder, 'recent', generation)
  if ((await disk.size(recent)) === undefined) throw new DamagedStore(recent, 0, 'missing')
  const names = await keyFiles(disk, folder)
  for (const name of names.filter((each) => each.endsWith('.jsonl'))) {
    await checkLines(disk, join(folder, name))
  }
}

/** One continuous row of records to the last byte; gives the log parts that they removed. */
async function checkJournals(
  disk: Disk,
  { folder, list }: Backup,
  manifest: Manifest,
  openKey: (content: Content) => void,
): Promise<Set<string>> {
  const removed = new Set<string>()
  const take = ({ c }: JournalRecord) => {
    for (const { d = [], l = [], p = [] } of c) {
      for (const row of d) if (row[2] !== null) openKey(row[2] as Content)
      for (const entry of l) openKey(entry[4] as Content)
      for (const [log, month] of p) removed.add(join('log', log, `${month}.jsonl`))
    }
  }
  const numbers = list.files.flatMap(({ path }) =>
    dirname(path) === 'journal' ? (journalNumber(basename(path)) ?? []) : [],
  )
  let seq = manifest.seq
  for (let number = manifest.journal; number <= Math.max(manifest.journal, ...numbers); number++) {
    const path = journalPath(folder, number)
    const bytes = await disk.readFile(path)
    if (bytes === undefined) throw new DamagedStore(path, 0, 'missing')
    seq = readJournal(path, bytes, { seq, last: false }, take).nextSeq
  }
  return removed
}

/** The lines of the first `length` bytes, or of all, each of which must be whole. */
async function checkLines(disk: Disk, path: string, length?: number, take?: (json: string) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 0
  for await (const more of pieces(disk, path, length)) {
    const bytes = Buffer.concat([rest, more])
    let start = 0
    for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, start)) {
      line++
      if (!isIntact(bytes, start, feed)) throw new DamagedStore(path, line, 'checksum does not match')
      take?.(lineJson(bytes, start, feed))
      start = feed + 1
    }
    rest = bytes.subarray(start)
  }
  if (rest.length > 0) throw new DamagedStore(path, line + 1, 'the line is cut off')
}
