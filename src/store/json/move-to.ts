import { dirname, join } from 'node:path'
import { z } from 'zod'
import { blinder } from '../envelope'
import type { KeptContent, Part, Piece, Progress, Target } from '../move'
import type { Collection, Log } from '../store'
import { checkedLine, headerLine } from './checked-line'
import { type Disk, replaceFile } from './disk'
import { fileContent, filePath } from './files'
import { GrowingFiles } from './growing-files'
import { Journal } from './journal'
import { type KeyCheck, newCheck, writeKeyCheck } from './key-check'
import { keyLinesText, keyPath, keyShards, lineOfKey, nameOf } from './key-files'
import { type Manifest, writeManifest } from './manifest'
import { pieces as bytesOf } from './pieces'
import { clearContent, row, sealedContent } from './row'
import { shardOf } from './shard'
import { shardName, snapshotFolder } from './snapshot'
import { countersTable, headsTable, shapeOf } from './state'
import { shardsFor } from './table'

const noteSchema = z.object({
  fingerprint: z.string(),
  part: z.number(),
  after: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]).nullable(),
  /** Bytes and lines of each file. */
  lengths: z.record(z.string(), z.tuple([z.number(), z.number()])),
  /** Shards of the tables begun. */
  shards: z.record(z.string(), z.number()),
  /** The log's key whose entries are being laid, and where its last ones lie. */
  chain: z
    .object({ key: z.string(), s: z.number(), p: z.string(), c: z.string().optional(), m: z.string().optional() })
    .nullable(),
})
type Note = z.infer<typeof noteSchema>

export interface FolderTargetDeps {
  disk: Disk
  /** It is filled beside the place that it will have. */
  folder: string
  masterKey: Buffer
  check: KeyCheck
  collections: readonly Collection[]
  logs: readonly Log[]
  keyOf(ref: string): Promise<Buffer | undefined>
}

/** So often is written down how far it has come: each time waits for many files. */
const notedAfter = 20_000
/** A place of no entry: those that stood there have gone by age. */
const nowhere = '0000-00:0:0'

export function movingFolder(folder: string): string {
  return `${folder}.moving`
}

/** Lays a store into a new folder, in the order in which the pieces come. */
export class FolderTarget implements Target {
  #unnoted = 0
  readonly #files: GrowingFiles

  private constructor(
    private readonly deps: FolderTargetDeps,
    private readonly note: Note,
  ) {
    this.#files = new GrowingFiles(deps.disk, deps.folder, note.lengths)
  }

  static async open(deps: FolderTargetDeps, fingerprint: string): Promise<FolderTarget | 'other-source'> {
    const { disk, folder } = deps
    const bytes = await disk.readFile(join(folder, 'move.json'))
    if (bytes === undefined) {
      // Only what was killed before its first word stands there.
      await disk.removeFolder(folder)
      await disk.makeFolder(folder)
    }
    const begun: Note = { fingerprint, part: 0, after: null, lengths: {}, shards: {}, chain: null }
    const note = bytes ? noteSchema.parse(JSON.parse(bytes.toString('utf8'))) : begun
    if (note.fingerprint !== fingerprint) return 'other-source'
    const target = new FolderTarget(deps, note)
    await target.#files.cut()
    await target.#keep(note)
    return target
  }

  get progress(): Progress {
    const { fingerprint, part, after } = this.note
    return { fingerprint, part, after }
  }

  async begin(part: Part, count: number): Promise<void> {
    if (part.of === 'keys' && Object.keys(this.note.lengths).length === 0) {
      const header = headerLine('keys', {})
      for (let shard = 0; shard < keyShards; shard++) this.#files.add(keyPath('keys', shard, 0), header)
      this.#files.add(keyPath('keys', 'recent', 0), header)
    }
    const table = tableOf(part)
    if (table) this.note.shards[table] ??= shardsFor(count)
  }

