import { parentPort } from 'node:worker_threads'
import { DamagedStore } from './damage'
import { realDisk } from './disk'
import { packShard } from './pack-shard'
import type { PackedShard } from './packed-shard'
import type { Answer, Asked } from './shard-thread'
import { writeJob } from './shard-writer'

/** What runs in a thread of its own while a start reads the snapshot, or one is made: one shard after another. */
parentPort?.on('message', async (asked: Asked) => {
  const answer = await answerTo(asked)
  const moved = 'packed' in answer ? buffersOf(answer.packed) : []
  parentPort?.postMessage({ id: asked.id, answer }, moved as ArrayBuffer[])
})

async function answerTo(asked: Asked): Promise<Answer> {
  try {
    if ('write' in asked) return { written: await writeJob(realDisk, asked.write) }
    return { packed: await packShard(realDisk, asked.pack) }
  } catch (error) {
    if (error instanceof DamagedStore) {
      const { file, line, reason } = error
      return { damaged: { file, line, reason } }
    }
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

/** Handed over, not copied. */
function buffersOf({ names, ids, shards, offsets, lengths, indexes }: PackedShard): ArrayBufferLike[] {
  const arrays: { buffer: ArrayBufferLike }[] = [
    ...[names.texts, names.ends, names.hashes, names.uses],
    ...[ids, shards, offsets, lengths],
  ]
  for (const index of indexes) arrays.push(index.keys, index.ids, index.orders, index.kinds)
  return arrays.map(({ buffer }) => buffer)
}
