import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { blinder } from '../envelope'
import { type KeptContent, OtherVersion, type Part, type Piece, type Place, type Source } from '../move'
import type { Keys } from '../plan'
import type { Collection, Log } from '../store'
import { isIntact, lineJson } from './checked-line'
import { DamagedStore } from './damage'
import type { Disk } from './disk'
import { openFile } from './files'
import { type JournalRecord, journalNumber, journalPath, readJournal } from './journal'
import { type KeyCheck, readKeyCheck } from './key-check'
import { type KeyLine, keyOfLine, keyPath, keyShards, nameOf, readKeyFile } from './key-files'
import { type Manifest, readManifest } from './manifest'
import { pieces } from './pieces'
import type { Content } from './row'
import { openShard } from './snapshot'
import { countersTable, headsTable, shapeOf } from './state'

type KeptRow = Content & { k: Keys }

/** What the journal says over the snapshot: as much as a journal may grow before the next snapshot. */
interface Overlay {
  tables: Map<string, Map<string, unknown>>
  entries: Map<string, { key: string; seq: number; month: string; content: Content }[]>
  removed: Set<string>
  dropped: Set<string>
}

export interface FolderDeps {
  disk: Disk
  folder: string
  masterKey: Buffer
  collections: readonly Collection[]
  logs: readonly Log[]
  /** Opens files, which lie otherwise elsewhere. */
  keyOf(ref: string): Promise<Buffer | undefined>
}

/** Reads a folder that nobody else holds, without changing it; undefined when there is no store in it. */
export async function readFolder(deps: FolderDeps): Promise<Source | undefined> {
  const { disk, folder, masterKey, collections, logs } = deps
  const manifest = await readManifest(disk, folder)
  if (manifest === undefined) return undefined
  const check = await readKeyCheck(disk, join(folder, 'keys'), masterKey)
  if (check === undefined) throw new DamagedStore(join(folder, 'keys', 'check.json'), 0, 'missing')
  const { plans } = shapeOf(disk, folder, collections, logs, blinder(check.secret))
  for (const [name, { files }] of Object.entries(manifest.tables)) {
    const isKnown = plans.has(name) || name === countersTable || logs.some((log) => headsTable(log.name) === name)
    if (!isKnown && Object.keys(files).length > 0) throw new OtherVersion(name)
  }
  for (const [name, plan] of plans) {
    const kept = manifest.tables[name]
    if (kept === undefined || kept.signature !== plan.signature) throw new OtherVersion(name)
  }
  const { overlay, lengths } = await readJournals(disk, folder, manifest)
  const facts = JSON.stringify([manifest, lengths, check.key])
  const fingerprint = createHash('sha256').update(facts).digest('hex')
  return new FolderSource(deps, manifest, check, overlay, fingerprint)
}

async function readJournals(disk: Disk, folder: string, manifest: Manifest) {
  const overlay: Overlay = { tables: new Map(), entries: new Map(), removed: new Set(), dropped: new Set() }
  const numbers = (await disk.list(join(folder, 'journal'))).flatMap((name) => journalNumber(name) ?? [])
  const last = Math.max(manifest.journal, ...numbers)
  const lengths: number[] = []
  let seq = manifest.seq
  for (let number = manifest.journal; number <= last; number++) {
    const path = journalPath(folder, number)
    const bytes = await disk.readFile(path)
    if (bytes === undefined) throw new DamagedStore(path, 0, 'missing')
    const read = readJournal(path, bytes, { seq, last: number === last }, (record) => overlayRecord(overlay, record))
    seq = read.nextSeq
    lengths.push(read.length)
  }
  return { overlay, lengths }
}

function overlayRecord(overlay: Overlay, { c }: JournalRecord): void {
  const table = (name: string) => {
    const known = overlay.tables.get(name) ?? new Map<string, unknown>()
    overlay.tables.set(name, known)
    return known
  }
  for (const { d = [], a = [], l = [], p = [], x = [] } of c) {
    for (const [name, id, row] of d) table(name).set(id, row)
    for (const [name, sum] of a) table(countersTable).set(name, sum)
    for (const [log, key, seq, month, content] of l) {
      const entries = overlay.entries.get(log) ?? []
      entries.push({ key, seq, month, content: content as Content })
      overlay.entries.set(log, entries)
      table(headsTable(log)).set(key, { s: seq })
    }
    for (const [log, month] of p) {
      overlay.removed.add(`${log}/${month}`)
      const left = (overlay.entries.get(log) ?? []).filter((entry) => entry.month !== month)
      overlay.entries.set(log, left)
    }
    for (const ref of x) overlay.dropped.add(ref)
  }
}

class FolderSource implements Source {
  constructor(
    private readonly deps: FolderDeps,
    private readonly manifest: Manifest,
    readonly check: KeyCheck,
    private readonly overlay: Overlay,
    readonly fingerprint: string,
  ) {}

  async count(part: Part): Promise<number> {
    let count = 0
    if (part.of === 'collection') for await (const { rows } of this.#shards(part.name)) count += rows
    return count
  }

  /** A place is how many pieces stand before it: the folder does not change. */
  async *read(part: Part, after: Place | undefined) {
    let number = 0
    for await (const piece of this.#pieces(part)) {
      number++
      if (number > Number(after ?? 0)) yield { piece, place: number }
    }
  }

  #pieces(part: Part): AsyncIterable<Piece> {
    if (part.of === 'keys') return this.#keys()
    if (part.of === 'collection') return this.#rows(part.name)
    if (part.of === 'counters') return this.#counters()
    return part.of === 'log' ? this.#log(part.name) : this.#files()
  }

