import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gathering } from '../../src/domain/gathering'
import { day } from '../../src/domain/instant'
import { mailings, units } from '../../src/store/collections'
import { eventOf, hasEvent, registered, saturday, stateOf, withEvents } from '../support/event-world'
import { becomesOfficer, said } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('push'))
})
afterEach(() => world.close())

const all = { trades: [], ages: null, leagueOnly: false }
const counted = (name: string) => world.read((tx) => tx.counter(name))

/** A published event, whom it suits invited. */
async function invites(changes: Partial<Gathering> = {}): Promise<number> {
  await hasEvent(world, { inviting: { list: '', order: '', youth: '' }, ...changes })
  return runsJob(world, 'event-invitations')
}

/** Answers the lines of the read-back named; gives what was said to the last tap. */
async function changes(...lines: string[]): Promise<string> {
  await admin.presses('!event-change.event-1')
  for (const line of lines) await admin.says(line)
  return said(await admin.presses('没错，改'))
}

describe('whom a published event is for', () => {
  it('widened by trades, ages, League or place invites who is new to it, once, and nobody anew', async () => {
    const builder = await registered(world, '工地', { trade: 'building', leagueMember: true, birthYear: 2001 })
    const shop = await registered(world, '店员', { trade: 'shop', leagueMember: true, birthYear: 2001 })
    const older = await registered(world, '大哥', { trade: 'shop', leagueMember: true, birthYear: 1990 })
    const plain = await registered(world, '非团员', { trade: 'shop', leagueMember: false, birthYear: 2001 })
    const away = await registered(world, '二号点', { trade: 'shop', points: ['point-2'], birthYear: 2001 })
    const audience = { trades: ['building' as const], ages: { from: 18, to: 30 }, leagueOnly: true }
    expect(await invites({ unit: 'point-1', audience })).toBe(1)
    expect(said(await builder.inbox())).toContain('周末交友会')
    const steps: [lines: string[], whom: User][] = [
      [['工种', '跳过'], shop],
      [['年龄', '18到40'], older],
      [['团员', '不是团员也行'], plain],
      [['范围', '跳过'], away],
    ]
    for (const [lines, whom] of steps) {
      expect(await changes(...lines)).toContain('多了能来的人，会陆续请他们，每人只请一次')
      world.clock.advance(day)
      expect(await runsJob(world, 'event-invitations'), lines[0]).toBe(1)
      expect(said(await whom.inbox())).toContain('周末交友会')
    }
    for (const user of [builder, shop, older, plain, away]) expect(await user.inbox()).toEqual([])
    const event = await eventOf(world)
    expect(event).toMatchObject({
      unit: 'root',
      audience: { trades: [], ages: { from: 18, to: 40 }, leagueOnly: false },
    })
    expect(await world.read((tx) => tx.get(mailings, 'event-1'))).toMatchObject({ path: ['root'] })
    expect([await counted('events-published:root:2026-11'), await counted('events-published:point-1:2026-11')]).toEqual(
      [1, -1],
    )
  })

  it('narrowed stays open to who was in and left, though nobody had invited them', async () => {
    const late = await registered(world, '后来的', { trade: 'building' })
    await hasEvent(world, { audience: { ...all, trades: ['building'] } })
    await late.presses('!event-go.event-1')
    await admin.presses('!event-change.event-1')
    await admin.says('工种')
    expect((await admin.choices()).map(({ label }) => label)).toContain('不变：工地、装修')
    for (const line of ['餐馆、酒店', '好了']) await admin.says(line)
    await admin.presses('没错，改')
    expect((await eventOf(world)).audience.trades).toEqual(['restaurant'])
    expect(said(await late.says('来不了 要加班'))).toContain('取消了')
    expect(said(await late.presses('还是想去'))).toContain('报上了')
    const shop = await registered(world, '店员', { trade: 'shop' })
    expect(said(await shop.presses('!event-go.event-1'))).toContain('这次是给这些人办的')
  })

  it('widened when the first invitations are forgotten invites none of those anew', async () => {
    const builder = await registered(world, '工地', { trade: 'building' })
    await registered(world, '店员', { trade: 'shop' })
    await hasEvent(world, { audience: { ...all, trades: ['building'] } })
    await changes('工种', '跳过')
    expect(await runsJob(world, 'event-invitations')).toBe(1)
    expect(await builder.inbox()).toEqual([])
  })

  it('widened has its sender told once more when the last is invited', async () => {
    await registered(world, '工地', { trade: 'building' })
    await registered(world, '店员', { trade: 'shop' })
    await invites({ audience: { ...all, trades: ['building'] } })
    const by = await admin.personId()
    await world.write(async (tx) => {
      const mailing = await tx.get(mailings, 'event-1')
      if (mailing) await tx.put(mailings, { ...mailing, by })
    })
    const isTold = async (report: string) => {
      await world.deliver()
      await runsJob(world, 'end-mailings')
      expect(said(await admin.inbox())).toContain(report)
    }
    await isTold('群发结束了。\n发完了，一共 1 份')
    await changes('工种', '跳过')
    await runsJob(world, 'event-invitations')
    await isTold('群发结束了。\n发完了，一共 2 份')
  })

  it('narrowed un-invites nobody, and is for whom it suits from then on', async () => {
    const invited = await registered(world, '店员', { trade: 'shop' })
    await invites()
    await invited.inbox()
    const late = await registered(world, '晚来', { trade: 'shop' })
    const told = await changes('工种', '工地、装修', '好了')
    expect(told).toContain('请过的、报上名的都照旧，不会收回')
    expect(told).not.toContain('多了能来的人')
    expect((await eventOf(world)).inviting).toBeNull()
    expect(said(await invited.presses('我去'))).toContain('报上了')
    expect(said(await late.presses('!event-go.event-1'))).toContain('这次是给这些人办的')
    expect(await stateOf(late)).toBeUndefined()
  })

  it('narrowed and widened again un-invites nobody and invites nobody anew, however long that was before', async () => {
    const [youth, other] = [
      await registered(world, '店员', { trade: 'shop' }),
      await registered(world, '店员二', { trade: 'shop' }),
    ]
    await invites({ startsAt: '2027-01-30T11:00:00.000Z' })
    for (const user of [youth, other]) await user.inbox()
    await changes('工种', '工地、装修', '好了')
    world.clock.advance(32 * day)
    await runOnce(world, 'forget-old')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
    await changes('工种', '跳过')
    expect(await runsJob(world, 'event-invitations')).toBe(0)
    expect(await other.inbox()).toEqual([])
  })

  it('that is still being walked is walked anew, and nobody is invited twice', async () => {
    for (let n = 0; n < 3; n++) await registered(world, `工友${n}`, { trade: n === 0 ? 'building' : 'shop' })
    await invites({ audience: { ...all, trades: ['building'] } })
    await hasEvent(world, {
      audience: { ...all, trades: ['building'] },
      inviting: { list: 'point-2', order: '', youth: '' },
    })
    await changes('工种', '跳过')
    expect((await eventOf(world)).inviting).toEqual({ list: '', order: '', youth: '' })
    expect(await runsJob(world, 'event-invitations')).toBe(2)
  })

  it('is widened without invitations where those were stopped for good', async () => {
    await registered(world, '店员', { trade: 'shop' })
    await invites({ audience: { ...all, trades: ['building'] } })
    await world.write(async (tx) => {
      const mailing = await tx.get(mailings, 'event-1')
      if (mailing) await tx.put(mailings, { ...mailing, state: 'cancelled' })
    })
    expect(await changes('工种', '跳过')).toContain('这次的邀请停掉了，不会再发')
    expect(await runsJob(world, 'event-invitations')).toBe(0)
  })

  it.each([
    ['at once', [['报名截止', '11月25日', '工种', '跳过']]],
    [
      'before',
      [
        ['工种', '跳过'],
        ['报名截止', '11月25日'],
      ],
    ],
  ] as [string, string[][]][])(
    'widened when sign-up is put off, %s, invites also whom the end of it had left out',
    async (_, steps) => {
      await registered(world, '工地', { trade: 'building' })
      await registered(world, '店员', { trade: 'shop' })
      const signUpUntil = '2026-11-21T00:00:00.000Z'
      await hasEvent(world, {
        inviting: { list: '', order: '', youth: '' },
        signUpUntil,
        audience: { ...all, trades: ['building'] },
      })
      world.clock.set(signUpUntil)
      expect(await runsJob(world, 'event-invitations')).toBe(0)
      for (const step of steps) {
        expect(await changes(...step)).toContain('改好了')
      }
      expect(await runsJob(world, 'event-invitations')).toBe(2)
    },
  )

  it('stays within what the officer looks after', async () => {
    const liaison = world.user('liaison')
    await becomesOfficer(liaison, '小陈', ['liaison'], 'point-1')
    await hasEvent(world, { unit: 'point-1' })
    const readBack = said(await liaison.presses('!event-change.event-1'))
    expect(readBack).toContain('工种：不限')
    expect(readBack).not.toContain('范围：')
  })
})

