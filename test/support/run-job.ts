import { runJob } from '../../src/jobs'
import type { World } from './world'

/** Runs a job once; a fault of it fails the test. */
export function runOnce(world: World, name: string): Promise<Record<string, number> | undefined> {
  const deps = { store: world.store, zone: 'Asia/Shanghai', newId: world.bot.tools.newId, onFault: unexpected }
  return runJob(deps, name, world.clock.now())
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
