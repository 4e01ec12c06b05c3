import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { DamagedStore } from './damage'
import type { ShardJob, ShardWriter, WrittenShard } from './shard-writer'

/** What the thread answers; classes of errors do not come through. */
export type Answer = { written: WrittenShard } | { damaged: { file: string; reason: string } } | { failed: string }

/**
 * Writes shards in a thread of its own, which lives as long as the snapshot is being made: verifying and summing up tens of megabytes would
 * hold up everybody's message.
 *
 * @param script the built `shard-worker`
 */
export function shardThread(script: string): ShardWriter {
  const thread = new Worker(script)
  // Who waits is told; without anybody waiting the next one is.
  let fault: unknown
  thread.on('error', (error) => {
    fault = error
  })
  return {
    async write(job: ShardJob): Promise<WrittenShard> {
      const ended = new AbortController()
      const answered = once(thread, 'message', ended) as Promise<[Answer]>
      const gone = once(thread, 'exit', ended).then(() => {
        throw fault ?? new Error('the thread that writes snapshots ended')
      })
      thread.postMessage(job, [job.from.buffer, job.offsets.buffer, job.lengths.buffer] as ArrayBuffer[])
      try {
        const [answer] = await Promise.race([answered, gone])
        if ('written' in answer) return answer.written
        if ('failed' in answer) throw new Error(answer.failed)
        throw new DamagedStore(answer.damaged.file, 0, answer.damaged.reason)
      } finally {
        ended.abort()
        await Promise.allSettled([answered, gone])
      }
    },
    async close() {
      await thread.terminate()
    },
  }
}
