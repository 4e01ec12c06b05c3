import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour, minute } from '../../src/domain/instant'
import { eventOf, hasEvent, onlyEvent, registered, saturday, stateOf, withEvents } from '../support/event-world'
import { said } from '../support/people'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('web'))
})
afterEach(() => world.close())

async function says(...lines: string[]): Promise<string> {
  let last = ''
  for (const line of lines) last = said(await admin.says(line))
  return last
}

/** Up to the question for the ages. */
async function untilAges(): Promise<void> {
  await admin.presses('!event-make')
  await says('讲座', '劳动法讲座', '12月5日 19:00', '文化站', '30', '再写细一点', '跳过', '跳过')
}

describe('who is not on the list', () => {
  it('is told that at the door, and not that it is full', async () => {
    await hasEvent(world, { places: null, audience: { trades: ['shop'], ages: null, leagueOnly: false } })
    const youth = await registered(world, '小李', { trade: 'building' })
    world.clock.set(saturday)
    const told = said(await youth.says('签到 4711'))
    expect(told).toContain('名单上没有你。请问一问现场的工作人员')
    expect(told).not.toContain('满')
  })
})

describe('the code', () => {
  it('sent too early by who has a seat is answered with when check-in opens', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    world.clock.set('2026-11-28T08:00:00.000Z')
    for (const typed of ['4711', '签到 4711', '签到', '1234']) {
      expect(said(await youth.says(typed))).toContain('「周末交友会」还不能签到，11月28日 周六 18:00 开始签')
    }
    const stranger = await registered(world, '小王')
    expect(said(await stranger.says('4711'))).toContain('没看懂这一句')
    expect(said(await stranger.says('签到'))).toContain('现在没有可以签到的活动')
    world.clock.set(saturday)
    expect(said(await youth.says('4711'))).toContain('签到好了')
  })

  it('is no matter days before: four digits may be anything then', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    expect(said(await youth.says('4711'))).toContain('没看懂这一句')
  })
})

describe('a reminder', () => {
  it('is promised only where it comes', async () => {
    await hasEvent(world)
    const [early, late] = [await registered(world, '小李'), await registered(world, '小王')]
    expect(said(await early.presses('!event-go.event-1'))).toContain('前一天会提醒你。去不了就点一下取消')
    world.clock.set(new Date(Date.parse(saturday) - 26 * minute).toISOString())
    const told = said(await late.presses('!event-go.event-1'))
    expect(told).toContain('去不了就点一下取消')
    expect(told).not.toContain('提醒')
  })

  it('is not promised to who takes an offer on the day, and the answer names day and time', async () => {
    await hasEvent(world, { places: 1 })
    const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
    for (const user of [first, second]) await user.presses('!event-go.event-1')
    world.clock.set(new Date(Date.parse(saturday) - hour - minute).toISOString())
    await first.presses('!event-leave.event-1')
    expect(said(await second.says('要'))).not.toContain('提醒')
    expect(said(await second.says('好'))).toContain('好，到时候见！\n11月28日 周六 19:00–21:00\n民治街道文化站')
  })
})

describe('a seat that somebody was asked for', () => {
  it('is said to be kept', async () => {
    await hasEvent(world, { places: 1 })
    const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
    for (const user of [first, second]) await user.presses('!event-go.event-1')
    await first.presses('!event-leave.event-1')
    expect(await stateOf(second)).toBe('offered')
    expect(said(await first.presses('!event-open.event-1'))).toContain(
      '名额：1 个名额，满了，有 1 个留给轮到的人，等回答',
    )
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('已报上 0 人 · 轮到了等回答 1 人 · 排队 0 人')
  })
})