describe('when sign-up to a published event begins', () => {
  it('can be moved while it is to come', async () => {
    const youth = await registered(world, '小李')
    expect(await invites({ signUpFrom: '2026-11-22T00:00:00.000Z' })).toBe(0)
    expect(await changes('报名开始', '11月23日 09:00')).toContain('改好了')
    world.clock.set('2026-11-22T01:00:00.000Z')
    expect(await runsJob(world, 'event-invitations')).toBe(0)
    expect(said(await youth.presses('!event-go.event-1'))).toContain('还没开始报名，11月23日 周一 09:00 开始')
    await changes('报名开始', '现在')
    expect(await runsJob(world, 'event-invitations')).toBe(1)
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
  })

  it('stays once it has begun, and it is said why', async () => {
    await hasEvent(world)
    await admin.presses('!event-change.event-1')
    const why = '报名已经开始了，大家都看到了，开始的时间就不再改'
    expect(said(await admin.says('报名开始'))).toContain(why)
    expect(said(await admin.says('11月25日'))).toContain(why)
    await admin.says('跳过')
    expect(said(await admin.presses('没错，改'))).toContain('没有改动')
    expect((await eventOf(world)).signUpFrom).toBeNull()
  })

  it('is read back as it stays, also to who skips it', async () => {
    await hasEvent(world, { signUpFrom: '2026-11-19T00:00:00.000Z' })
    await admin.presses('!event-change.event-1')
    await admin.says('报名开始')
    expect(said(await admin.says('跳过'))).toContain('报名开始：11月19日')
  })
})

it('names the unit it is held for, though that was closed since', async () => {
  await hasEvent(world, { unit: 'point-1' })
  const unit = await world.read((tx) => tx.get(units, 'point-1'))
  if (!unit) throw new Error('no point-1')
  await world.write((tx) => tx.put(units, { ...unit, closedAt: '2026-11-20T00:00:00.000Z' }))
  const readBack = said(await admin.presses('!event-change.event-1'))
  expect(readBack).toContain(`范围：${unit.name}`)
  expect(readBack).not.toContain('point-1')
})

it('of an event that has begun only what still helps is changed, and that is said', async () => {
  await hasEvent(world)
  world.clock.set(saturday)
  const told = said(await admin.presses('!event-change.event-1'))
  expect(told).toContain('活动已经开始了，时间、给谁办、报名都不再改')
  expect(told).not.toMatch(/范围：|工种：|报名开始：|时间：|已经过了/)
  await admin.says('地点')
  await admin.says('三楼')
  expect(said(await admin.presses('没错，改'))).toContain('改好了')
})
