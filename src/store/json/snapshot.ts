import { dirname, join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { headerLine, intactBytes, lineFrame, readHeader, writeCheckedLine } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'

/** The rows of one shard of a table, as one file of the snapshot holds them. */
export interface Shard {
  table: string
  /** Bytes of the header line; known after reading or writing. */
  header: number
  /** `["<id>",<row>]`, as the bytes of its JSON. */
  lines: Buffer[]
}

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
    const [first, ...lines] = intactBytes(this.path, bytes)
    if (first === undefined) throw new DamagedStore(this.path, 0, 'empty')
    const { table, rows } = readHeader<{ table: string; rows: number }>(this.path, first.toString(), 'snapshot')
    if (table !== this.table) throw new DamagedStore(this.path, 1, `holds ${table}`)
    if (lines.length !== rows) throw new DamagedStore(this.path, 0, `${lines.length} rows instead of ${rows}`)
    return { table, header: first.length + lineFrame, lines }
  }

  async write(shard: Shard): Promise<void> {
    const header = Buffer.from(headerLine('snapshot', { table: shard.table, rows: shard.lines.length }))
    shard.header = header.length
    const length = shard.lines.reduce((sum, line) => sum + line.length + lineFrame, header.length)
    const bytes = Buffer.allocUnsafeSlow(length)
    let at = header.copy(bytes)
    for (const line of shard.lines) at = writeCheckedLine(bytes, at, line)
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

export async function readShard(disk: Disk, folder: string, name: string, table: string): Promise<Shard> {
  const file = new ShardFile(disk, join(snapshotFolder(folder), name), table)
  const shard = new Low<Shard>(file, { table, header: 0, lines: [] })
  await shard.read()
  return shard.data
}

/** Gives where in the file the first line begins. */
export async function writeShard(
  disk: Disk,
  folder: string,
  name: string,
  { table, lines }: Pick<Shard, 'table' | 'lines'>,
): Promise<number> {
  const path = join(snapshotFolder(folder), name)
  await disk.makeFolder(dirname(path))
  const shard = new Low<Shard>(new ShardFile(disk, path, table), { table, header: 0, lines })
  await shard.write()
  return shard.data.header
}