describe('the ages of an event', () => {
  it.each([
    ['十八到三十五', { from: 18, to: 35 }],
    ['18-35', { from: 18, to: 35 }],
    ['18－35岁', { from: 18, to: 35 }],
    ['18~35', { from: 18, to: 35 }],
    ['18岁以上', { from: 18, to: 60 }],
    ['满十八', { from: 18, to: 60 }],
    ['35岁以下', { from: 14, to: 35 }],
    ['三十五岁以下', { from: 14, to: 35 }],
    ['不超过30岁', { from: 14, to: 30 }],
    ['under 25', { from: 14, to: 25 }],
  ])('are understood as %s', async (typed, ages) => {
    await untilAges()
    expect(await says(typed)).toContain('只给团员')
    await says('跳过', '跳过', '跳过', '跳过', '跳过', '没错，存成草稿')
    expect((await onlyEvent(world)).audience.ages).toEqual(ages)
  })

  it.each(['十八', '10到20', '35到18', '年轻人'])('%s is asked again', async (typed) => {
    await untilAges()
    expect(await says(typed)).toContain('没看懂')
  })
})

describe('the time to sign up', () => {
  it.each(['今天', '现在', '马上', '今天开始', 'now'])('begins at once: %s', async (typed) => {
    await untilAges()
    expect(await says('跳过', '跳过', typed)).toContain('报名到什么时候为止')
    await says('跳过', '跳过', '跳过', '没错，存成草稿')
    expect((await onlyEvent(world)).signUpFrom).toBe('2026-11-20T02:00:00.000Z')
  })

  it.each([
    ['开始前一个小时', '2026-12-05T10:00:00.000Z'],
    ['开始前半小时', '2026-12-05T10:30:00.000Z'],
    ['提前两个半小时', '2026-12-05T08:30:00.000Z'],
    ['活动开始前30分钟', '2026-12-05T10:30:00.000Z'],
    ['开始前', '2026-12-05T11:00:00.000Z'],
    ['前一天', '2026-12-04T15:59:00.000Z'],
    ['前一天晚上8点', '2026-12-04T12:00:00.000Z'],
    ['前两天', '2026-12-03T15:59:00.000Z'],
    ['an hour before', '2026-12-05T10:00:00.000Z'],
    ['2 hours before it begins', '2026-12-05T09:00:00.000Z'],
    ['the day before', '2026-12-04T15:59:00.000Z'],
  ])('ends %s', async (typed, until) => {
    await untilAges()
    expect(await says('跳过', '跳过', '跳过', typed)).toContain('还要说明什么')
    await says('跳过', '跳过', '没错，存成草稿')
    expect((await onlyEvent(world)).signUpUntil).toBe(until)
  })

  it.each(['前60天', '开始前9999小时'])('does not end in the past: %s', async (typed) => {
    await untilAges()
    expect(await says('跳过', '跳过', '跳过', typed)).toContain('这个时间已经过了')
  })
})

describe('the question about the League', () => {
  it('has one button beside skipping, and takes a no in words', async () => {
    await untilAges()
    const bodies = await admin.says('跳过')
    expect(bodies.at(-1)?.choices.map(({ label }) => label)).toEqual(['只给团员', '跳过', '返回'])
    expect(await says('不是团员也行')).toContain('什么时候开始报名')
  })
})

describe('a change', () => {
  it('of the name is not a bare number, which names a line of the read-back', async () => {
    await hasEvent(world)
    await admin.presses('!event-change.event-1')
    await says('改2')
    expect(await says('3')).toContain('只有数字不像名字')
    await says('冬日交友会', '没错，改')
    expect((await eventOf(world)).title).toBe('冬日交友会')
  })

  it('that changes nothing is not said to be one', async () => {
    await hasEvent(world)
    await admin.presses('!event-change.event-1')
    const told = await says('没错，改')
    expect(told).toContain('没有改动，还是原来的样子')
    expect(told).not.toContain('改好了')
  })
})

describe('what is not understood', () => {
  it('is told in English with a space between the sentences', async () => {
    const youth = await registered(world, '小李')
    await youth.says('/lang')
    await youth.presses('English')
    expect(said(await youth.says('hmm hmm'))).toContain('I did not understand that. Use the menu below')
  })
})
