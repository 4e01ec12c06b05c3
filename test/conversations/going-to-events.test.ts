import { afterEach, describe, expect, it } from 'vitest'
import { hour } from '../../src/domain/instant'
import { hasEvent, registered, saturday, signUpOfUser, signUpsOf, stateOf, withEvents } from '../support/event-world'
import { said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
let admin: User
afterEach(() => world.close())

async function open(channel: Channel): Promise<void> {
  ;({ world, admin } = await withEvents(channel))
}

describe.each<Channel>(['web', 'window', 'push'])('going to an event on %s', (channel) => {
  it('is found, looked at, signed up for, and cancelled', async () => {
    await open(channel)
    await hasEvent(world, { text: '一起唱歌吃水果' })
    const youth = await registered(world, '小李')
    const list = said(await youth.says('活动'))
    expect(list).toContain('11月28日 周六 19:00 周末交友会')
    expect(list).toContain('30 个名额，还剩 30 个')
    const card = said(await youth.presses('周末交友会'))
    expect(card).toContain('时间：11月28日 周六 19:00–21:00')
    expect(card).toContain('一起唱歌吃水果')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
    await youth.repeatsLast()
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
    expect(await signUpsOf(world)).toHaveLength(1)
    const mine = said(await youth.says('我的报名'))
    expect(mine).toContain('周末交友会')
    expect(mine).toContain('✓ 你报上名了')
    await youth.presses('周末交友会')
    expect(said(await youth.presses('!event-leave.event-1'))).toContain('取消了')
    expect(said(await youth.presses('!event-leave.event-1'))).toContain('不用取消')
    expect(said(await youth.says('我的报名'))).toContain('现在没有报名的活动')
    expect(said(await youth.presses('还是想去'))).toContain('报上了')
  })

  it('waits in line, is offered the seat of who leaves, and lets it go to the next when it does not answer', async () => {
    await open(channel)
    await hasEvent(world, { places: 1 })
    const [first, second, third] = [
      await registered(world, '小一'),
      await registered(world, '小二'),
      await registered(world, '小三'),
    ]
    await first.presses('!event-go.event-1')
    expect(said(await second.presses('!event-go.event-1'))).toContain('排在第 1 位')
    expect(said(await third.presses('!event-go.event-1'))).toContain('排在第 2 位')
    expect(said(await third.says('我的报名'))).toContain('排在第 2 位')
    await first.presses('!event-leave.event-1')
    const [offer, ...more] = await second.inbox()
    expect(offer?.text).toContain('轮到你了：「周末交友会」')
    expect(offer?.choices.map(({ label }) => label)).toEqual(['要', '不要'])
    expect(more).toEqual([])
    // A newcomer does not pass those who wait.
    expect(said(await first.presses('!event-go.event-1'))).toContain('排在第 2 位')

    world.clock.advance(13 * hour)
    expect(await runOnce(world, 'offers-ran-out')).toEqual({ lapsed: 0, offered: 0 })
    world.clock.advance(11 * hour)
    for (const user of [second, third]) await user.inbox()
    expect(await runOnce(world, 'offers-ran-out')).toEqual({ lapsed: 1, offered: 1 })
    expect(said(await second.inbox())).toContain('位置让出来了')
    expect(said(await second.presses('!event-take.event-1'))).toContain('已经不在了')
    expect(said(await third.inbox())).toContain('轮到你了')
    expect(said(await third.presses('!event-pass.event-1'))).toContain('位置让出来了')
    expect(said(await first.inbox())).toContain('轮到你了')
    expect(said(await first.presses('!event-take.event-1'))).toContain('报上了')
    expect([await stateOf(first), await stateOf(second), await stateOf(third)]).toEqual(['in', 'lapsed', 'left'])
    expect(said(await second.presses('!event-go.event-1'))).toContain('排在第 1 位')
  })

  it('is asked to register first, and comes back to it by one tap', async () => {
    await open(channel)
    await hasEvent(world)
    const newcomer = world.user('newcomer')
    await newcomer.says('活动')
    await newcomer.presses('周末交友会')
    expect(said(await newcomer.presses('!event-go.event-1'))).toContain('要先登记')
    await newcomer.presses('先登记，再报名')
    await newcomer.presses('同意，开始登记')
    await newcomer.says('小新')
    while ((await newcomer.session())?.turn?.answers.points === undefined) await newcomer.says('跳过')
    expect(said(await newcomer.says('没错，登记'))).toContain('接下来')
    expect(said(await newcomer.presses('接着办刚才的事'))).toContain('报上了')
  })

  it('is reminded on the eve, and says whether they come', async () => {
    await open(channel)
    await hasEvent(world, { places: 2 })
    const users = [await registered(world, '小一'), await registered(world, '小二'), await registered(world, '小三')]
    for (const user of users) await user.presses('!event-go.event-1')
    const [first, second, third] = users as [User, User, User]
    world.clock.set('2026-11-27T10:29:00.000Z')
    // The window of the channel that has one is open again.
    for (const user of users) await user.says('菜单')
    expect(await runOnce(world, 'event-reminders')).toEqual({ reminded: 0 })
    world.clock.set('2026-11-27T10:30:00.000Z')
    expect(await runOnce(world, 'event-reminders')).toEqual({ reminded: 2 })
    expect(await runOnce(world, 'event-reminders')).toEqual({ reminded: 0 })
    const [reminder] = await first.inbox()
    expect(reminder?.text).toMatch(/^明天就是你报的「周末交友会」[\s\S]*来得了吗/)
    expect(reminder?.choices.map(({ label }) => label)).toEqual(['我来', '来不了'])
    expect(said(await first.presses('我来'))).toContain('到时候见')
    expect(await signUpOfUser(first)).toMatchObject({ confirmedAt: expect.any(String) })
    expect(said(await second.presses('来不了'))).toContain('取消了')
    expect(said(await third.inbox())).toContain('轮到你了')
    expect(await third.inbox()).toEqual([])
  })

  it('checks in by the code said in the room, or by the officer', async () => {
    await open(channel)
    await hasEvent(world, { places: 2 })
    const users = [await registered(world, '小一'), await registered(world, '小二'), await registered(world, '小三')]
    for (const user of users) await user.presses('!event-go.event-1')
    const [first, second, third] = users as [User, User, User]
    expect(said(await first.says('签到'))).toContain('还不能签到，11月28日 周六 18:00 开始签')
    world.clock.set(saturday)
    await first.says('签到')
    expect(said(await first.says('4712'))).toContain('没有这个签到码')
    expect(said(await first.says('签到 4711'))).toContain('签到好了：周末交友会')
    expect(said(await first.says('签到4711'))).toContain('已经签过到了')
    expect(said(await third.says('签到４７１１'))).toContain('你排在第 1 位')
    const list = said(await admin.presses('!event-people.event-1'))
    expect(list).toContain('小一：✓ 到了')
    expect(list).toContain('小三：排第 1 位')
    expect(said(await admin.presses('小二 到了'))).toContain('小二：✓ 到了')
    await admin.repeatsLast()
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('签到 2')
    expect(said(await second.says('我的报名'))).toContain('你一共来过 1 次')
  })

  it('gets the event as a calendar file', async () => {
    await open(channel)
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    const bodies = await youth.presses('存进手机日历')
    const file = bodies.find((body) => body.file)?.file
    expect(file).toMatchObject({ name: '周末交友会.ics', type: 'text/calendar' })
    const stored = await world.store.files.get(file?.id ?? '')
    expect(new TextDecoder().decode(stored?.bytes)).toContain('DTSTART:20261128T110000Z')
  })
})
