import { dirname, join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { headerLine, isIntact, lineFrame, lineJson, readHeader, writeCheckedLine } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'

/** The rows of one shard of a table, as one file of the snapshot holds them. */
interface Shard {
  table: string
  /** Bytes of the header line, and the whole file; known after reading or writing. */
  header: number
  bytes: Buffer
  /** To be written: `["<id>",<row>]`, as the bytes of its JSON. */
  lines: readonly Buffer[]
  /** Read: how many rows are said to be in it. */
  rows: number
}

const nothing = { header: 0, lines: [], bytes: Buffer.alloc(0), rows: 0 }

/** lowdb's adapter for a shard: a header and a line per row, written beside the old file and moved over it, fsynced. */
class ShardFile implements Adapter<Shard> {
  constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly table: string,
  ) {}

  async read(): Promise<Shard> {
    const bytes = await this.disk.readFile(this.path)
    if (bytes === undefined) throw new DamagedStore(this.path, 0, 'missing')
    const end = bytes.indexOf(10)
    if (!isIntact(bytes, 0, end)) throw new DamagedStore(this.path, 1, 'checksum does not match')
    const header = lineJson(bytes, 0, end)
    const { table, rows } = readHeader<{ table: string; rows: number }>(this.path, header, 'snapshot')
    if (table !== this.table) throw new DamagedStore(this.path, 1, `holds ${table}`)
    return { table, header: end + 1, lines: [], bytes, rows }
  }

  async write(shard: Shard): Promise<void> {
    const header = Buffer.from(headerLine('snapshot', { table: shard.table, rows: shard.lines.length }))
    shard.header = header.length
    const length = shard.lines.reduce((sum, line) => sum + line.length + lineFrame, header.length)
    const bytes = Buffer.allocUnsafeSlow(length)
    let at = header.copy(bytes)
    for (const line of shard.lines) at = writeCheckedLine(bytes, at, line)
    shard.bytes = bytes
    await replaceFile(this.disk, this.path, bytes)
  }
}

export function snapshotFolder(folder: string): string {
  return join(folder, 'snapshot')
}

/** One file for a small table, `<table>.<shard>-<generation>` for a large one; a generation is never written twice. */
export function shardName(table: string, shard: number, shards: number, generation: number): string {
  return `${table}${shards > 1 ? `.${shard.toString(16).padStart(2, '0')}` : ''}-${generation}.jsonl`
}

export interface OpenShard {
  path: string
  /** As many as its header says. */
  rows: number
  /** The whole file. */
  bytes: Buffer
  /** Hands over each row: the bytes from `start` to `end` are its JSON. What is not exactly as it was written, or not taken, is told with its line. */
  each(take: (bytes: Buffer, start: number, end: number) => boolean): void
}

export async function openShard(disk: Disk, folder: string, name: string, table: string): Promise<OpenShard> {
  const path = join(snapshotFolder(folder), name)
  const shard = new Low<Shard>(new ShardFile(disk, path, table), { ...nothing, table })
  await shard.read()
  const { rows, bytes } = shard.data
  return { path, rows, bytes, each: (take) => eachRow(path, shard.data, take) }
}

function eachRow(path: string, { bytes, rows, header }: Shard, take: Parameters<OpenShard['each']>[0]): void {
  let line = 1
  // Not made objects of: there are hundreds of thousands at a start.
  for (let start = header; start < bytes.length; ) {
    line++
    const feed = bytes.indexOf(10, start)
    if (feed < 0 || !isIntact(bytes, start, feed)) throw new DamagedStore(path, line, 'checksum does not match')
    if (!take(bytes, start + lineFrame - 1, feed)) throw new DamagedStore(path, line, 'not a row')
    start = feed + 1
  }
  if (line - 1 !== rows) throw new DamagedStore(path, 0, `${line - 1} rows instead of ${rows}`)
}

/** Gives where in the file the first line begins, and all its bytes. */
export async function writeShard(
  disk: Disk,
  folder: string,
  name: string,
  { table, lines }: Pick<Shard, 'table' | 'lines'>,
): Promise<{ path: string; header: number; bytes: Buffer }> {
  const path = join(snapshotFolder(folder), name)
  await disk.makeFolder(dirname(path))
  const shard = new Low<Shard>(new ShardFile(disk, path, table), { ...nothing, table, lines })
  await shard.write()
  const { header, bytes } = shard.data
  return { path, header, bytes }
}
