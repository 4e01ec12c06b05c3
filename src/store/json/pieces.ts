import { crc32 } from 'node:zlib'
import { DamagedStore } from './damage'
import type { Disk } from './disk'

const piece = 1024 * 1024

/** The first `length` bytes of a file, or all that there are, one piece after another: it may be too large to be held as a whole. */
export async function* pieces(disk: Disk, path: string, length?: number): AsyncGenerator<Buffer> {
  const file = await disk.open(path, 'read')
  try {
    for (let done = 0; done !== length; ) {
      const bytes = await file.read(Math.min(piece, (length ?? Number.POSITIVE_INFINITY) - done), done)
      if (bytes.length === 0 && length !== undefined)
        throw new DamagedStore(path, 0, `${done} bytes instead of ${length}`)
      if (bytes.length === 0) return
      done += bytes.length
      yield bytes
    }
  } finally {
    await file.close()
  }
}

/** CRC-32 of a whole file. */
export async function sumOf(disk: Disk, path: string): Promise<number> {
  let sum = 0
  for await (const bytes of pieces(disk, path)) sum = crc32(bytes, sum)
  return sum
}
