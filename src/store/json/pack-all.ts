import type { PackedShard, PackJob } from './packed-shard'

/** So many are on their way at a time: while one is worked on the next is read. */
const atOnce = { here: 2, there: 3 }

interface Packing {
  here(job: PackJob): Promise<PackedShard>
  there: ((job: PackJob) => Promise<PackedShard>) | undefined
  take(job: PackJob, packed: PackedShard): void
}

/**
 * Packs shards and hands each over as it comes: a thread from the front, this thread from the back, until they meet. What that one does
 * not bring, for whatever reason, is done here.
 */
export async function packAll(jobs: readonly PackJob[], { here, there, take }: Packing): Promise<void> {
  let first = 0
  let last = jobs.length
  const each = async (next: () => PackJob | undefined, pack: Packing['here']) => {
    try {
      for (let job = next(); job !== undefined; job = next()) take(job, await pack(job))
    } catch (error) {
      last = first
      throw error
    }
  }
  const fromFront = () => (first < last ? jobs[first++] : undefined)
  const fromBack = () => (first < last ? jobs[--last] : undefined)
  const times = (count: number, run: () => Promise<void>) => Array.from({ length: count }, run)
  await Promise.all([
    ...times(there ? atOnce.there : 0, () =>
      each(fromFront, (job) => there?.(job).catch(() => here(job)) ?? here(job)),
    ),
    ...times(atOnce.here, () => each(fromBack, here)),
  ])
}
