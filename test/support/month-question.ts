import { expect } from 'vitest'
import { said } from './people'
import { runsJob } from './run-job'
import type { User, World } from './world'

/** The question of December comes, however late on its evening. */
export async function monthIsAsked(world: World, worker: User): Promise<void> {
  world.clock.set('2026-12-05T11:30:00.000Z')
  await runsJob(world, 'monthly-contact')
  world.clock.set('2026-12-05T13:29:59.999Z')
  expect(said(await worker.inbox())).toContain('要帮忙也可以在这里说')
}
