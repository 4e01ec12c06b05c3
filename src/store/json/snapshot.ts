import { dirname, join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { checkedLine, headerLine, intactLines, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'
import type { Row } from './row'

/** The rows of one shard of a table, as one file of the snapshot holds them. */
export interface Shard {
  table: string
  rows: [id: string, row: Row][]
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
    const rows: [string, Row][] = []
    let expected = 0
    for (const { number, json } of intactLines(this.path, bytes)) {
      if (number === 1) {
        const header = readHeader<{ table: string; rows: number }>(this.path, json, 'snapshot')
        if (header.table !== this.table) throw new DamagedStore(this.path, 1, `holds ${header.table}`)
        expected = header.rows
      } else {
        const end = idEnd(json)
        if (end < 0) throw new DamagedStore(this.path, number, 'not a row')
        rows.push([JSON.parse(json.slice(1, end)) as string, json.slice(end + 1, -1)])
      }
    }
    if (rows.length !== expected) throw new DamagedStore(this.path, 0, `${rows.length} rows instead of ${expected}`)
    return { table: this.table, rows }
  }

  async write({ table, rows }: Shard): Promise<void> {
    const lines = [headerLine('snapshot', { table, rows: rows.length })]
    for (const [id, row] of rows) lines.push(checkedLine(`[${JSON.stringify(id)},${row}]`))
    await replaceFile(this.disk, this.path, Buffer.from(lines.join('')))
  }
}

/** Index of the comma after the id in `["<id>",<row>]`, or -1. */
function idEnd(json: string): number {
  if (!json.startsWith('["') || !json.endsWith(']')) return -1
  for (let i = 2; i < json.length; i++) {
    if (json[i] === '\\') i++
    else if (json[i] === '"') return json[i + 1] === ',' ? i + 1 : -1
  }
  return -1
}

export function snapshotFolder(folder: string): string {
  return join(folder, 'snapshot')
}

/** One file for a small table, `<table>.<shard>-<generation>` for a large one; a generation is never written twice. */
export function shardName(table: string, shard: number, shards: number, generation: number): string {
  return `${table}${shards > 1 ? `.${shard.toString(16).padStart(2, '0')}` : ''}-${generation}.jsonl`
}

export async function readShard(disk: Disk, folder: string, name: string, table: string): Promise<Shard['rows']> {
  const shard = new Low<Shard>(new ShardFile(disk, join(snapshotFolder(folder), name), table), { table, rows: [] })
  await shard.read()
  return shard.data.rows
}

export async function writeShard(disk: Disk, folder: string, name: string, data: Shard): Promise<void> {
  const path = join(snapshotFolder(folder), name)
  await disk.makeFolder(dirname(path))
  await new Low<Shard>(new ShardFile(disk, path, data.table), data).write()
}
