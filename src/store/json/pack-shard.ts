import type { Disk } from './disk'
import { keptPacked } from './packed-file'
import { type PackedShard, Packing, type PackJob } from './packed-shard'
import { openShard } from './snapshot'

/**
 * A shard as a start wants it. What was packed when it was written stands beside it and is taken where it is of these very bytes; else every
 * line is verified and read, and what is damaged is told with file and line.
 */
export async function packShard(disk: Disk, { folder, file, table, indexes, seed }: PackJob): Promise<PackedShard> {
  const shard = await openShard(disk, folder, file, table)
  const kept = await keptPacked(disk, shard, { indexes, seed })
  if (kept !== undefined) return kept
  const packing = new Packing(shard.rows, indexes, seed)
  shard.each((bytes, start, end) => packing.add(bytes, start, end, start))
  return packing.packed()
}
