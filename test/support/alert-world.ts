import { hour } from '../../src/domain/instant'
import type { JobDeps, Watch } from '../../src/jobs/job'
import { alerts } from '../../src/store/collections'
import { becomesOfficer, withPoints } from './people'
import { allWell, runOnce } from './run-job'
import { openWorld, type User, type World } from './world'

/** A committee whose admin has a phone, on a machine that can be made unwell. */
export class AlertWorld {
  private constructor(
    readonly world: World,
    readonly admin: User,
    readonly watch: Watch,
  ) {}

  static async open(options: Parameters<typeof openWorld>[0] = {}): Promise<AlertWorld> {
    const world = await openWorld(options)
    await withPoints(world)
    const admin = world.user('admin', 'push')
    await becomesOfficer(admin, '张书记', ['admin'])
    await admin.inbox()
    const watch = allWell(world.clock.now)
    // It has run for long enough to know.
    world.clock.advance(hour)
    return new AlertWorld(world, admin, watch)
  }

  /** Looks, twice as two processes would; gives what the admin is told. */
  async looks(more: Partial<JobDeps> = {}): Promise<string[]> {
    const look = () => runOnce(this.world, 'find-alerts', { watch: this.watch, ...more })
    await Promise.all([look(), look()])
    return (await this.admin.inbox()).map(({ text }) => text)
  }

  async standing(): Promise<string[]> {
    const found = await this.world.read((tx) => tx.find(alerts, { index: 'since', equals: 'all' }))
    return found.map(({ id }) => id)
  }
}
