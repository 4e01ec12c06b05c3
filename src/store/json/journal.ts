import { dirname, join } from 'node:path'
import { checkedLine, headerLine, isIntact, lineJson, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, type OpenFile, replaceFile } from './disk'

/** What one commit changed, as it stands in the journal; every value is the whole new one, so that replaying twice is harmless. */
export interface CommitRecord {
  /** Documents: collection, id, row or null when deleted. */
  d?: [string, string, object | null][]
  /** Counters: name, new sum. */
  a?: [string, number][]
  /** Log entries: log, key, seq, month, row. */
  l?: [string, string, number, string, object][]
  /** References of destroyed data keys. */
  x?: string[]
  /** Removed log parts: log, month. */
  p?: [string, string][]
}

/** One line of the journal: the commits that shared a write and an fsync. One line, so that a crash can tear none but the last. */
export interface JournalRecord {
  n: number
  c: CommitRecord[]
}

export function journalPath(folder: string, number: number): string {
  return join(folder, 'journal', `${String(number).padStart(8, '0')}.jsonl`)
}

export function journalNumber(name: string): number | undefined {
  const match = /^(\d{8})\.jsonl$/.exec(name)
  return match ? Number(match[1]) : undefined
}

function recordLine(seq: number, commits: readonly string[]): string {
  return checkedLine(`{"n":${seq},"c":[${commits.join(',')}]}`)
}

/** The journal file now written to. */
export class Journal {
  private constructor(
    readonly disk: Disk,
    readonly folder: string,
    readonly number: number,
    private file: OpenFile,
    /** Bytes known to be durable. */
    public length: number,
    public nextSeq: number,
  ) {}

  /** Makes a new file, whole from its first moment: after a crash it is there with its header or not at all. */
  static async begin(disk: Disk, folder: string, number: number, seq: number, options: { probe?: boolean } = {}) {
    const path = journalPath(folder, number)
    const text = headerLine('journal', { first: seq }) + (options.probe ? recordLine(seq, []) : '')
    const bytes = Buffer.from(text)
    await disk.makeFolder(dirname(path))
    await replaceFile(disk, path, bytes)
    return Journal.resume(disk, folder, number, bytes.length, options.probe ? seq + 1 : seq)
  }

  /**
   * After a failure: cuts the old file, through a new descriptor, to what is known to be durable, and begins a new one with a probe.
   * May be called again with the same journal until it succeeds: until then nothing of the new file was told to anybody.
   */
  static async beginAfter(failed: Journal): Promise<Journal> {
    await failed.abandon()
    await cutFile(failed.disk, journalPath(failed.folder, failed.number), failed.length)
    return Journal.begin(failed.disk, failed.folder, failed.number + 1, failed.nextSeq, { probe: true })
  }

  static async resume(disk: Disk, folder: string, number: number, length: number, nextSeq: number): Promise<Journal> {
    return new Journal(disk, folder, number, await disk.open(journalPath(folder, number), 'change'), length, nextSeq)
  }

  /** Durable when it settles. After it threw, this object is good for nothing but `abandon`. */
  async append(commits: readonly string[]): Promise<void> {
    const bytes = Buffer.from(recordLine(this.nextSeq, commits))
    await this.file.write(bytes, this.length)
    await this.file.sync()
    this.length += bytes.length
    this.nextSeq++
  }

  /** Gives up a descriptor whose fsync failed: the kernel may have forgotten what it could not write, so it is never asked again. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => {})
  }
}

export async function cutFile(disk: Disk, path: string, length: number): Promise<void> {
  const file = await disk.open(path, 'change')
  try {
    await file.truncate(length)
    await file.sync()
  } finally {
    await file.close()
  }
}

export interface ReadJournal {
  /** Bytes up to the end of the last whole record. */
  length: number
  nextSeq: number
}

/** Hands each record to `take`. Only in the last file may the last line be torn; it then counts as never written. */
export function readJournal(
  file: string,
  bytes: Buffer,
  expected: { seq: number | undefined; last: boolean },
  take: (record: JournalRecord, line: number) => void,
): ReadJournal {
  let nextSeq = expected.seq ?? 0
  let start = 0
  for (let line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(10, start)
    if (feed < 0 || !isIntact(bytes, start, feed)) {
      const torn = expected.last && line > 1 && (feed < 0 || feed === bytes.length - 1)
      if (torn) return { length: start, nextSeq }
      throw new DamagedStore(file, line, feed < 0 ? 'the line is cut off' : 'checksum does not match')
    }
    const json = lineJson(bytes, start, feed)
    if (line === 1) {
      const header = readHeader<{ first: number }>(file, json, 'journal')
      if (expected.seq !== undefined && header.first !== expected.seq) {
        throw new DamagedStore(file, 1, `begins with record ${header.first}, but ${expected.seq} is next`)
      }
      nextSeq = header.first
    } else {
      const record = JSON.parse(json) as JournalRecord
      if (record.n !== nextSeq) throw new DamagedStore(file, line, `record ${record.n}, but ${nextSeq} is next`)
      take(record, line)
      nextSeq++
    }
    start = feed + 1
  }
  if (start === 0) throw new DamagedStore(file, 0, 'empty')
  return { length: start, nextSeq }
}
