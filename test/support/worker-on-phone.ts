import { afterEach, beforeEach } from 'vitest'
import { withPoints } from './people'
import { openWorld, type User, type World } from './world'

export let world: World
export let worker: User

/** Gives each test of a file a committee with points, and a worker on a channel that pushes and has buttons. */
export function prepareWorkerOnPhone(): void {
  beforeEach(async () => {
    world = await openWorld({ channel: 'push' })
    await withPoints(world)
    worker = world.user('worker')
  })
  afterEach(() => world.close())
}
