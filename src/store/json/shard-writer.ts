import { isIntact, lineFrame } from './checked-line'
import { DamagedStore } from './damage'
import type { Disk } from './disk'
import { keepPacked } from './packed-file'
import { Packing } from './packed-shard'
import { writeShard } from './snapshot'

/** A shard to be written: its rows in order, each a new line or one that stands in a file of the old snapshot. Plain, so that a thread takes it. */
export interface ShardJob {
  folder: string
  name: string
  table: string
  /** Paths of the files that rows are carried over from. */
  sources: string[]
  /** By row: the place of its file in `sources` from 1, 0 when it is new; then the byte where its JSON begins, and the bytes of that. */
  from: Uint32Array
  offsets: Uint32Array
  lengths: Uint32Array
  /** JSON of the new lines, in order. */
  fresh: string[]
  /** How many indexes the rows have keys of; undefined where that is not known. */
  indexes: number | undefined
  /** Whether what a start reads out of it is to be laid beside it. */
  packs: boolean
}

export interface WrittenShard {
  /** Bytes of the header line. */
  header: number
  /** Bytes of each row's JSON. */
  lengths: Uint32Array
}

/** Writes shards for the time of one snapshot. */
export interface ShardWriter {
  write(job: ShardJob): Promise<WrittenShard>
  close(): Promise<void>
}

/** In this thread. */
export function shardWriterOn(disk: Disk): ShardWriter {
  return { write: (job) => writeJob(disk, job), close: async () => {} }
}

/** What stands on the disk is verified and carried over as it is. */
export async function writeJob(disk: Disk, job: ShardJob): Promise<WrittenShard> {
  const { folder, name, table, sources, from, offsets, lengths } = job
  const files = await Promise.all(sources.map(async (path) => (await disk.readFile(path)) ?? Buffer.alloc(0)))
  const lines: Buffer[] = []
  let fresh = 0
  from.forEach((source, row) => {
    const bytes = files[source - 1]
    if (bytes === undefined) {
      lines.push(Buffer.from(job.fresh[fresh++] as string))
      return
    }
    const offset = offsets[row] as number
    const end = offset + (lengths[row] as number)
    if (end > bytes.length || !isIntact(bytes, offset - lineFrame + 1, end)) {
      throw new DamagedStore(sources[source - 1] as string, 0, `no whole row at byte ${offset}`)
    }
    lines.push(bytes.subarray(offset, end))
  })
  const { path, header, bytes } = await writeShard(disk, folder, name, { table, lines })
  const written = { header, lengths: Uint32Array.from(lines, (line) => line.length) }
  if (!job.packs) return written
  const packing = new Packing(lines.length, job.indexes)
  let at = header + lineFrame - 1
  const isPacked = lines.every((line) => {
    const isRow = packing.add(line, 0, line.length, at)
    at += line.length + lineFrame
    return isRow
  })
  if (isPacked) await keepPacked(disk, { path, bytes }, packing.packed())
  return written
}
