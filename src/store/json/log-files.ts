import { join } from 'node:path'
import { checkedLine, isIntact, lineJson } from './checked-line'
import { DamagedStore } from './damage'
import type { Disk, OpenFile, RowFile } from './disk'
import { cutFile } from './journal'
import type { EntryRow } from './layer'
import type { Content } from './row'

/** `<month>:<offset>:<length>` of an entry's line. */
type Place = string

/** What memory knows of a key: its last seq and where that entry stands, and the newest entries whose seq divides by 64 and 4096. */
export interface Head {
  s: number
  p: Place
  c?: Place
  m?: Place
}

const near = 64
const far = 4096

/** Bytes of a part that were read together. */
interface Stretch {
  month: string
  start: number
  bytes: Buffer
}

/** A conversation's entries often stand together: going back, so many bytes are read at once. */
const window = 16 * 1024

interface StoredEntry {
  seq: number
  previous: Place | null
  /** Places of the newest entries before this one with a seq divisible by 64 and by 4096: reading far back need not take each step. */
  near: Place | null
  far: Place | null
  content: Content
}

/** The monthly parts of one log. Entries are durable by their journal record first; the parts are fsynced when a snapshot is made. */
export class LogFiles {
  /** Bytes of each part. */
  readonly lengths = new Map<string, number>()
  #files = new Map<string, OpenFile>()
  #unsynced = new Set<string>()
  /** From which byte each part was written by this process: the page cache has it still, and gives it faster than a turn of the loop. */
  #fresh = new Map<string, number>()
  #rows = new Map<string, RowFile>()

  constructor(
    private readonly disk: Disk,
    readonly folder: string,
    readonly name: string,
  ) {}

