import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { day } from '../../src/domain/instant'
import { contactPlans } from '../../src/store/collections'
import { auditOf } from '../support/case-world'
import { expectBooksBalanced, planFor } from '../support/contact-books'
import { enrol } from '../support/enrol'
import { becomesOfficer, registers, said, withPoints, youthOf } from '../support/people'
import { runOnce } from '../support/run-job'
import { type Channel, openWorld, type User, type World } from '../support/world'

describe.each<Channel>(['web', 'window', 'push'])(
  'ten minutes in the morning of a liaison officer on %s',
  (channel) => {
    let world: World
    let liaison: User
    let id: string
    beforeEach(async () => {
      world = await openWorld({ channel })
      await withPoints(world, 3)
      liaison = world.user('liaison')
      id = await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
      world.clock.set('2026-10-01T02:00:00.000Z')
      for (let n = 0; n < 12; n++) {
        if (n === 6) world.clock.set('2026-11-01T02:00:00.000Z')
        await enrol(world, `youth-${n}`, {
          name: `青年${'甲乙丙丁戊己庚辛壬癸子丑'[n]}`,
          points: ['point-1'],
          liaison: id,
        })
      }
      world.clock.set('2026-12-06T02:00:00.000Z')
    })
    afterEach(() => world.close())

    it('has who needs somebody first, then the longest silence, in pages; each look is on record', async () => {
      await world.write(async (tx) => {
        const plan = await tx.get(contactPlans, 'youth-9')
        if (plan) await tx.put(contactPlans, { ...plan, careSince: world.clock.now() })
      })
      const bench = said(await liaison.says('工作台'))
      expect(bench).toContain('我的人，这个月：0/12（0%）')
      expect(bench).toContain('1 位要你先联系')
      const list = await liaison.presses('去联络：12 位')
      const labels = (await liaison.choices()).map(({ label }) => label)
      expect(said(list)).toContain('我的人，这个月：0/12（0%）')
      expect(labels[0]).toBe('❗ 青年癸')
      expect(labels[1]).toBe('青年甲')
      expect(labels).toHaveLength(10)
      await liaison.presses('更多…')
      expect((await liaison.choices()).map(({ label }) => label).slice(0, 2)).toEqual(['青年丑', '青年庚'])
      await liaison.presses('青年庚')
      const audit = await auditOf(world)
      expect(audit.filter(({ action }) => action === 'contact-list')).toHaveLength(2)
      expect(audit.at(-1)).toEqual({ actor: id, action: 'see-youth', target: 'youth-6' })
    })

    it('enters only this month, and asks again for another day', async () => {
      await liaison.presses('!contact-enter.visit.youth-3')
      expect(said(await liaison.says('11月28号'))).toContain('这个月')
      await liaison.says('3号')
      while ((await liaison.session())?.turn?.answers.needsHelp === undefined) await liaison.says('跳过')
      expect((await liaison.session())?.turn?.answers.when).toEqual({ iso: '2026-12-03', about: false })
      expect(said(await liaison.says('没错，记下'))).toContain('记下了')
    })

    it('is shown no youth of another point', async () => {
      await enrol(world, 'other', { points: ['point-2'] })
      for (const value of [
        '!contact-see.other',
        '!contact-enter.call.other',
        '!contact-list.point-2',
        '!contact-figures.point-2',
      ]) {
        expect(said(await liaison.presses(value)), value).toContain('要有这个职务的同事才能办')
      }
      expect(said(await liaison.presses('!contact-see.nobody'))).toContain('不在名单里')
    })
  },
)

test('an admin sees figures by unit and point, this month and the last, and no name but in the list of a point', async () => {
  const world = await openWorld({ channel: 'push' })
  await withPoints(world, 3)
  const admin = world.user('admin')
  await becomesOfficer(admin, '赵主任', ['admin'])
  world.clock.set('2026-11-10T02:00:00.000Z')
  for (let n = 0; n < 5; n++) await enrol(world, `youth-${n}`, { points: n < 3 ? ['point-1', 'point-2'] : ['point-2'] })
  world.clock.set('2026-12-02T02:00:00.000Z')
  await enrol(world, 'youth-5', { points: ['point-1'] })
  expect(said(await admin.says('工作台'))).toContain('全部，这个月：1/6（16%）')
  const figures = said(await admin.presses('各点联络数字'))
  expect(figures).toContain('· 城东团区委：2026年12月 1/6（16%）；2026年11月 5/5（100%）')
  expect(figures).toContain('· 联络点1号：2026年12月 1/4（25%）；2026年11月 3/3（100%）')
  expect(figures).toContain('· 联络点3号：2026年12月 没有人')
  expect(figures).not.toContain('小李')
  await admin.presses('联络点2号')
  await admin.presses('看还没联络的人')
  expect((await admin.choices()).filter(({ label }) => label.includes('小李'))).toHaveLength(5)
  await admin.presses('小李')
  expect(said(await admin.presses('还有谁要联络'))).toContain('联络点')
  await world.close()
})

