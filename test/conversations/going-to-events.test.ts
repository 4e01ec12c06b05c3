import { afterEach, describe, expect, it } from 'vitest'
import { hour, minute } from '../../src/domain/instant'
import { signUps } from '../../src/store/collections'
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
    expect(list).toContain('30 个，还剩 30 个')
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
    expect(said(await second.inbox())).toContain('给下一位了')
    expect(said(await second.presses('!event-take.event-1'))).toContain('已经不在了')
    expect(said(await third.inbox())).toContain('轮到你了')
    expect(said(await third.presses('!event-pass.event-1'))).toContain('给下一位了')
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
    expect(reminder?.text).toContain('来得了吗')
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
    expect(said(await first.says('签到'))).toContain('现在没有可以签到的活动')
    world.clock.set(saturday)
    await first.says('签到')
    expect(said(await first.says('4712'))).toContain('没有这个签到码')
    expect(said(await first.says('签到 4711'))).toContain('签到好了：周末交友会')
    expect(said(await first.says('签到4711'))).toContain('已经签过到了')
    expect(said(await third.says('签到４７１１'))).toContain('名单上没有你')
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

describe('what is shown to whom', () => {
  it('is what nothing speaks against, in pages, the next first', async () => {
    await open('web')
    const times = [5, 1, 3, 2, 7, 6, 4]
    for (const n of times) {
      const startsAt = new Date(Date.parse(saturday) + n * hour).toISOString()
      await hasEvent(world, { id: `event-${n}`, title: `活动${n}`, startsAt })
    }
    await hasEvent(world, { id: 'draft', title: '草稿', state: 'draft' })
    await hasEvent(world, { id: 'shop', title: '店员', audience: { trades: ['shop'], ages: null, leagueOnly: false } })
    await hasEvent(world, { id: 'point-2', title: '二号点', unit: 'point-2' })
    await hasEvent(world, { id: 'past', title: '过去', startsAt: '2026-11-19T01:00:00.000Z' })
    const youth = await registered(world, '小李', { trade: 'building' })
    const first = said(await youth.says('活动'))
    expect(first).toContain('有 7 个活动')
    expect(first.match(/活动\d/g)).toEqual(['活动1', '活动2', '活动3', '活动4', '活动5'])
    expect(said(await youth.presses('更多…')).match(/活动\d/g)).toEqual(['活动6', '活动7'])
    expect(said(await youth.presses('!event-go.shop'))).toContain('这次是给这些人办的：商店、超市')
    expect(said(await youth.presses('!event-open.draft'))).toContain('没有找到这个活动')
    expect(said(await youth.presses('!event-go.nowhere'))).toContain('没有找到这个活动')
    // Who did not tell their trade is not shut out.
    const other = await registered(world, '小王', { trade: null })
    expect(said(await other.presses('!event-go.shop'))).toContain('报上了')
  })

  it('warns of another event at the same time, and allows it', async () => {
    await open('web')
    await hasEvent(world)
    await hasEvent(world, { id: 'event-2', title: '讲座', startsAt: '2026-11-28T12:00:00.000Z' })
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    expect(said(await youth.presses('!event-go.event-2'))).toContain('同一时间你还报了「周末交友会」')
    expect(await stateOf(youth, 'event-2')).toBe('in')
  })

  it('keeps to the time of sign-up', async () => {
    await open('web')
    await hasEvent(world, { signUpFrom: '2026-11-21T00:00:00.000Z', signUpUntil: '2026-11-26T16:00:00.000Z' })
    const youth = await registered(world, '小李')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('还没开始报名，11月21日 周六 08:00 开始')
    world.clock.set('2026-11-21T00:00:00.000Z')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
    world.clock.set('2026-11-27T00:00:00.000Z')
    expect(said(await (await registered(world, '小王')).presses('!event-go.event-1'))).toContain('已经截止')
    expect(said(await youth.presses('!event-leave.event-1'))).toContain('取消了')
    world.clock.set(saturday)
    expect(said(await youth.presses('!event-go.event-1'))).toContain('已经截止')
  })

  it('remembers a no, and does not take an old no for leaving', async () => {
    await open('web')
    await hasEvent(world)
    const youth = await registered(world, '小李')
    expect(said(await youth.presses('!event-no.event-1'))).toContain('这次不去')
    expect(await stateOf(youth)).toBe('declined')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('报上了')
    expect(said(await youth.presses('!event-no.event-1'))).toContain('你已经报了')
    expect(await stateOf(youth)).toBe('in')
  })
})

