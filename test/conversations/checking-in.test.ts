import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minute } from '../../src/domain/instant'
import { hasEvent, registered, saturday, signUpOfUser, stateOf, withEvents } from '../support/event-world'
import { hasCase, said } from '../support/people'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('web'))
  await hasEvent(world)
})
afterEach(() => world.close())

const opens = () => world.clock.set(saturday)
const hasCome = async (user: User) => Boolean((await signUpOfUser(user))?.cameAt)

describe('who is checked in', () => {
  it('keeps the seat, whatever old button is pressed', async () => {
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    opens()
    world.clock.advance(-30 * minute)
    await youth.says('签到 4711')
    for (const button of ['!event-leave.event-1', '!event-not-coming.event-1']) {
      expect(said(await youth.presses(button))).toContain('已经签过到了，不能再取消')
    }
    expect(await stateOf(youth)).toBe('in')
    const [card] = await youth.presses('!event-open.event-1')
    expect(card?.choices.map(({ label }) => label)).toEqual(['看看活动'])
  })

  it('by a mistake of the officer is taken back from the list, with the figures', async () => {
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    opens()
    await admin.presses('!event-people.event-1')
    await admin.presses('小李 到了')
    const list = said(await admin.presses('点错了，小李 没到'))
    expect(list).toContain('改回来了')
    expect(list).not.toContain('✓ 到了')
    await admin.repeatsLast()
    expect(await hasCome(youth)).toBe(false)
    for (const counter of ['event-came:event-1', 'events-came:root:2026-11']) {
      expect(await world.read((tx) => tx.counter(counter))).toBe(0)
    }
    await admin.presses('小李 到了')
    expect(await hasCome(youth)).toBe(true)
  })
})

it('who waits in line for a full event is told at the door where they stand', async () => {
  await hasEvent(world, { places: 1 })
  const [first, second] = [await registered(world, '小李'), await registered(world, '小王')]
  await first.presses('!event-go.event-1')
  await second.presses('!event-queue.event-1')
  opens()
  expect(said(await second.says('签到 4711'))).toContain('你排在第 1 位')
  expect(said(await (await registered(world, '小张')).says('签到 4711'))).toContain('名单上没有你')
})

describe('who got a place at the door and is taken back by the officer', () => {
  const counted = (figure: string) => world.read((tx) => tx.counter(`event-${figure}:event-1`))

  it('is not signed up, as before, and may come by again', async () => {
    const [walkIn, left] = [await registered(world, '小李'), await registered(world, '小王')]
    await left.presses('!event-go.event-1')
    await left.presses('!event-leave.event-1')
    opens()
    for (const user of [walkIn, left]) await user.says('签到 4711')
    expect([await counted('signed-up'), await counted('came')]).toEqual([2, 2])
    await admin.presses('!event-people.event-1')
    for (const name of ['小李', '小王']) {
      const list = said(await admin.presses(`点错了，${name} 没到`))
      expect(list).toContain('这位是到了门口才有位置的')
      expect(list).not.toContain(`${name}：`)
    }
    await admin.repeatsLast()
    expect([await stateOf(walkIn), await stateOf(left)]).toEqual([undefined, 'left'])
    expect([await counted('signed-up'), await counted('came')]).toEqual([1, 0])
    expect(said(await walkIn.says('我的报名'))).toContain('现在没有报名的活动')
    expect(said(await walkIn.says('签到 4711'))).toContain('签到好了')
    expect([await counted('signed-up'), await counted('came')]).toEqual([2, 1])
  })

  it('waits in line again', async () => {
    await hasEvent(world, { places: 1 })
    const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
    for (const user of [first, second]) await user.presses('!event-go.event-1')
    await hasEvent(world, { places: 2 })
    opens()
    expect(said(await second.says('签到 4711'))).toContain('签到好了')
    await admin.presses('!event-people.event-1')
    expect(said(await admin.presses('点错了，小二 没到'))).toContain('小二：排第 1 位')
    expect(await stateOf(second)).toBe('waiting')
  })
})

describe('the code said in the room', () => {
  it.each(['4711', '４７１１', '４７１１。', '四七一一', '签到码4711', '签到码是４７１１！'])(
    'is %s alone',
    async (code) => {
      const youth = await registered(world, '小李')
      await youth.presses('!event-go.event-1')
      opens()
      expect(said(await youth.says(code))).toContain('签到好了：周末交友会')
      expect(await hasCome(youth)).toBe(true)
    },
  )

  it('is that also of who has no seat, and of who has a case open', async () => {
    const youth = await registered(world, '小李')
    await hasCase(youth, 1)
    opens()
    expect(said(await youth.says('3172'))).toContain('没有这个签到码')
    expect(said(await youth.says('4711'))).toContain('签到好了')
    expect(said(await world.user('newcomer').says('4711'))).toContain('要先登记才能签到')
  })

  it('is tried again as soon as four other digits come, five times an hour', async () => {
    const youth = await registered(world, '小李')
    opens()
    await youth.says('签到')
    expect(said(await youth.says('3172。'))).toContain('没有这个签到码')
    expect(said(await youth.says('三一七三'))).toContain('没有这个签到码')
    expect(said(await youth.says('4711'))).toContain('签到好了')
    for (const code of ['1111', '2222']) await youth.says(code)
    expect(said(await youth.says('3333'))).toContain('试的次数太多了')
  })

  it('is that also beside a question it does not answer, and of who left a form half filled in', async () => {
    const [youth, other] = [await registered(world, '小李'), await registered(world, '小王')]
    opens()
    world.clock.advance(-60 * minute)
    for (const user of [youth, other]) {
      await user.says('投诉')
      await user.says('同意')
    }
    const beside = said(await youth.says('4711'))
    expect(beside).toContain('签到好了')
    expect(beside).toContain('你现在安全吗')
    opens()
    expect(said(await other.says('4711'))).toContain('签到好了')
  })

  it('is asked for again before a form that waits goes on', async () => {
    const youth = await registered(world, '小李')
    opens()
    await youth.says('我的')
    await youth.presses('改资料')
    await youth.says('改1')
    await youth.says('签到')
    await youth.says('3172')
    expect(said(await youth.says('4711'))).toContain('签到好了')
  })

  it('is four digits and no more where nothing is to be checked in to, nor in place of an answer', async () => {
    const youth = await registered(world, '小李', { birthYear: null })
    await hasCase(youth, 1)
    expect(said(await youth.says('4711'))).toContain('转给')
    opens()
    await hasEvent(world, { id: 'event-1', audience: { trades: [], ages: null, leagueOnly: true } })
    const other = await registered(world, '小王', { leagueMember: false })
    expect(said(await other.says('4711'))).toContain('没看懂这一句')
    await admin.presses('!event-make')
    for (const line of ['讲座', '讲座', '12月5日 19:00', '文化站']) await admin.says(line)
    expect(said(await admin.says('4711'))).toContain('就这样，还是再写细一点')
  })
})
