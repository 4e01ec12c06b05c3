import { Worker } from 'node:worker_threads'
import { DamagedStore } from './damage'
import type { PackedShard, PackJob } from './packed-shard'
import type { ShardJob, ShardWriter, WrittenShard } from './shard-writer'

/** What the thread is asked, and what it answers; classes of errors do not come through. */
export type Asked = { id: number } & ({ write: ShardJob } | { pack: PackJob })
export type Answer = { written: WrittenShard } | { packed: PackedShard } | Failure
type Failure = { damaged: { file: string; line: number; reason: string } } | { failed: string }

export interface ShardThread extends ShardWriter {
  pack(job: PackJob): Promise<PackedShard>
}

interface Waiting {
  resolve(answer: Answer): void
  reject(fault: unknown): void
}

/**
 * Works on shards in a thread of its own, for the time of one snapshot or one start: verifying and summing up tens of megabytes would hold
 * up everybody's message.
 *
 * @param script the built `shard-worker`
 */
export function shardThread(script: string): ShardThread {
  const thread = new Worker(script)
  const waiting = new Map<number, Waiting>()
  let last = 0
  let gone: unknown
  const end = (fault: unknown) => {
    gone ??= fault
    for (const { reject } of waiting.values()) reject(gone)
    waiting.clear()
  }
  thread.on('error', end)
  thread.on('exit', () => end(new Error('the thread that works on shards ended')))
  thread.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
    waiting.get(id)?.resolve(answer)
    waiting.delete(id)
  })
  const ask = async (work: { write: ShardJob } | { pack: PackJob }, moved: ArrayBufferLike[]): Promise<Answer> => {
    if (gone !== undefined) throw gone
    const id = ++last
    const answer = await new Promise<Answer>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      thread.postMessage({ id, ...work } satisfies Asked, moved as ArrayBuffer[])
    })
    if ('failed' in answer) throw new Error(answer.failed)
    if ('damaged' in answer) throw new DamagedStore(answer.damaged.file, answer.damaged.line, answer.damaged.reason)
    return answer
  }
  return {
    async write(job) {
      const answer = await ask({ write: job }, [job.from.buffer, job.offsets.buffer, job.lengths.buffer])
      if ('written' in answer) return answer.written
      throw new Error('the thread did something else')
    },
    async pack(job) {
      const answer = await ask({ pack: job }, [])
      if ('packed' in answer) return answer.packed
      throw new Error('the thread did something else')
    },
    async close() {
      await thread.terminate()
    },
  }
}
