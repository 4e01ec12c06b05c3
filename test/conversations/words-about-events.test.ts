import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, hour } from '../../src/domain/instant'
import { planOf } from '../../src/features/contact-books'
import { units, youths } from '../../src/store/collections'
import { caseEntries, history } from '../../src/store/logs'
import { monthFor } from '../support/contact-books'
import { hasEvent, registered, saturday, withEvents } from '../support/event-world'
import { becomesOfficer, hasCase, said } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('web'))
})
afterEach(() => world.close())

async function saidBy(user: User): Promise<string[]> {
  const key = (await user.account())?.id ?? ''
  const entries = await world.read((tx) => tx.entries(history, { key, after: 0, limit: 100 }))
  return entries.filter(({ from }) => from === 'me').map(({ text }) => text)
}

describe('what is said of an event', () => {
  it('for one point is that it is for its people', async () => {
    await hasEvent(world, { unit: 'point-1' })
    const point = await world.read((tx) => tx.get(units, 'point-1'))
    const youth = await registered(world, '小李')
    expect(said(await youth.presses('!event-open.event-1'))).toContain(`谁能来：${point?.name}的人`)
    const other = await registered(world, '小王', { points: ['point-2'] })
    expect(said(await other.presses('!event-go.event-1'))).toContain(`这次是给这些人办的：${point?.name}的人`)
    await hasEvent(world, { unit: 'point-1', audience: { trades: [], ages: null, leagueOnly: true } })
    expect(said(await youth.presses('!event-open.event-1'))).toContain(`谁能来：${point?.name}的人，团员`)
  })

  it('names who waits only where somebody does, and no places of one that is off', async () => {
    await hasEvent(world, { places: 1 })
    const [youth, other] = [await registered(world, '小李'), await registered(world, '小王')]
    await youth.presses('!event-go.event-1')
    expect(said(await youth.presses('!event-open.event-1'))).toContain('名额：1 个名额，满了\n')
    await other.presses('!event-go.event-1')
    expect(said(await youth.presses('!event-open.event-1'))).toContain('名额：1 个名额，满了，1 人在排队')
    await hasEvent(world, { places: 1, state: 'cancelled' })
    for (const user of [youth, admin]) {
      const action = user === admin ? 'event-manage' : 'event-open'
      expect(said(await user.presses(`!${action}.event-1`))).not.toMatch(/名额|报名：/)
    }
  })

  it('as a draft is how many may be invited, each once, and that it does not look at their trade', async () => {
    const both = await registered(world, '小李', { points: ['point-1', 'point-2'] })
    const one = await registered(world, '小王')
    await hasEvent(world, { state: 'draft', unit: 'point-1' })
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('登记过的青年，2 位。')
    await hasEvent(world, { state: 'draft' })
    // Registered by an older version, before anybody was counted.
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('登记过的青年，最多 3 位。')
    for (const user of [both, one]) {
      const id = await user.personId()
      await world.write(async (tx) => {
        const youth = await tx.get(youths, id)
        if (youth) await planOf({ tx, now: world.clock.now(), zone: 'Asia/Shanghai' }, youth)
      })
    }
    expect(said(await admin.presses('!event-manage.event-1')), 'once, at two points').toContain('登记过的青年，2 位。')
    await hasEvent(world, { state: 'draft', audience: { trades: ['shop'], ages: null, leagueOnly: false } })
    expect(said(await admin.presses('!event-manage.event-1'))).toContain('还没按工种、年龄、团员挑过')
  })

  it('that moved after the invitation is told to who takes the invitation up', async () => {
    const youth = await registered(world, '小李')
    await hasEvent(world, { inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    await youth.inbox()
    await admin.presses('!event-change.event-1')
    await admin.says('改4')
    await admin.says('万科广场')
    await admin.says('没错，改')
    expect(said(await youth.presses('我去'))).toContain(
      '⚠ 邀请你之后改过时间或地点，现在是：11月28日 周六 19:00–21:00，万科广场',
    )
    await youth.presses('!event-leave.event-1')
    expect(said(await youth.presses('还是想去'))).not.toContain('⚠')
  })
})

describe('an invitation and the word at the door', () => {
  it.each([
    ['tea', '请你来玩：', '玩得开心'],
    ['visit', '请你来看看：', '多看看'],
    ['lecture', '请你来听：', '有不懂的，当场就问'],
    ['training', '请你来学：', '学到了就是自己的'],
    ['other', '请你参加：', '谢谢你来'],
  ] as const)('to a %s say what people come for', async (kind, invites, wish) => {
    const youth = await registered(world, '小李')
    await hasEvent(world, { kind, title: '防骗小课', inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    expect(said(await youth.inbox())).toContain(`${invites}防骗小课`)
    world.clock.set(saturday)
    const told = said(await youth.says('签到 4711'))
    expect(told).toContain('签到好了：防骗小课。')
    expect(told).toContain(wish)
  })
})

it.each([
  [20, '20 个名额，满了可以排队。'],
  [null, '\n去不去？'],
])('an invitation to an event with %s places says how it is with them', async (places, words) => {
  const youth = await registered(world, '小李')
  await hasEvent(world, { places, inviting: { list: '', order: '', youth: '' } })
  await runOnce(world, 'event-invitations')
  expect(said(await youth.inbox())).toContain(words)
})

it('of two drafts with one title the officer is shown their own list', async () => {
  await hasEvent(world, { state: 'draft', title: '防骗小课' })
  await hasEvent(world, { id: 'event-2', state: 'draft', title: '防骗小课' })
  const [list] = await admin.says('防骗小课')
  expect(list?.choices.map(({ value }) => value)).toEqual([
    '!event-manage.event-1',
    '!event-manage.event-2',
    '!event-desk',
  ])
})

describe('the events', () => {
  it.each(['还有啥活动', '有啥活动', '有什么活动吗？', '最近有活动吗', '有没有活动', 'What events are there?'])(
    '%s asks for them',
    async (words) => {
      await hasEvent(world, { title: '防骗小课' })
      const youth = await registered(world, '小李')
      expect(said(await youth.says(words))).toContain('防骗小课')
    },
  )

  it.each(['没有活动', '不参加活动了'])('%s does not', async (words) => {
    await hasEvent(world, { title: '防骗小课' })
    const youth = await registered(world, '小李')
    expect(said(await youth.says(words))).not.toContain('防骗小课')
  })
})

describe('a button', () => {
  it('reads in the conversation as it was tapped', async () => {
    const youth = await registered(world, '小李')
    await hasEvent(world, { inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    await youth.inbox()
    for (const label of ['我去', '去不了，取消报名', '还是想去']) {
      await youth.says('菜单')
      await youth.presses(label)
      expect((await saidBy(youth)).at(-1)).toBe(label)
    }
  })
})

describe('「办活动」', () => {
  it.each(['办活动', '我要办活动', '搞活动'])(
    'is understood as %s of who may, and shows all others the events',
    async (words) => {
      await hasEvent(world, { startsAt: saturday })
      expect(said(await admin.says(words))).toContain('办什么活动')
      const youth = await registered(world, '小李')
      expect(said(await youth.says(words))).toContain('有 1 个活动')
    },
  )

  it('has 「所有活动」 beside it', async () => {
    await hasEvent(world)
    expect(said(await admin.says('所有活动'))).toContain('一共 1 个活动')
    const caseworker = world.user('caseworker')
    await becomesOfficer(caseworker, '王专员', ['caseworker'])
    expect(said(await caseworker.says('所有活动'))).toContain('有 1 个活动')
  })
})

describe('a title that is typed', () => {
  const scam = { id: 'scam', title: '防骗小课', kind: 'lecture' as const }

  it.each(['防骗小课', '「防骗小课」', '防骗', '骗小课', '我想报名防骗小课', '防骗小课还有名额吗？'])(
    'as %s opens the card of the event',
    async (words) => {
      const youth = await registered(world, '小李')
      await hasEvent(world, scam)
      await hasEvent(world, { id: 'other', title: '工资小课' })
      const [card, ...others] = await youth.says(words)
      expect(card?.text).toContain('【讲座】防骗小课')
      expect(others).toEqual([])
      expect(said(await youth.presses('我去'))).toContain('防骗小课')
    },
  )

  it('lists those that it fits, and shows the one that bears it wholly', async () => {
    const youth = await registered(world, '小李')
    await hasEvent(world, scam)
    for (const index of [1, 2, 3, 4, 5]) await hasEvent(world, { id: `more-${index}`, title: `防骗小课第${index}期` })
    expect(said(await youth.says('防骗小课'))).toContain('【讲座】防骗小课\n')
    await youth.says('菜单')
    const [list] = await youth.says('防骗')
    expect(list?.text).toContain('有 6 个活动')
    expect(list?.choices.map(({ label }) => label)).toEqual(expect.arrayContaining(['防骗小课第1期', '看看活动']))
  })

  it('says how one stands that is for others or off; a draft is nothing, but to who may publish it', async () => {
    const youth = await registered(world, '小王', { points: ['point-2'] })
    await hasEvent(world, { ...scam, unit: 'point-1' })
    await hasEvent(world, { id: 'off', title: '防骗大课', state: 'cancelled' })
    await hasEvent(world, { id: 'draft', title: '防骗新课', state: 'draft' })
    expect(said(await youth.says('防骗小课'))).toContain('谁能来：联络点1号')
    expect(said(await youth.says('我去'))).toContain('这次是给这些人办的：联络点1号')
    expect(said(await youth.says('防骗大课'))).toContain('取消了')
    for (const words of ['防骗新课', '防骗']) expect(said(await youth.says(words)), words).not.toContain('谁能来')
    const admin = world.user('admin')
    await becomesOfficer(admin, '陈主任', ['admin'])
    for (const words of ['防骗小课', '防骗新课']) {
      await admin.says(words)
      expect((await admin.choices()).map(({ value }) => value).join(), words).toContain('!event-change.')
    }
  })

  it('hides nothing else: a command, an answer, a complaint, a cry for help, how somebody is', async () => {
    const youth = await registered(world, '小李')
    for (const [index, title] of ['菜单小课', '工伤小课', '救命急救小课', '我很累怎么办', '19路车游'].entries()) {
      await hasEvent(world, { id: `event-${index}`, title })
    }
    for (const words of ['菜单', '工伤', '救命', '我很累', '19', '路']) {
      expect(said(await youth.says(words)), words).not.toContain('谁能来')
    }
    await hasEvent(world, scam)
    await youth.says('联络')
    await youth.says('防骗小课')
    expect((await youth.session())?.turn?.answers).toEqual({ livesAt: '防骗小课' })
  })

  it('goes before what is said to a case only as a whole, and is no word for it', async () => {
    const youth = await registered(world, '小李')
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    await hasCase(youth, 1, {})
    await hasEvent(world, scam)
    await youth.says('老板今天又来厂里骂人，还把我的东西扔了')
    const passOn = (await youth.choices()).find(({ value }) => value.includes('pass'))?.value ?? ''
    for (const words of ['防骗小课上老板也来找我了', '防骗', '谢谢'])
      expect(said(await youth.says(words)), words).not.toContain('谁能来')
    expect(said(await youth.says('防骗小课'))).toContain('【讲座】防骗小课')
    expect(said(await youth.presses(passOn))).not.toContain('转给办')
    expect(await world.read((tx) => tx.entries(caseEntries, { key: 'case-1', limit: 9 }))).toHaveLength(1)
  })

  it('is no answer to the question of the month, where only a part of it was typed', async () => {
    const youth = await registered(world, '小李')
    await hasEvent(world, { id: 'sports', title: '富士康趣味运动会', startsAt: '2026-12-20T02:00:00.000Z' })
    world.clock.set('2026-12-05T11:30:00.000Z')
    await runsJob(world, 'begin-contact')
    await runsJob(world, 'monthly-contact')
    world.clock.advance(2 * hour)
    expect(said(await youth.inbox())).toContain('这个月过得怎么样')
    expect(said(await youth.says('富士康'))).not.toContain('谁能来')
    expect((await monthFor(youth, '2026-12'))?.contacts).toHaveLength(1)
  })

  it('is found beside a form that was left long ago, which waits', async () => {
    const youth = await registered(world, '小李')
    await hasEvent(world, scam)
    await youth.says('投诉')
    world.clock.advance(3 * day)
    expect(said(await youth.says('防骗小课'))).toContain('【讲座】防骗小课')
    expect((await youth.session())?.turn).toBeNull()
  })
})
