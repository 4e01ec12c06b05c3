/** FNV-1a over the code units; spreads ids evenly over a power of two of shards. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (shards - 1)
}

/** The same of the bytes of an id's JSON text; undefined where they are not its code units. */
export function shardOfBytes(bytes: Uint8Array, start: number, end: number, shards: number): number | undefined {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte > 0x7f || byte === 0x5c) return undefined
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash ^ (hash >>> 15)) & (shards - 1)
}
