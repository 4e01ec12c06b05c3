import { afterEach, describe, expect, it } from 'vitest'
import { units } from '../../src/store/collections'
import { auditOf } from '../support/case-world'
import { hasEvent, onlyEvent, registered, signUpsOf, stateOf, withEvents } from '../support/event-world'
import { becomesOfficer, said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
let admin: User
afterEach(() => world.close())

async function open(channel: Channel): Promise<void> {
  ;({ world, admin } = await withEvents(channel))
}

describe.each<Channel>(['web', 'window', 'push'])('holding an event on %s', (channel) => {
  it('takes six short answers and two taps from the idea to the invitations', async () => {
    await open(channel)
    const youth = await registered(world, '小李')
    await admin.says('工作台')
    expect(said(await admin.presses('办活动'))).toContain('办什么活动')
    expect(said(await admin.says('青春有约·交友'))).toContain('叫什么名字')
    expect(said(await admin.says('周末交友会'))).toContain('什么时候')
    expect(said(await admin.says('下周六晚上7点到9点'))).toContain('在哪里')
    expect(said(await admin.says('民治街道文化站二楼'))).toContain('几个名额')
    expect(said(await admin.says('30'))).toContain('就这样，还是再写细一点')
    const readBack = said(await admin.says('就这样'))
    expect(readBack).toContain('3. 时间：11月28日 周六 19:00–21:00')
    const card = said(await admin.says('没错，存成草稿'))
    expect(card).toContain('这是草稿')
    expect(card).toContain('邀请这里登记过的青年，1 位')
    expect(await onlyEvent(world)).toMatchObject({
      state: 'draft',
      kind: 'friends',
      title: '周末交友会',
      startsAt: '2026-11-28T11:00:00.000Z',
      endsAt: '2026-11-28T13:00:00.000Z',
      place: '民治街道文化站二楼',
      places: 30,
      unit: 'root',
    })
    expect(said(await youth.says('活动'))).toContain('没有能报名的活动')

    const published = said(await admin.presses('发布'))
    expect(published).toContain('发布了')
    expect(published, 'the invitations are a job of the next minute').toContain('还没开始发')
    await admin.repeatsLast()
    expect(await onlyEvent(world)).toMatchObject({ state: 'published', code: expect.stringMatching(/^\d{4}$/) })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 1 })
    const [invitation, ...more] = await youth.inbox()
    expect(invitation?.text).toContain('请你来玩：周末交友会')
    expect(invitation?.choices.map(({ label }) => label)).toEqual(['我去', '不去', '看看详情'])
    expect(more).toEqual([])
    expect(said(await youth.presses('我去'))).toContain('报上了')
    const { id } = await onlyEvent(world)
    expect(said(await admin.presses(`!event-manage.${id}`))).toContain(
      '邀请 1 人，报过名 1 人（自己来报的、后来取消的都算）。\n现在：已报上 1 人 · 排队 0 人 · 签到 0 人',
    )
    expect(said(await admin.presses(`!event-manage.${id}`))).toContain('邀请：已经请了 1 位')
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['event-made', 'event-published'])
  })

  it('goes into every detail for who wants it', async () => {
    await open(channel)
    await admin.presses('!event-make')
    for (const line of ['培训', '电工证培训', '12月5日 9点到11点']) await admin.says(line)
    await admin.says('对')
    for (const line of ['街道会议室', '不限', '再写细一点', '联络点1号']) await admin.says(line)
    await admin.says('工地、装修')
    for (const line of ['好了', '18到30', '只给团员', '跳过', '12月3日', '带身份证', '跳过']) await admin.says(line)
    expect(said(await admin.says('没错，存成草稿'))).toContain('联络点1号的人，团员，18 到 30 岁，干工地、装修的')
    expect(await onlyEvent(world)).toMatchObject({
      unit: 'point-1',
      places: null,
      startsAt: '2026-12-05T01:00:00.000Z',
      signUpUntil: '2026-12-03T15:59:00.000Z',
      audience: { trades: ['building'], ages: { from: 18, to: 30 }, leagueOnly: true },
      text: '带身份证',
    })
  })

  it('changes time, place and places, and tells each who signed up once', async () => {
    await open(channel)
    await hasEvent(world, { places: 1 })
    const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
    for (const user of [first, second]) await user.presses('!event-go.event-1')
    world.clock.advance(60_000)

    await admin.presses('!event-change.event-1')
    expect(said(await admin.says('改3'))).toContain('什么时候')
    await admin.says('下周日下午2点到4点')
    await admin.says('改4')
    await admin.says('万科广场')
    await admin.says('改5')
    await admin.says('2')
    expect(said(await admin.says('没错，改'))).toContain('会告诉每一个报了名的人')
    expect(await onlyEvent(world)).toMatchObject({ startsAt: '2026-11-29T06:00:00.000Z', places: 2, revision: 1 })
    expect(await runOnce(world, 'tell-event-changes')).toEqual({ told: 1 })
    expect(await runOnce(world, 'tell-event-changes')).toEqual({ told: 0 })
    const news = said(await first.inbox())
    expect(news).toContain(
      '时间改成 11月29日 周日 14:00–16:00（原来是 11月28日 周六 19:00–21:00）\n地点改成 万科广场（原来是 民治街道文化站）',
    )
    // The second seat is offered to who waited, with the new time: that is news enough.
    const offer = await second.inbox()
    expect(said(offer)).toContain('轮到你了：「周末交友会」有一个位置。\n11月29日 周日')
    expect(offer).toHaveLength(1)
    expect(said(await second.presses('要'))).toContain('报上了')
    expect(said(await first.presses('来不了'))).toContain('取消了')
    expect([await stateOf(first), await stateOf(second)]).toEqual(['left', 'in'])
  })

  it('is cancelled with a reason, and everybody on the list learns it', async () => {
    await open(channel)
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    await admin.presses('!event-cancel.event-1')
    expect(said(await admin.says('不，照常办'))).toContain('照常办')
    await admin.presses('!event-cancel.event-1')
    await admin.says('是，取消')
    expect(said(await admin.says('下大雨'))).toContain('正在通知')
    expect(await runOnce(world, 'tell-event-changes')).toEqual({ told: 1 })
    const told = said(await youth.inbox())
    expect(told).toContain('「周末交友会」取消了')
    expect(told).toContain('原因：下大雨')
    expect(said(await youth.presses('!event-go.event-1'))).toContain('这个活动取消了')
    expect(said(await youth.presses('!event-open.event-1'))).toContain('这个活动取消了')
    expect(said(await youth.says('活动'))).toContain('没有能报名的活动')
    expect(said(await admin.presses('!event-cancel.event-1'))).toContain('已取消')
  })
})