  /** Appends in the order given; `heads` gives and takes the heads as rows. Done again after a crash it gives the same bytes. */
  async append(
    entries: readonly EntryRow[],
    heads: { get(key: string): string | undefined; set(key: string, row: string): void },
  ) {
    const texts = new Map<string, { at: number; length: number; lines: string[] }>()
    const made = new Map<string, string>()
    for (const entry of entries) {
      const old = made.get(entry.key) ?? heads.get(entry.key)
      const head = old === undefined ? undefined : (JSON.parse(old) as Head)
      if (entry.seq !== (head?.s ?? 0) + 1)
        throw new Error(`log ${this.name}: entry ${entry.seq} after ${head?.s ?? 0}`)
      // A key's entries never go back to an earlier part, so that removing old parts cuts a key's history only at its end.
      const last = head === undefined ? '' : head.p.slice(0, 7)
      const month = last > entry.month ? last : entry.month
      let text = texts.get(month)
      if (text === undefined) {
        const at = this.lengths.get(month) ?? 0
        text = { at, length: at, lines: [] }
        texts.set(month, text)
      }
      const key = JSON.stringify(entry.key)
      const places = JSON.stringify([head?.p ?? null, head?.c ?? null, head?.m ?? null]).slice(1, -1)
      const line = checkedLine(`[${entry.seq},${key},${places},${entry.row}]`)
      const length = Buffer.byteLength(line)
      const place = `${month}:${text.length}:${length}`
      text.lines.push(line)
      text.length += length
      const c = entry.seq % near === 0 ? place : head?.c
      const m = entry.seq % far === 0 ? place : head?.m
      made.set(entry.key, JSON.stringify({ s: entry.seq, p: place, ...(c && { c }), ...(m && { m }) } satisfies Head))
    }
    for (const [month, text] of texts) {
      const file = await this.#file(month)
      await file.write(Buffer.from(text.lines.join('')), text.at)
      this.lengths.set(month, text.length)
      if (!this.#fresh.has(month)) this.#fresh.set(month, text.at)
      this.#unsynced.add(month)
    }
    for (const [key, row] of made) heads.set(key, row)
  }

  /** Entries of a key with `from` ≤ seq ≤ `to`, oldest first; `oldest` takes the oldest `limit` of them, else the newest. */
  async read(key: string, head: Head, from: number, to: number, limit: number, oldest: boolean) {
    if (limit <= 0 || from > to) return []
    const start = oldest ? Math.min(to, from + limit - 1) : to
    const found = await this.#back(key, head, from, start, limit)
    if (!oldest || found.length === start - from + 1) return found
    const first = await this.#first(key, head, from)
    return first === undefined || first > to ? [] : this.#back(key, head, first, Math.min(to, first + limit - 1), limit)
  }

  /** Whether it is the newest part, and this process has written to it. */
  isWritten(month: string): boolean {
    return this.#fresh.has(month) && ![...this.lengths.keys()].some((other) => other > month)
  }

  async sync(): Promise<void> {
    const months = [...this.#unsynced]
    for (const month of months) {
      this.#unsynced.delete(month)
      try {
        await (await this.#file(month)).sync()
      } catch (error) {
        this.#unsynced.add(month)
        throw error
      }
    }
    if (months.length > 0) await this.disk.syncFolder(this.folder)
  }

  /** Cuts a part to the length the snapshot knows; what came later comes again from the journal. */
  async cut(month: string, length: number): Promise<void> {
    const path = this.#path(month)
    if (length === 0) await this.disk.remove(path)
    else if ((await this.disk.size(path)) !== length) await cutFile(this.disk, path, length)
    if (length > 0) this.lengths.set(month, length)
  }

  async remove(month: string): Promise<void> {
    this.lengths.delete(month)
    this.#unsynced.delete(month)
    const file = this.#files.get(month)
    this.#files.delete(month)
    this.#fresh.delete(month)
    this.#rows.get(month)?.close()
    this.#rows.delete(month)
    await file?.close()
    await this.disk.remove(this.#path(month))
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()]
    this.#files.clear()
    this.#fresh.clear()
    for (const rows of this.#rows.values()) rows.close()
    this.#rows.clear()
    for (const file of files) await file.close().catch(() => {})
  }

  #path(month: string): string {
    return join(this.folder, `${month}.jsonl`)
  }

  async #file(month: string): Promise<OpenFile> {
    let file = this.#files.get(month)
    if (file === undefined) {
      await this.disk.makeFolder(this.folder)
      const opened = await this.disk.open(this.#path(month), 'change')
      // Two readers may have opened it at once.
      file = this.#files.get(month) ?? opened
      if (file !== opened) await opened.close()
      this.#files.set(month, file)
    }
    return file
  }

  /** Undefined when the part has been removed by age. With a stretch, what stands before it is read at once and looked at first. */
  async #entry(key: string, place: Place, stretch?: Stretch): Promise<StoredEntry | undefined> {
    const [month, offset, length] = place.split(':') as [string, string, string]
    if (!this.lengths.has(month)) return undefined
    const line = await this.#line(month, Number(offset), Number(length), stretch)
    if (line.length < Number(length) || !isIntact(line, 0, line.length - 1)) {
      throw new DamagedStore(this.#path(month), 0, `no whole entry at byte ${offset}`)
    }
    const [seq, stands, previous, c, m, content] = JSON.parse(lineJson(line, 0, line.length - 1)) as unknown[]
    if (stands !== key) throw new DamagedStore(this.#path(month), 0, `the entry at byte ${offset} has another key`)
    return { seq, previous, near: c, far: m, content } as StoredEntry
  }

  async #line(month: string, offset: number, length: number, stretch: Stretch | undefined): Promise<Buffer> {
    if (offset >= (this.#fresh.get(month) ?? Number.POSITIVE_INFINITY)) {
      const line = Buffer.allocUnsafe(length)
      return line.subarray(0, this.#rowsOf(month).read(line, length, offset))
    }
    const end = offset + length
    if (stretch === undefined) return (await this.#file(month)).read(length, offset)
    if (stretch.month !== month || offset < stretch.start || end > stretch.start + stretch.bytes.length) {
      stretch.month = month
      stretch.start = Math.max(0, Math.min(offset, end - window))
      stretch.bytes = await (await this.#file(month)).read(end - stretch.start, stretch.start)
    }
    return stretch.bytes.subarray(offset - stretch.start, end - stretch.start)
  }

  #rowsOf(month: string): RowFile {
    let rows = this.#rows.get(month)
    if (rows === undefined) {
      rows = this.disk.openRows(this.#path(month))
      this.#rows.set(month, rows)
    }
    return rows
  }

  /** The entry with the seq, or undefined when it does not exist any more. */
  async #seek(key: string, head: Head, seq: number): Promise<StoredEntry | undefined> {
    let entry = await this.#entry(key, jump(head.s + 1, seq, head.p, head.c, head.m) ?? head.p)
    while (entry !== undefined && entry.seq > seq) {
      const place = jump(entry.seq, seq, entry.previous, entry.near, entry.far)
      entry = place === null ? undefined : await this.#entry(key, place)
    }
    return entry
  }

  async #back(key: string, head: Head, from: number, to: number, limit: number): Promise<StoredEntry[]> {
    const found: StoredEntry[] = []
    let entry = await this.#seek(key, head, to)
    const stretch: Stretch = { month: '', start: 0, bytes: Buffer.alloc(0) }
    while (entry !== undefined && entry.seq >= from && found.length < limit) {
      found.push(entry)
      entry = entry.previous === null ? undefined : await this.#entry(key, entry.previous, stretch)
    }
    return found.reverse()
  }

  /** Seq of the oldest entry kept, not looking further back than `from`. */
  async #first(key: string, head: Head, from: number): Promise<number | undefined> {
    let entry = await this.#entry(key, head.p)
    let seq = entry?.seq
    while (entry !== undefined && entry.seq > from) {
      const places = [jump(entry.seq, from, entry.previous, entry.near, entry.far), entry.near, entry.previous]
      let next: StoredEntry | undefined
      for (const place of places) {
        if (place !== null && next === undefined) next = await this.#entry(key, place)
      }
      if (next !== undefined) seq = next.seq
      entry = next
    }
    return seq
  }
}

/** From an entry towards an earlier seq: the farthest of its three places that does not pass the seq. */
function jump(from: number, to: number, previous: Place | null, c?: Place | null, m?: Place | null): Place | null {
  if (m && Math.floor((from - 1) / far) * far >= to) return m
  if (c && Math.floor((from - 1) / near) * near >= to) return c
  return previous
}
