import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { units } from '../../src/store/collections'
import { said, withPoints, youthOf } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

const features = [registration, settings]

describe('the poster that was scanned', () => {
  let world: World
  let worker: User
  beforeEach(async () => {
    world = await openWorld({ features })
    await withPoints(world)
    worker = world.user('a')
  })
  afterEach(() => world.close())
  const skipsOn = async () => {
    while ((await worker.session())?.turn?.answers.leagueMember === undefined) await worker.says('跳过')
  }

  test('is the point also of who types the word instead of the button, and looks around before', async () => {
    await worker.says('/start code2')
    await worker.says('菜单')
    await worker.says('登记')
    for (const answer of ['同意，开始登记', '小李', '19']) await worker.says(answer)
    await skipsOn()
    expect(said(await worker.says('没错，登记'))).toContain('你的联络点：联络点2号')
    expect((await youthOf(worker))?.points).toEqual(['point-2'])
    expect((await worker.session())?.scanned).toBeNull()
  })

  test('is what a skip leaves standing where it was scanned in the middle', async () => {
    await worker.says('登记')
    for (const answer of ['同意，开始登记', '小李', '19']) await worker.says(answer)
    await worker.says('/start code1')
    await skipsOn()
    await worker.says('跳过')
    expect(said(await worker.says('没错，登记'))).toContain('你的联络点：联络点1号')
  })

  test('is forgotten when the point is closed meanwhile', async () => {
    await worker.says('/start code1')
    await world.write(async (tx) => {
      const unit = await tx.get(units, 'point-1')
      if (unit) await tx.put(units, { ...unit, closedAt: world.clock.now() })
    })
    await worker.says('登记')
    for (const answer of ['同意，开始登记', '小李', '19']) await worker.says(answer)
    await skipsOn()
    await worker.says('跳过')
    await worker.says('没错，登记')
    expect((await youthOf(worker))?.points).toEqual([])
  })
})