test('who only looks in and did not come stands as not reached, and is not repeated to', async () => {
  const world = await openWorld({ channel: 'web' })
  await withPoints(world)
  const worker = world.user('worker')
  await registers(worker)
  const admin = world.user('admin', 'push')
  await becomesOfficer(admin, '赵主任', ['admin'])
  world.clock.set('2026-12-05T11:30:00.000Z')
  await runOnce(world, 'monthly-contact')
  world.clock.set('2026-12-05T13:30:00.000Z')
  await world.deliver()
  world.clock.set('2026-12-09T11:30:00.000Z')
  expect(await runOnce(world, 'contact-repeat')).toEqual({ repeated: 0 })
  expect((await planFor(worker))?.asked?.repeatedAt).not.toBeNull()
  await world.close()
})

describe('who has no liaison point', () => {
  let world: World
  let worker: User
  let admin: User
  beforeEach(async () => {
    world = await openWorld({ channel: 'push' })
    await withPoints(world)
    admin = world.user('admin')
    await becomesOfficer(admin, '赵主任', ['admin'])
    worker = world.user('worker')
    await registers(worker, '小李', '13800138000')
  })
  afterEach(async () => {
    await expectBooksBalanced(world)
    await world.close()
  })

  async function asksForHelp(): Promise<string> {
    await worker.says('联络')
    for (const answer of ['民治村', '跳过', '跳过', '😢']) await worker.says(answer)
    return said(await worker.says('有'))
  }

  it('is told of to the liaison officer of the root, once, and stands on their list', async () => {
    const liaison = world.user('liaison')
    await becomesOfficer(liaison, '林姐', ['liaison'])
    await admin.inbox()
    expect(await asksForHelp()).toContain('已经告诉团委的人')
    world.clock.advance(day)
    expect(said(await liaison.inbox())).toBe('有一位青年说要帮忙，请马上联系。')
    expect(said(await admin.inbox())).not.toContain('有一位青年')
    expect(said(await liaison.says('工作台'))).toContain('未选联络点的人里，1 位要先联系')
    expect(said(await liaison.presses('未选联络点：1 位'))).toContain('未选联络点，这个月：1/1（100%）')
    expect(said(await liaison.presses('❗ 小李'))).toContain('13800138000')
    expect((await liaison.choices()).map(({ label }) => label)).toContain('还有谁要联络')
  })

  it('stands on the list of the admins where the root has no liaison officer, and in the figures', async () => {
    await asksForHelp()
    world.clock.set('2026-12-06T02:00:00.000Z')
    await enrol(world, 'silent', { name: '小周' })
    world.clock.set('2027-01-06T02:00:00.000Z')
    await admin.says('工作台')
    await admin.presses('未选联络点：2 位')
    expect((await admin.choices()).map(({ label }) => label).slice(0, 2)).toEqual(['❗ 小李', '小周'])
    await admin.says('工作台')
    expect(said(await admin.presses('各点联络数字'))).toContain('· 未选联络点：2027年1月 0/2（0%）')
    await admin.presses('未选联络点')
    expect((await admin.choices()).map(({ label }) => label)[0]).toBe('❗ 小李')
    const below = world.user('below')
    await becomesOfficer(below, '陈姐', ['liaison', 'admin'], 'point-1')
    await below.says('工作台')
    expect((await below.choices()).map(({ label }) => label).join()).not.toContain('未选联络点')
    expect(said(await below.presses('!contact-list.root'))).toContain('要有这个职务')
  })

  it('takes over the point of a poster by one tap', async () => {
    expect(said(await worker.says('/start code1'))).toContain('你扫的是「联络点1号」的码')
    expect(said(await worker.presses('加上「联络点1号」'))).toContain('加好了')
    expect((await youthOf(worker))?.points).toEqual(['point-1'])
    await worker.says('/start code1')
    expect((await worker.choices()).map(({ label }) => label)).not.toContain('加上「联络点1号」')
    await admin.says('工作台')
    expect((await admin.choices()).map(({ label }) => label).join()).not.toContain('未选联络点')
  })
})
