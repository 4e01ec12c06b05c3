/** All names of a shard: their texts one behind the other; by number, from 1: where each ends, its hash, and by how many it is held. */
export interface PackedNames {
  seed: number
  texts: Uint8Array
  ends: Uint32Array
  hashes: Int32Array
  uses: Uint32Array
}

/** Names as they are under any seed. */
export type UnhashedNames = Omit<PackedNames, 'seed' | 'hashes'>

export function hashedAnew(names: UnhashedNames, seed: number): PackedNames {
  let start = 0
  const hashes = new Int32Array(names.ends.length)
  names.ends.forEach((end, i) => {
    hashes[i] = hashOf(seed, names.texts, start, end)
    start = end
  })
  return { ...names, seed, hashes }
}

/** FNV-1a, mixed once more. */
export function hashOf(seed: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = seed
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
