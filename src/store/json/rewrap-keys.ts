import { setImmediate } from 'node:timers/promises'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'
import { type KeyLine, keyFileText, keyPath, readKeyFile } from './key-files'
import { WrappedKeys } from './wrapped-keys'

/** Writes all keys, wrapped by another master key, into files of another generation, and gives them as they were read back. */
export async function rewrapKeys(
  disk: Disk,
  folder: string,
  keys: WrappedKeys,
  to: { masterKey: Buffer; generation: number },
): Promise<WrappedKeys> {
  const next = new WrappedKeys(folder, to.generation, to.masterKey)
  const write = async (shard: number | 'recent', lines: readonly KeyLine[]) => {
    const path = keyPath(folder, shard, to.generation)
    await replaceFile(disk, path, Buffer.from(keyFileText(lines.map((line) => keys.rewrap(line, next)))))
    const read: KeyLine[] = []
    for await (const line of readKeyFile(disk, path, false)) read.push(line)
    if (read.length !== lines.length || !lines.every((line, i) => keys.isSame(line, next, read[i]))) {
      throw new DamagedStore(path, 0, 'the keys read back are not those that were written')
    }
    for (const line of read) next.take(line, shard === 'recent')
  }
  for (const [shard, lines] of keys.allShards().entries()) {
    // Tens of thousands take some seconds, in which messages come.
    await setImmediate()
    if (lines.length > 0) await write(shard, lines)
  }
  await write('recent', keys.recent())
  return next
}