describe('a seat', () => {
  it('is free again when its holder is erased', async () => {
    await open('web')
    await hasEvent(world, { places: 1 })
    const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
    for (const user of [first, second]) await user.presses('!event-go.event-1')
    await first.says('我的')
    await first.presses('全部删掉')
    await first.presses('确定，全部删掉')
    expect(await runOnce(world, 'offers-ran-out')).toEqual({ lapsed: 0, offered: 1 })
    expect(said(await second.presses('!event-take.event-1'))).toContain('报上了')
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('报过名 2 · 有位置 1')
    for await (const signUp of world.store.walk(signUps)) expect(signUp.person).toBe(await second.personId())
  })

  it('is taken at the door by who waited, or comes by, when one is free', async () => {
    await open('web')
    await hasEvent(world, { places: 2 })
    const waiting = await registered(world, '小一')
    const passer = await registered(world, '小二')
    const late = await registered(world, '小三')
    world.clock.set(saturday)
    const id = await waiting.personId()
    await world.write((tx) =>
      tx.put(signUps, {
        id: 'signup-1',
        gathering: 'event-1',
        person: id,
        state: 'waiting',
        stateAt: saturday,
        seq: 1,
        at: saturday,
        offer: null,
        remindedAt: null,
        confirmedAt: null,
        cameAt: null,
      }),
    )
    await world.write((tx) => tx.add('event-seq:event-1', 1))
    expect(said(await waiting.says('签到 4711'))).toContain('签到好了')
    expect(said(await passer.says('签到 4711'))).toContain('签到好了')
    expect(said(await late.says('签到 4711'))).toContain('名单上没有你')
    expect((await signUpsOf(world)).map(({ seq, state }) => [seq, state])).toEqual([
      [1, 'in'],
      [2, 'in'],
    ])
  })

  it('cannot be guessed at: five codes an hour', async () => {
    await open('web')
    await hasEvent(world)
    const youth = await registered(world, '小李')
    world.clock.set(saturday)
    for (let n = 0; n < 5; n++) expect(said(await youth.says(`签到 100${n}`))).toContain('没有这个签到码')
    expect(said(await youth.says('签到 4711'))).toContain('试的次数太多了')
    world.clock.advance(hour + minute)
    expect(said(await youth.says('签到 4711'))).toContain('签到好了')
    expect(said(await world.user('nobody').says('签到 4711'))).toContain('要先登记才能签到')
  })

  it('goes along when two accounts become one person, and back when they part', async () => {
    await open('web')
    await hasEvent(world)
    await hasEvent(world, { id: 'event-2', title: '讲座', startsAt: '2026-12-01T02:00:00.000Z' })
    const phone = await registered(world, 'phone')
    const tablet = await registered(world, 'tablet')
    await phone.presses('!event-go.event-1')
    await tablet.presses('!event-go.event-1')
    await tablet.presses('!event-go.event-2')
    await phone.says('连接')
    const code = said(await phone.presses('在这边要一个码')).match(/\d{4} \d{4}/)?.[0] ?? ''
    await tablet.says('连接')
    await tablet.presses('我有码，要输入')
    await tablet.presses('是我自己的')
    expect(said(await tablet.says(code))).toContain('连好了')
    expect(await signUpsOf(world)).toHaveLength(1)
    expect(said(await phone.says('我的报名'))).toContain('讲座')
    await phone.says('设置')
    await phone.presses('撤销上次连接')
    expect(said(await phone.says('我的报名'))).not.toContain('讲座')
    expect(said(await tablet.says('我的报名'))).toContain('讲座')
  })

  it('stands in the copy of all that is kept about a person', async () => {
    await open('web')
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    await youth.says('我的')
    const [readable] = await youth.presses('导出一份')
    const stored = await world.store.files.get(readable?.file?.id ?? '')
    expect(new TextDecoder().decode(stored?.bytes)).toContain('2026-11-28 19:00 周末交友会：报上了')
  })
})
