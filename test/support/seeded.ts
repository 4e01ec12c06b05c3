/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(start: number): () => number {
  let at = start
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), at | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Enough of them that writing them takes a while. */
export function randomBytesFrom(start: number): Buffer {
  const random = randomFrom(start)
  return Buffer.from(Array.from({ length: 200_000 }, () => Math.floor(random() * 256)))
}
