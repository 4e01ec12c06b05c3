import { runJob } from '../../src/jobs'
import { AlertBoard } from '../../src/jobs/alert-board'
import type { JobDeps } from '../../src/jobs/job'
import type { World } from './world'

/** Runs a job once; a fault of it fails the test. */
export function runOnce(
  world: World,
  name: string,
  more: Partial<JobDeps> = {},
): Promise<Record<string, number> | undefined> {
  return runJob({ ...jobDeps(world), ...more }, name, world.clock.now())
}

/** What jobs need, on a machine that needs nobody; a fault is thrown. */
export function jobDeps({ store, bot, clock }: World): JobDeps {
  return { store, zone: 'Asia/Shanghai', newId: bot.tools.newId, watch: allWell(clock.now), onFault: unexpected }
}

/** A machine that needs nobody. */
export function allWell(now: () => string): JobDeps['watch'] {
  return {
    board: new AlertBoard(now),
    startedAt: now(),
    freeBytes: async () => Number.POSITIVE_INFINITY,
    leastBytes: 1024 ** 3,
    newestBackup: async () => now(),
    isKeyWithData: false,
    platforms: () => [],
  }
}

/** Runs a job as three processes would at once, then once more; gives what was done in all. */
export async function runsJob(world: World, name: string): Promise<number> {
  const once = async () => (await runOnce(world, name)) ?? {}
  const did = [...(await Promise.all([once(), once(), once()])), await once()]
  return did.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0)
}

function unexpected(fault: unknown): never {
  throw fault
}
