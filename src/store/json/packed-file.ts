import { endianness } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import type { Disk } from './disk'
import { hashedAnew, type UnhashedNames } from './packed-names'
import type { PackedIndex, PackedShard, PackJob } from './packed-shard'
import { type OpenShard, snapshotFolder } from './snapshot'

/** Raised when a shard is packed in another way: also with how ids are spread over shards, how instants become numbers, how names are escaped. */
const format = 1
/** The sum of what follows. */
const frame = 4

interface Kept {
  format: number
  /** Of the machine's whole numbers. */
  order: 'BE' | 'LE'
  /** Of the shard it was packed from: its bytes, and how many indexes its rows have keys of. */
  length: number
  sum: number
  indexes: number
  packed: Omit<PackedShard, 'names'> & { names: UnhashedNames }
}

/** Beside each file of the snapshot. */
export const packedName = (file: string) => file.replace(/\.jsonl$/, '.packed')

/** A file of the snapshot with what stands beside it. */
export async function removeShard(disk: Disk, folder: string, file: string): Promise<void> {
  for (const name of [file, packedName(file)]) await disk.remove(join(snapshotFolder(folder), name)).catch(() => {})
}

/** Lays what a start would read out of a shard beside it. It can be had again at any time: nobody waits for the disk, and nothing fails with it. */
export async function keepPacked(
  disk: Disk,
  { path, bytes }: Pick<OpenShard, 'path' | 'bytes'>,
  { names: { texts, ends, uses }, ...packed }: PackedShard,
): Promise<void> {
  try {
    const kept: Kept = {
      format,
      order: endianness(),
      length: bytes.length,
      sum: crc32(bytes),
      indexes: packed.indexes.length,
      packed: { ...packed, names: { texts, ends, uses } },
    }
    const body = serialize(kept)
    const whole = Buffer.allocUnsafeSlow(frame + body.length)
    whole.writeUInt32LE(crc32(body))
    whole.set(body, frame)
    const file = await disk.open(packedName(path), 'create')
    await file.write(whole, 0).finally(() => file.close())
  } catch {
    await disk.remove(packedName(path)).catch(() => {})
  }
}

/**
 * What stands beside a shard, if it is whole and of exactly these bytes: then every line is as it was written. Whatever is wrong with it, the
 * lines are there to be read.
 */
export async function keptPacked(
  disk: Disk,
  shard: Pick<OpenShard, 'path' | 'bytes'>,
  wanted: Pick<PackJob, 'indexes' | 'seed'>,
): Promise<PackedShard | undefined> {
  try {
    const whole = await disk.readFile(packedName(shard.path))
    return whole && packedIn(whole, shard, wanted)
  } catch {
    return undefined
  }
}

function packedIn(
  whole: Buffer,
  { bytes }: Pick<OpenShard, 'bytes'>,
  { indexes, seed }: Pick<PackJob, 'indexes' | 'seed'>,
): PackedShard | undefined {
  const body = whole.subarray(frame)
  if (whole.readUInt32LE() !== crc32(body)) return undefined
  const kept = deserialize(body) as Kept
  if (kept.format !== format || kept.order !== endianness() || kept.indexes !== (indexes ?? 0)) return undefined
  if (kept.length !== bytes.length || kept.sum !== crc32(bytes)) return undefined
  const { names, ids, shards, offsets, lengths } = kept.packed
  return {
    names: hashedAnew({ texts: names.texts.slice(), ends: names.ends.slice(), uses: names.uses.slice() }, seed),
    ids: ids.slice(),
    shards: shards.slice(),
    offsets: offsets.slice(),
    lengths: lengths.slice(),
    indexes: kept.packed.indexes.map(ownIndex),
  }
}

/** What was read shares one piece of memory, which a thread could not hand over. */
function ownIndex({ keys, ids, orders, kinds, words }: PackedIndex): PackedIndex {
  return { keys: keys.slice(), ids: ids.slice(), orders: orders.slice(), kinds: kinds.slice(), words }
}