  /** What was destroyed is told before what is kept: a crash may have left a key in the file that was to be written next. */
  async *#keys(): AsyncIterable<Piece> {
    const { disk, folder } = this.deps
    const { dropped } = this.overlay
    const path = (shard: number | 'recent') => keyPath(join(folder, 'keys'), shard, this.check.generation)
    const recent = new Map<string, { ref: string; wrapped: Buffer | null }>()
    const gone = new Set(dropped)
    for (const line of await readKeyFile(disk, path('recent'), true)) {
      const key = keyAmong(line, dropped)
      recent.set(key.ref, key)
    }
    const wanted = new Set([...recent.keys()].map(nameOf))
    const names = new Set<string>()
    for (let shard = 0; shard < keyShards; shard++) {
      for (const line of await readKeyFile(disk, path(shard), false)) {
        const key = keyAmong(line, dropped)
        gone.delete(key.ref)
        recent.delete(key.ref)
        if (key.wrapped && wanted.has(nameOf(key.ref))) names.add(nameOf(key.ref))
        yield { is: 'key', ...key }
      }
    }
    for (const key of recent.values()) {
      gone.delete(key.ref)
      // Made for a name whose key was to be dropped with a commit that never came to stand.
      if (key.wrapped && names.has(nameOf(key.ref))) continue
      if (key.wrapped) names.add(nameOf(key.ref))
      yield { is: 'key', ...key }
    }
    for (const ref of gone) yield { is: 'key', ref, wrapped: null }
  }

  async *#rows(name: string): AsyncIterable<Piece> {
    for await (const [id, row] of this.#table<KeptRow>(name)) {
      yield { is: 'row', id, keys: row.k, content: contentOf(row) }
    }
  }

  async *#counters(): AsyncIterable<Piece> {
    for await (const [name, sum] of this.#table<number>(countersTable)) yield { is: 'counter', name, sum }
  }

  async *#log(name: string): AsyncIterable<Piece> {
    const { disk, folder } = this.deps
    for (const [month, length] of Object.entries(this.manifest.logs[name] ?? {}).sort()) {
      if (this.overlay.removed.has(`${name}/${month}`)) continue
      for await (const json of lines(disk, join(folder, 'log', name, `${month}.jsonl`), length)) {
        const [seq, key, , , , content] = JSON.parse(json) as [number, string, null, null, null, Content]
        yield { is: 'entry', key, seq, month, content: contentOf(content) }
      }
    }
    for (const { key, seq, month, content } of this.overlay.entries.get(name) ?? []) {
      yield { is: 'entry', key, seq, month, content: contentOf(content) }
    }
    for await (const [key, { s }] of this.#table<{ s: number }>(headsTable(name))) yield { is: 'head', key, seq: s }
  }

  async *#files(): AsyncIterable<Piece> {
    const { disk, folder, keyOf } = this.deps
    for (const part of (await disk.list(join(folder, 'files'))).sort()) {
      for (const id of (await disk.list(join(folder, 'files', part))).sort()) {
        const path = join(folder, 'files', part, id)
        const whole = id.includes('.') ? undefined : await disk.readFile(path)
        const kept = whole && (await openFile(path, whole, keyOf))
        if (kept) yield { is: 'file', ...kept }
      }
    }
  }

  async *#shards(name: string) {
    const { disk, folder } = this.deps
    for (const file of Object.values(this.manifest.tables[name]?.files ?? {})) {
      yield await openShard(disk, folder, file, name)
    }
  }

  /** The rows of a table: those of the snapshot that the journal does not change, then those of the journal. */
  async *#table<R>(name: string): AsyncIterable<[string, R]> {
    const over = this.overlay.tables.get(name)
    for await (const shard of this.#shards(name)) {
      const rows: [string, R][] = []
      shard.each((bytes, start, end) => {
        rows.push(JSON.parse(bytes.toString('utf8', start, end)) as [string, R])
        return true
      })
      for (const row of rows) if (!over?.has(row[0])) yield row
    }
    for (const [id, row] of over ?? []) if (row !== null) yield [id, row as R]
  }
}

/** What the journal says was destroyed is so, whatever the files hold still. */
function keyAmong(line: KeyLine, dropped: ReadonlySet<string>) {
  const key = keyOfLine(line)
  return dropped.has(key.ref) ? { ...key, wrapped: null } : key
}

function contentOf({ v, y, s, d }: Content): KeptContent {
  if (y === undefined) return { v, sealedBy: null, sealed: null, clear: JSON.stringify(d) }
  return { v, sealedBy: y, sealed: Buffer.from(s ?? '', 'base64'), clear: null }
}

/** The JSON of each line of the first bytes of a file, which may be large. */
async function* lines(disk: Disk, path: string, length: number): AsyncIterable<string> {
  if ((await disk.size(path)) === undefined) throw new DamagedStore(path, 0, 'missing')
  let rest: Buffer = Buffer.alloc(0)
  let line = 0
  for await (const more of pieces(disk, path, length)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, more]) : more
    let start = 0
    for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, start)) {
      line++
      if (!isIntact(bytes, start, feed)) throw new DamagedStore(path, line, 'checksum does not match')
      yield lineJson(bytes, start, feed)
      start = feed + 1
    }
    rest = bytes.subarray(start)
  }
  if (rest.length > 0) throw new DamagedStore(path, line + 1, 'the line is cut off')
}
