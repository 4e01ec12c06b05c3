import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gathering } from '../../src/domain/gathering'
import { rechecks } from '../../src/jobs'
import { outbox } from '../../src/store/collections'
import { eventOf, hasEvent, registered, saturday, signUpOfUser, stateOf, withEvents } from '../support/event-world'
import { figuresOfMailing } from '../support/mailings'
import { said } from '../support/people'
import { runsJob } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('push'))
})
afterEach(() => world.close())

const invites = (changes: Partial<Gathering> = {}) =>
  hasEvent(world, { inviting: { list: '', order: '', youth: '' }, ...changes })
const at = (instant: string) => world.clock.set(instant)

/** Of two the first has the only seat, the second waits. */
async function bothSignUp(): Promise<[seated: User, waiting: User]> {
  const both: [User, User] = [await registered(world, '小一'), await registered(world, '小二')]
  for (const user of both) await user.presses('!event-go.event-1')
  return both
}

describe('tell-event-changes', () => {
  it('replaces the news that was not sent yet by the latest', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at('2026-11-20T14:00:00.000Z')
    for (const place of ['万科广场', '文化站三楼']) {
      await admin.presses('!event-change.event-1')
      await admin.says('改4')
      await admin.says(place)
      await admin.says('没错，改')
      await runsJob(world, 'tell-event-changes')
    }
    expect(await youth.inbox()).toEqual([])
    at('2026-11-21T00:00:00.000Z')
    const news = await youth.inbox()
    expect(news).toHaveLength(1)
    // 万科广场 was never heard of.
    expect(said(news)).toContain('地点：文化站三楼')
    expect(said(news)).not.toContain('万科广场')
    expect((await eventOf(world)).telling).toBeNull()
  })

  it('asks only who has a seat whether they can still come; who waits keeps the place in line, who was offered one answers that', async () => {
    await hasEvent(world, { places: 2 })
    const users: User[] = []
    for (const name of ['小一', '小二', '小三', '小四', '小五']) users.push(await registered(world, name))
    for (const user of users) await user.presses('!event-go.event-1')
    await users[0]?.presses('!event-leave.event-1')
    await users[2]?.inbox()
    await admin.presses('!event-change.event-1')
    await admin.says('改3')
    await admin.says('12月5日 19:00')
    await admin.says('没错，改')
    await runsJob(world, 'tell-event-changes')
    const [, seated, offered, first, second] = users as [User, User, User, User, User]
    const change = '时间改成 12月5日 周六 19:00–21:00（原来是 11月28日 周六 19:00–21:00）\n地点：民治街道文化站'
    const told = async (user: User) => {
      const [body] = await user.inbox()
      expect(body?.text).toContain(change)
      return { text: body?.text ?? '', labels: body?.choices.map(({ label }) => label) }
    }
    expect(await told(seated)).toEqual({ text: expect.stringContaining('还来得了吗'), labels: ['我来', '来不了'] })
    const kept = await told(offered)
    expect(kept).toEqual({ text: expect.stringContaining('位置还给你留着，11月'), labels: ['要', '不要'] })
    for (const [user, place] of [
      [first, 1],
      [second, 2],
    ] as const) {
      const { text, labels } = await told(user)
      expect(text).toContain(`你还在排队，现在排第 ${place} 位`)
      expect(text).not.toContain('还来得了吗')
      expect(labels).toEqual(['不排了', '看看详情'])
    }
    expect(said(await first.presses('不排了'))).toContain('不排了')
    expect(said(await offered.presses('要'))).toContain('报上了')
  })

  describe('once it has begun', () => {
    const tells = async () => {
      await admin.presses('!event-change.event-1')
      await admin.says('地点')
      await admin.says('三楼')
      await admin.says('没错，改')
      await runsJob(world, 'tell-event-changes')
    }

    it('asks nobody whether they still come, and tells nobody without a seat', async () => {
      await hasEvent(world, { places: 3 })
      const users: User[] = []
      for (const name of ['小一', '小二', '小三', '小四', '小五']) users.push(await registered(world, name))
      for (const user of users) await user.presses('!event-go.event-1')
      at('2026-11-28T10:30:00.000Z')
      const [there, late, gone, offered, waiting] = users as [User, User, User, User, User]
      await there.says('签到 4711')
      for (const user of [there, late]) await user.presses('!event-coming.event-1')
      await gone.presses('!event-leave.event-1')
      for (const user of users) await user.inbox()
      expect([await stateOf(offered), await stateOf(waiting)]).toEqual(['offered', 'waiting'])
      const before = await signUpOfUser(there)
      at(saturday)
      await tells()
      for (const user of [there, late]) {
        const [news, ...more] = await user.inbox()
        expect(news?.text).toMatch(/地点改成 三楼（原来是 民治街道文化站）$/)
        expect(news?.choices.map(({ label }) => label)).toEqual(['看看详情'])
        expect(more).toEqual([])
      }
      expect(await signUpOfUser(there)).toEqual(before)
      expect(before?.confirmedAt).not.toBeNull()
      for (const user of [offered, waiting]) expect(await user.inbox()).toEqual([])
      expect((await eventOf(world)).telling).toBeNull()
    })

    it('keeps back, from who has no seat, the news that did not leave before it', async () => {
      await hasEvent(world, { places: 1 })
      const [seated, waiting] = await bothSignUp()
      await tells()
      const leaves = async (user: User) => {
        const argument = `${(await signUpOfUser(user))?.id} 1`
        return world.read((tx) => rechecks['event-change'](tx, argument, { now: world.clock.now() }))
      }
      expect([await leaves(seated), await leaves(waiting)]).toEqual([true, true])
      at(saturday)
      expect([await leaves(seated), await leaves(waiting)]).toEqual([true, false])
    })

    it('asks nobody who checked in before it either', async () => {
      await hasEvent(world)
      const youth = await registered(world, '小李')
      await youth.presses('!event-go.event-1')
      at('2026-11-28T10:30:00.000Z')
      await youth.says('签到 4711')
      await tells()
      const told = said(await youth.inbox())
      expect(told).toContain('地点改成 三楼')
      expect(told).not.toContain('还来得了吗')
    })
  })

  it('wakes who would set out in vain before the morning', async () => {
    await hasEvent(world, { startsAt: '2026-11-20T23:30:00.000Z' })
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at('2026-11-20T15:00:00.000Z')
    await admin.presses('!event-cancel.event-1')
    await admin.presses('是，取消')
    await admin.says('跳过')
    expect(await runsJob(world, 'tell-event-changes')).toBe(1)
    expect(said(await youth.inbox())).toContain('取消了，不用去了')
  })

  it('asks on the new eve again', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at('2026-11-27T10:30:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(1)
    await youth.presses('我来')
    await admin.presses('!event-change.event-1')
    await admin.says('改3')
    await admin.says('12月5日 19:00')
    await admin.says('没错，改')
    await runsJob(world, 'tell-event-changes')
    expect(said(await youth.inbox())).toContain('12月5日 周六 19:00')
    expect(await runsJob(world, 'event-reminders')).toBe(0)
    at('2026-12-04T10:31:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(1)
    expect(said(await youth.inbox())).toContain('来得了吗')
  })
})

