import { afterEach, describe, expect, it } from 'vitest'
import { hour, minute } from '../../src/domain/instant'
import { signUps } from '../../src/store/collections'
import { hasEvent, registered, saturday, signUpsOf, stateOf, withEvents } from '../support/event-world'
import { said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
let admin: User
afterEach(() => world.close())

async function open(channel: Channel): Promise<void> {
  ;({ world, admin } = await withEvents(channel))
}

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
    expect(said(await youth.presses('!event-go.shop'))).toContain('这次是给这些人办的：干商店、超市的')
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
    expect(said(await admin.presses('!event-manage.event-1'))).toMatch(/报过名 2 人.*\n现在：已报上 1 人/)
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

describe('an event in English', () => {
  it('is found, signed up for and left in English words', async () => {
    await open('web')
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.says('/lang')
    await youth.presses('English')
    expect(said(await youth.says('events'))).toContain('28 Nov Sat 19:00 周末交友会')
    expect(said(await youth.presses('!event-open.event-1'))).toContain('When: 28 Nov Sat 19:00–21:00')
    expect(said(await youth.presses("I'll go"))).toContain('You have a place!')
    expect(said(await youth.says('my sign-ups'))).toContain('✓ you have a place')
    expect(said(await youth.presses('!event-leave.event-1'))).toContain('is cancelled')
  })
})

describe("an event's picture", () => {
  const file = { name: '海报.png', type: 'image/png', bytes: new TextEncoder().encode('海报') }

  async function drafts(): Promise<void> {
    await admin.presses('!event-make')
    for (const line of ['讲座', '防骗小课', '11月28日 19:00', '文化站', '不限', '就这样']) await admin.says(line)
    await admin.sendsFile(file)
    await admin.presses('没错，存成草稿')
  }

  it.each<Channel>(['web', 'push'])('is shown to the officer with the draft and the card on %s', async (channel) => {
    await open(channel)
    await drafts()
    if (channel === 'push') {
      expect(said(await admin.presses('所有活动'))).toContain('防骗小课')
      const coming = await admin.presses('防骗小课')
      expect(said(coming)).toContain('图片：有一张，正在接收')
      await world.fetchFiles()
    } else await admin.presses('所有活动')
    const [draft] = await admin.presses(channel === 'push' ? '看图片' : '防骗小课')
    expect(draft?.text).toContain('这是草稿')
    expect(draft?.text).not.toContain('图片：')
    const [, card] = await admin.presses('发布')
    for (const body of [draft, card]) {
      const stored = await world.store.files.get(body?.file?.id ?? '')
      expect(new TextDecoder().decode(stored?.bytes)).toBe('海报')
    }
  })

  it('is shown once its bytes have come, and left out when they never do', async () => {
    await open('push')
    const youth = await registered(world, '小李')
    for (const [title, comes] of [
      ['有图', true],
      ['没图', false],
    ] as const) {
      await admin.presses('!event-make')
      for (const line of ['讲座', title, '11月28日 19:00', '文化站', '不限', '再写细一点']) await admin.says(line)
      for (let n = 0; n < 6; n++) await admin.says('跳过')
      await admin.says('说明')
      await admin.sendsFile({ name: '海报.png', type: 'image/png', bytes: new TextEncoder().encode(title) })
      await admin.presses('没错，存成草稿')
      await admin.presses('发布')
      await youth.says('活动')
      expect((await youth.presses(title)).every(({ file }) => file === null)).toBe(true)
      if (!comes) world.push.files.clear()
      await world.fetchFiles()
      const [card] = await youth.presses(title)
      expect(card?.file?.name).toBe(comes ? '海报.png' : undefined)
      const stored = card?.file && (await world.store.files.get(card.file.id))
      if (comes) expect(new TextDecoder().decode(stored?.bytes)).toBe(title)
    }
    // Nobody else names it: the nightly job keeps it all the same.
    world.clock.advance(3 * 24 * hour)
    expect(await runOnce(world, 'forget-files')).toEqual({ deleted: 0 })
  })
})
