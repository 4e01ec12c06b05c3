/** FNV-1a over the code units; spreads ids evenly over a power of two of shards. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (shards - 1)
}
