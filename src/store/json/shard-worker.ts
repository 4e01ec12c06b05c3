import { parentPort } from 'node:worker_threads'
import { DamagedStore } from './damage'
import { realDisk } from './disk'
import type { Answer } from './shard-thread'
import { type ShardJob, writeJob } from './shard-writer'

/** What runs in a thread of its own while a snapshot is made: writes one shard after another. */
parentPort?.on('message', async (job: ShardJob) => {
  parentPort?.postMessage(await answer(job))
})

async function answer(job: ShardJob): Promise<Answer> {
  try {
    return { written: await writeJob(realDisk, job) }
  } catch (error) {
    if (error instanceof DamagedStore) return { damaged: { file: error.file, reason: error.reason } }
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