describe('who may hold events', () => {
  it('is an admin or a liaison officer, each for their unit and below; all others are as if there were none', async () => {
    await open('web')
    await hasEvent(world)
    const roles = [
      ['liaison', 'point-1'],
      ['caseworker', 'root'],
      ['supervisor', 'root'],
    ] as const
    for (const [role, unit] of roles) {
      const user = world.user(role)
      await becomesOfficer(user, role, [role], unit)
      for (const action of ['event-manage', 'event-publish', 'event-change', 'event-cancel', 'event-people']) {
        expect(said(await user.presses(`!${action}.event-1`)), `${role} ${action}`).toContain('不归你管')
      }
    }
    const liaison = world.user('liaison')
    expect(said(await liaison.says('工作台'))).toContain('【活动】眼下没有要办的')
    expect(said(await world.user('caseworker').says('工作台'))).not.toContain('【活动】')
    expect(said(await world.user('caseworker').presses('!event-make'))).toContain('要有这个职务的同事才能办')
    expect(said(await world.user('youth').presses('!event-desk'))).toContain('要有这个职务的同事才能办')

    await hasEvent(world, { id: 'event-2', unit: 'point-1', title: '点上的茶话会' })
    expect(said(await liaison.presses('!event-desk'))).toContain('点上的茶话会')
    expect(said(await liaison.presses('!event-people.event-2'))).toContain('还没有人报名')
    expect((await auditOf(world)).filter(({ action }) => action === 'event-people')).toHaveLength(1)
  })

  it('cannot be published for the past, nor with fewer places than are taken', async () => {
    await open('web')
    await hasEvent(world, { state: 'draft', startsAt: '2026-11-20T01:00:00.000Z', endsAt: '2026-11-20T03:00:00.000Z' })
    expect(said(await admin.presses('!event-publish.event-1'))).toContain('开始时间已经过了')
    await hasEvent(world, { places: 3 })
    for (const name of ['小一', '小二', '小三']) await (await registered(world, name)).presses('!event-go.event-1')
    await admin.presses('!event-change.event-1')
    await admin.says('改5')
    expect(said(await admin.says('2'))).toContain('已经有 3 个人有位置了')
    await admin.says('3')
    expect(said(await admin.says('没错，改'))).toContain('没有改动')
    expect(await runOnce(world, 'tell-event-changes')).toEqual({ told: 0 })
  })

  it('drops a draft wholly, and sees a closed unit no more', async () => {
    await open('web')
    await hasEvent(world, { state: 'draft' })
    expect(said(await admin.presses('!event-drop.event-1'))).toContain('删掉了')
    expect(said(await admin.presses('!event-drop.event-1'))).toContain('没有这个活动')
    await world.write(async (tx) => {
      const point = await tx.get(units, 'point-2')
      if (point) await tx.put(units, { ...point, closedAt: world.clock.now() })
    })
    await hasEvent(world)
    expect(said(await admin.presses('!event-drop.event-1'))).toContain('已发布')
    expect(await signUpsOf(world)).toEqual([])
  })
})