  async take(part: Part, pieces: readonly Piece[], progress: Progress): Promise<void> {
    for (const piece of pieces) {
      if (piece.is === 'file') await this.#layFile(piece)
      else this.#lay(part, piece)
    }
    await this.#files.write()
    this.#unnoted += pieces.length
    if (this.#unnoted >= notedAfter || part.of === 'files') await this.#keep(progress)
  }

  async finish(part: Part, progress: Progress): Promise<void> {
    await this.#files.write()
    const table = tableOf(part)
    const shards = table ? (this.note.shards[table] ?? 1) : 0
    for (let shard = 0; table && shard < shards; shard++) await this.#compose(table, shard, shards)
    for (let shard = 0; table && shard < shards; shard++) {
      const body = this.note.lengths[bodyPath(table, shard)]
      // How many there were is still to be told.
      if (body) this.note.lengths[bodyPath(table, shard)] = [0, body[1]]
    }
    this.note.chain = null
    await this.#keep(progress)
    await this.#files.close()
    for (let shard = 0; table && shard < shards; shard++) {
      await this.deps.disk.remove(join(this.deps.folder, bodyPath(table, shard)))
    }
  }

  /** What makes it a store, last of all the manifest. */
  async end(): Promise<void> {
    const { disk, folder, masterKey, check, collections, logs } = this.deps
    await this.#files.close()
    const { secret, former, since } = check
    await writeKeyCheck(disk, join(folder, 'keys'), newCheck(masterKey, { generation: 0, secret, former, since }))
    await (await Journal.begin(disk, folder, 1, 1)).abandon()
    const { plans } = shapeOf(disk, folder, collections, logs, blinder(secret))
    const manifest: Manifest = { journal: 1, seq: 1, tables: {}, logs: {} }
    for (const name of [...plans.keys(), countersTable, ...logs.map((log) => headsTable(log.name))]) {
      const plan = plans.get(name)
      const shards = this.note.shards[name] ?? 1
      const files = Array.from({ length: shards }, (_, shard) => shard).filter((shard) => this.#rows(name, shard) > 0)
      manifest.tables[name] = {
        version: plan?.collection.version ?? null,
        signature: plan?.signature ?? null,
        shards,
        files: Object.fromEntries(files.map((shard) => [shard, shardName(name, shard, shards, 1)])),
      }
    }
    for (const [path, [bytes]] of Object.entries(this.note.lengths)) {
      const [, log, month] = /^log\/([^/]+)\/(\d{4}-\d\d)\.jsonl$/.exec(path) ?? []
      if (log && month) manifest.logs[log] = { ...manifest.logs[log], [month]: bytes }
    }
    await writeManifest(disk, folder, manifest)
    for (const name of await disk.list(snapshotFolder(folder))) {
      if (name.endsWith('.body')) await disk.remove(join(snapshotFolder(folder), name))
    }
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #rows(table: string, shard: number): number {
    return this.note.lengths[bodyPath(table, shard)]?.[1] ?? 0
  }

  #lay(part: Part, piece: Exclude<Piece, { is: 'file' }>): void {
    const table = tableOf(part) ?? ''
    switch (piece.is) {
      case 'key': {
        const path = keyPath('keys', shardOf(nameOf(piece.ref), keyShards), 0)
        this.#files.add(path, keyLinesText([lineOfKey(piece.ref, piece.wrapped)]))
        return
      }
      case 'row':
        this.#layRow(table, piece.id, row(piece.keys, contentText(piece.content)))
        return
      case 'counter':
        this.#layRow(table, piece.name, String(piece.sum))
        return
      case 'entry':
        this.#layEntry('name' in part ? part.name : '', piece)
        return
      case 'head': {
        const { key, ...chain } = this.note.chain?.key === piece.key ? this.note.chain : { key: '', p: nowhere }
        this.#layRow(table, piece.key, JSON.stringify({ ...chain, s: piece.seq }))
      }
    }
  }

  #layRow(table: string, id: string, text: string): void {
    const shard = shardOf(id, this.note.shards[table] ?? 1)
    this.#files.add(bodyPath(table, shard), checkedLine(`[${JSON.stringify(id)},${text}]`))
  }

  /** As `LogFiles` appends it. */
  #layEntry(log: string, { key, seq, month, content }: Extract<Piece, { is: 'entry' }>): void {
    const before = this.note.chain?.key === key ? this.note.chain : undefined
    const last = before?.p.slice(0, 7) ?? ''
    const file = last > month ? last : month
    const places = JSON.stringify([before?.p ?? null, before?.c ?? null, before?.m ?? null]).slice(1, -1)
    const line = checkedLine(`[${seq},${JSON.stringify(key)},${places},${contentText(content)}]`)
    const { at, length } = this.#files.add(join('log', log, `${file}.jsonl`), line)
    const p = `${file}:${at}:${length}`
    const c = seq % 64 === 0 ? p : before?.c
    const m = seq % 4096 === 0 ? p : before?.m
    this.note.chain = { key, s: seq, p, ...(c && { c }), ...(m && { m }) }
  }

  async #layFile(piece: Extract<Piece, { is: 'file' }>): Promise<void> {
    const { disk, folder, keyOf } = this.deps
    const key = await keyOf(piece.ref)
    if (key === undefined) return
    const path = filePath(folder, piece.file.id)
    await disk.makeFolder(dirname(path))
    await replaceFile(disk, path, fileContent(piece, key))
  }

  /** Puts the header, which says how many there are, before the rows of a shard. */
  async #compose(table: string, shard: number, shards: number): Promise<void> {
    const { disk, folder } = this.deps
    const rows = this.#rows(table, shard)
    if (rows === 0) return
    const file = await disk.open(join(snapshotFolder(folder), shardName(table, shard, shards, 1)), 'create')
    try {
      const header = Buffer.from(headerLine('snapshot', { table, rows }))
      await file.write(header, 0)
      let at = header.length
      for await (const bytes of bytesOf(
        disk,
        join(folder, bodyPath(table, shard)),
        this.note.lengths[bodyPath(table, shard)]?.[0],
      )) {
        await file.write(bytes, at)
        at += bytes.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
  }

  async #keep(progress: Progress): Promise<void> {
    await this.#files.sync()
    const { part, after } = progress
    Object.assign(this.note, { part, after })
    await replaceFile(this.deps.disk, join(this.deps.folder, 'move.json'), Buffer.from(JSON.stringify(this.note)))
    this.#unnoted = 0
  }
}

function tableOf(part: Part): string | undefined {
  if (part.of === 'collection') return part.name
  if (part.of === 'counters') return countersTable
  return part.of === 'log' ? headsTable(part.name) : undefined
}

function bodyPath(table: string, shard: number): string {
  return join('snapshot', `${table}.${shard}.body`)
}

function contentText({ v, sealedBy, sealed, clear }: KeptContent): string {
  return sealedBy === null ? clearContent(v, String(clear)) : sealedContent(v, sealedBy, sealed as Buffer)
}