describe('what waits for the morning when the event moves', () => {
  const atNight = '2026-11-27T15:00:00.000Z'
  const morning = '2026-11-28T00:00:00.000Z'

  async function moves(line: '改3' | '改4', to: string): Promise<void> {
    await admin.presses('!event-change.event-1')
    await admin.says(line)
    await admin.says(to)
    await admin.says('没错，改')
    await runsJob(world, 'tell-event-changes')
  }

  it('is an invitation that says where it is now', async () => {
    const youth = await registered(world, '小李')
    await invites()
    at(atNight)
    await runsJob(world, 'event-invitations')
    await moves('改4', '万科广场')
    at(morning)
    const told = said(await youth.inbox())
    expect(told).toContain('万科广场')
    expect(told).not.toContain('文化站')
    expect(said(await youth.presses('我去'))).not.toContain('⚠')
  })

  it('is no invitation where sign-up is over by then', async () => {
    const youth = await registered(world, '小李')
    await invites()
    at(atNight)
    await runsJob(world, 'event-invitations')
    await moves('改3', '11月28日 07:00-09:00')
    at(morning)
    expect(await youth.inbox()).toEqual([])
    expect((await world.rowsFor(youth)).find(({ lane }) => lane === 'bulk')?.state).toBe('expired')
  })

  it.each(['this', 'the former'])(
    'is an invitation also where it would have been too late before, of %s version',
    async (version) => {
      const youth = await registered(world, '小李')
      const startsAt = '2026-11-27T23:30:00.000Z'
      await invites({ startsAt })
      at(atNight)
      await runsJob(world, 'event-invitations')
      const [row] = (await world.rowsFor(youth)).filter(({ lane }) => lane === 'bulk')
      if (row && version !== 'this') await world.write((tx) => tx.put(outbox, { ...row, expiresAt: startsAt }))
      await moves('改3', '12月5日 19:00')
      at(morning)
      expect(said(await youth.inbox())).toContain('12月5日 周六 19:00')
    },
  )

  it('is an invitation as soon as sign-up, over by then, is put off', async () => {
    const youth = await registered(world, '小李')
    await invites({ signUpUntil: '2026-11-27T23:00:00.000Z' })
    at(atNight)
    await runsJob(world, 'event-invitations')
    at(morning)
    expect(await youth.inbox()).toEqual([])
    await admin.presses('!event-change.event-1')
    await admin.says('报名截止')
    await admin.says('11月28日 18:00')
    await admin.presses('没错，改')
    await runsJob(world, 'event-invitations')
    const [invitation, ...more] = await youth.inbox()
    expect(invitation?.text).toContain('请你来玩：周末交友会')
    expect(more).toEqual([])
    expect(await figuresOfMailing(world.store, 'event-1')).toMatchObject({ made: 1, left: 0, outcomes: { sent: 1 } })
    expect(await world.read((tx) => tx.counter('event-invited:event-1'))).toBe(1)
  })

  it('is one question on the eve, and none that names the old place', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at(atNight)
    expect(await runsJob(world, 'event-reminders')).toBe(1)
    await moves('改4', '万科广场')
    expect(await runsJob(world, 'event-reminders')).toBe(0)
    at(morning)
    const [news, ...more] = await youth.inbox()
    expect(news?.text).toContain('地点改成 万科广场（原来是 民治街道文化站）')
    expect(more).toEqual([])
  })

  it('is no place in line for who is offered a seat before they read of it', async () => {
    await hasEvent(world, { places: 1 })
    const [first, second] = await bothSignUp()
    at('2026-11-26T15:00:00.000Z')
    await moves('改4', '万科广场')
    await first.presses('!event-leave.event-1')
    at('2026-11-27T00:00:00.000Z')
    const [offer, ...more] = await second.inbox()
    expect(offer?.text).toContain('轮到你了：「周末交友会」有一个位置。\n11月28日 周六 19:00–21:00\n万科广场')
    expect(more).toEqual([])
  })

  it('is no offer of the old time, and the seat is answered before the new one', async () => {
    await hasEvent(world, { places: 1 })
    const [first, second] = await bothSignUp()
    at('2026-11-26T15:00:00.000Z')
    await first.presses('!event-leave.event-1')
    await moves('改3', '11月27日 09:00-11:00')
    at('2026-11-27T00:00:00.000Z')
    const [news, ...more] = await second.inbox()
    expect(news?.text).toContain('时间改成 11月27日 周五 09:00–11:00')
    expect(news?.text).toContain('位置还给你留着，11月27日 周五 09:00 前')
    expect(more).toEqual([])
    expect(said(await second.says('我的报名'))).toContain('请在 11月27日 周五 09:00 前回答')
    expect(said(await second.presses('!event-take.event-1'))).toContain('报上了')
  })
})
