import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { day, minute, after as shifted } from '../../src/domain/instant'
import { outbox } from '../../src/store/collections'
import { expectBooksBalanced, figureFor, monthFor, planFor } from '../support/contact-books'
import { becomesOfficer, registers, said, withPoints, youthOf } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import { type Channel, openWorld, type User, type World } from '../support/world'

const askTime = '2026-12-05T11:30:00.000Z'

describe.each<Channel>(['web', 'window', 'push'])('the monthly contact on %s', (channel) => {
  let world: World
  let worker: User
  let liaison: User
  beforeEach(async () => {
    world = await openWorld({ channel })
    await withPoints(world)
    liaison = world.user('liaison', 'push')
    await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
    worker = world.user('worker')
    await registersAt(worker, '联络点1号')
  })
  afterEach(() => world.close())

  /** Everybody is asked, and the evening passes. */
  async function isAsked(): Promise<string> {
    // A window is open for two days.
    world.clock.set('2026-12-04T10:00:00.000Z')
    await worker.says('菜单')
    world.clock.set(askTime)
    expect(await runsJob(world, 'monthly-contact')).toBe(1)
    world.clock.set(await dueAt('monthly-contact'))
    return said(await worker.inbox())
  }

  /** When their question is put. */
  async function dueAt(job: 'monthly-contact' | 'contact-repeat'): Promise<string> {
    const equals = `${job}:2026-12:${await worker.personId()}`
    const [row] = await world.read((tx) => tx.find(outbox, { index: 'key', equals }))
    return row?.notBefore ?? ''
  }

  it('is asked once, opens by its button, and is done in four taps', async () => {
    expect(await figureFor(world, 'unit:point-1')).toEqual({ active: 1, contacted: 1, paused: 0 })
    const question = await isAsked()
    expect(question).toContain('这个月过得怎么样')
    expect((await worker.session())?.turn ?? null).toBeNull()
    expect(await figureFor(world, 'unit:point-1')).toEqual({ active: 1, contacted: 0, paused: 0 })

    expect(said(await worker.presses('说说近况'))).toContain('你现在住哪里')
    expect(said(await worker.presses('还住民治村'))).toContain('工地、装修 · 万科工地')
    expect(said(await worker.presses('还是老样子'))).toContain('这个月过得怎么样')
    expect(said(await worker.presses('🙂 还行'))).toContain('要我们帮忙')
    expect(said(await worker.presses('没有'))).toContain('谢谢你告诉我们')

    expect(await monthFor(worker, '2026-12')).toMatchObject({
      contacts: [{ way: 'chat', by: null }],
      clears: {
        livesAt: '民治村',
        work: { trade: 'building', worksAt: '万科工地' },
        mood: 'fine',
        needsHelp: false,
      },
    })
    expect((await monthFor(worker, '2026-12')).askedAt).not.toBeNull()
    expect(await figureFor(world, 'unit:point-1')).toEqual({ active: 1, contacted: 1, paused: 0 })
    expect(await figureFor(world, 'unit:point-1', '2026-11')).toEqual({ active: 1, contacted: 1, paused: 0 })
    await expectBooksBalanced(world)
    world.clock.set('2026-12-09T12:00:00.000Z')
    expect(await runsJob(world, 'contact-repeat')).toBe(0)
    expect(await runsJob(world, 'monthly-contact')).toBe(0)
  })

  it('corrects the profile where it differs, by words as well as by taps', async () => {
    await worker.says('联络')
    await worker.says('搬到龙华宿舍了')
    expect(said(await worker.presses('换了'))).toContain('哪一行')
    await worker.says('送外卖')
    await worker.says('民治站点')
    await worker.presses('😊 挺好的')
    expect(said(await worker.presses('没有'))).toContain('资料也改好了')
    expect(await youthOf(worker)).toMatchObject({
      livesAt: '龙华宿舍',
      trade: 'delivery',
      worksAt: '民治站点',
      employer: null,
    })
    await expectBooksBalanced(world)
  })

  it('lets everything be skipped, which is no contact and is not repeated', async () => {
    await isAsked()
    await worker.presses('说说近况')
    for (let i = 0; i < 3; i++) await worker.says('跳过')
    expect(said(await worker.says('跳过'))).toContain('不想说就不说')
    expect(await planFor(worker)).toMatchObject({ contacted: '2026-11' })
    world.clock.set('2026-12-09T12:00:00.000Z')
    expect(await runsJob(world, 'contact-repeat')).toBe(0)
  })

  it('keeps what was answered when somebody stops in the middle', async () => {
    await worker.says('联络')
    await worker.presses('还住民治村')
    expect(said(await worker.presses('先到这里'))).toContain('谢谢')
    expect((await monthFor(worker, '2026-11')).clears).toEqual({
      livesAt: '民治村',
      work: null,
      mood: null,
      needsHelp: null,
      words: null,
    })
  })

  it('is left without a trace by a cancel, however much was answered', async () => {
    const before = await youthOf(worker)
    await worker.says('联络')
    await worker.says('龙华宿舍')
    expect(said(await worker.says('取消'))).toContain('填过的都删掉了')
    await worker.says('联络')
    for (const answer of ['龙华宿舍', '换了', '送外卖', '龙华站点', '😢']) await worker.says(answer)
    expect(said(await worker.says('取消'))).toContain('已经填的会删掉')
    expect(said(await worker.presses('不填了，删掉'))).toContain('填过的都删掉了')
    expect(await youthOf(worker)).toEqual(before)
    expect((await monthFor(worker, '2026-11')).contacts.map(({ way }) => way)).toEqual(['registered'])
    world.clock.advance(10 * minute)
    expect(said(await liaison.inbox())).not.toContain('很难熬')
    await expectBooksBalanced(world)
  })

  it('brings help to the liaison officer at once, without details, and a complaint is one tap away', async () => {
    await isAsked()
    await worker.presses('说说近况')
    for (const tap of ['还住民治村', '还是老样子', '😟 不太好']) await worker.presses(tap)
    const answer = said(await worker.presses('有，请联系我'))
    expect(answer).toContain('你的联络员陈姐')
    const notice = (await liaison.inbox()).at(-1)
    expect(notice?.text).toBe('有一位青年说要帮忙，请马上联系。')
    const row = (await world.rowsFor(liaison)).at(-1)
    expect(row).toMatchObject({ urgent: true })
    expect(said(await liaison.presses('看看是谁'))).toContain('· 称呼：小李')
    expect((await planFor(worker))?.careSince).not.toBeNull()
    expect(said(await worker.presses('我要投诉'))).toContain('危险')
  })

  it('has kind words and a number for a very low mood, and the liaison officer sees it', async () => {
    await worker.says('联络')
    await worker.presses('还住民治村')
    await worker.presses('还是老样子')
    const answer = said(await worker.presses('😢 很难熬'))
    expect(answer).toContain('12356')
    expect(answer).toContain('要我们帮忙')
    await worker.presses('没有')
    world.clock.advance(10 * minute)
    expect(said(await liaison.inbox())).toContain('这个月很难熬')
    expect((await planFor(worker))?.careSince).not.toBeNull()
    await worker.says('联络')
    for (const tap of ['还住民治村', '还是老样子', '😊 挺好的']) await worker.presses(tap)
    await worker.presses('没有')
    expect((await planFor(worker))?.careSince).toBeNull()
  })

  it('repeats once after three days of silence, gently', async () => {
    await isAsked()
    world.clock.set('2026-12-08T11:00:00.000Z')
    expect(await runsJob(world, 'contact-repeat')).toBe(0)
    // Whoever looks in by themselves has seen the question.
    await worker.says('菜单')
    world.clock.set('2026-12-08T13:29:59.000Z')
    expect(await runsJob(world, 'contact-repeat')).toBe(1)
    world.clock.set(await dueAt('contact-repeat'))
    expect(said(await worker.inbox())).toContain('有点惦记')
    world.clock.set('2026-12-20T12:00:00.000Z')
    expect(await runsJob(world, 'contact-repeat')).toBe(0)
    expect((await planFor(worker))?.asked?.repeatedAt).not.toBeNull()
  })

  it('is paused for a month or for good by a word, in the settings, and taken up again', async () => {
    expect(said(await worker.says('这个月别问'))).toContain('下个月不问，2027年1月5日再问')
    expect(await planFor(worker)).toMatchObject({ paused: '2026-12' })
    expect(said(await worker.says('以后别问'))).toContain('以后不问了')
    world.clock.set(askTime)
    expect(await runsJob(world, 'monthly-contact')).toBe(0)
    expect(await figureFor(world, 'unit:point-1')).toEqual({ active: 1, contacted: 0, paused: 1 })
    await worker.says('设置')
    expect(said(await worker.presses('每月联络'))).toContain('不问你')
    expect(said(await worker.presses('接着问吧'))).toContain('每个月 5 号')
    await expectBooksBalanced(world)
    expect(await runsJob(world, 'monthly-contact')).toBe(1)
  })

  it('is not sent any more to who paused after it was queued', async () => {
    world.clock.set('2026-12-04T10:00:00.000Z')
    await worker.says('菜单')
    world.clock.set(askTime)
    await runsJob(world, 'monthly-contact')
    await worker.says('这个月别问')
    world.clock.set(await dueAt('monthly-contact'))
    expect(said(await worker.inbox())).not.toContain('半分钟')
    expect((await rowOf(world, worker))?.state).toBe('cancelled')
  })

  it('waits until somebody is done with what they are in the middle of', async () => {
    world.clock.set('2026-12-04T10:00:00.000Z')
    await worker.says('菜单')
    world.clock.set(askTime)
    await runsJob(world, 'monthly-contact')
    const due = await dueAt('monthly-contact')
    world.clock.set(shifted(due, -minute))
    await worker.says('投诉')
    world.clock.set(shifted(due, minute))
    await world.deliver()
    expect(await rowOf(world, worker)).toMatchObject({ state: 'queued', reason: 'busy', attempts: 0 })
    await worker.says('取消')
    // Who was to be asked in the last minutes before the quiet hours is asked in the morning.
    const isLate = shifted(due, 7 * minute) >= '2026-12-05T13:30:00.000Z'
    if (isLate) world.clock.set('2026-12-06T00:01:00.000Z')
    else world.clock.advance(6 * minute)
    expect(said(await worker.inbox())).toContain('半分钟')
  })

  it('is answered at any time, from an old button too, and parks what was running', async () => {
    await isAsked()
    await worker.says('投诉')
    await worker.presses('同意，开始')
    await worker.presses('都没有')
    expect(said(await worker.presses('说说近况'))).toContain('先放一放')
  })

  it('is offered once, in a line, to who left it for days and wants something else, and goes on where it stopped', async () => {
    await isAsked()
    await worker.presses('说说近况')
    await worker.presses('还住民治村')
    world.clock.advance(4 * day)
    const answer = await worker.says('活动')
    expect(said(answer)).not.toContain('工地、装修 · 万科工地')
    expect(said(answer)).toContain('上次「说说近况」填到一半，接着填吗？')
    for (const word of ['活动', '我的', '热线']) {
      expect(said(await worker.says(word)), word).not.toMatch(/接着填|工地、装修 · 万科工地/)
    }
    await worker.says('联络')
    expect(said(await worker.presses('接着填'))).toContain('工地、装修 · 万科工地')
  })

  it('shows the figure and who is to be contacted, on the phone in a minute', async () => {
    await isAsked()
    expect(said(await liaison.says('工作台'))).toContain('【联络】我的人，这个月：0/1（0%）')
    const list = await liaison.presses('去联络：1 位')
    expect(said(list)).toContain('还没联络上的')
    const choice = list.flatMap(({ choices }) => choices).find(({ label }) => label.endsWith('小李'))
    if (channel === 'web') expect(choice?.label).toBe('没送到· 小李')
    else expect(choice?.label).toBe('问过· 小李')
    const seen = said(await liaison.presses(choice?.value ?? ''))
    expect(seen).toContain('· 住处：民治村')
    expect(seen).toContain('2026年11月：2026年11月20日 登记')
    await liaison.presses('打过电话了')
    await liaison.presses('昨天')
    for (const tap of ['还住民治村', '还是老样子', '😊 挺好的']) await liaison.presses(tap)
    await liaison.presses('不用')
    expect(said(await liaison.presses('没错，记下'))).toContain('记下了')
    expect(await monthFor(worker, '2026-12')).toMatchObject({
      contacts: [{ way: 'call', by: await liaison.personId(), at: '2026-12-04T04:00:00.000Z' }],
      clears: { mood: 'well' },
    })
    expect(said(await liaison.says('工作台'))).toContain('1/1（100%）')
    await expectBooksBalanced(world)
  })
})

async function registersAt(user: User, point: string): Promise<void> {
  await user.says('登记')
  await user.presses('同意，开始登记')
  for (const answer of ['小李', '19', '跳过', '跳过', '民治村', '万科工地']) await user.says(answer)
  await user.presses('工地、装修')
  for (const answer of ['宏达建筑', '跳过']) await user.says(answer)
  await user.presses(point)
  await user.says('好了')
  await user.presses('没错，登记')
}

async function rowOf(world: World, user: User) {
  const equals = `monthly-contact:2026-12:${await user.personId()}`
  return (await world.read((tx) => tx.find(outbox, { index: 'key', equals })))[0]
}

test('who is not registered is asked nothing and told how to begin', async () => {
  const world = await openWorld()
  await withPoints(world)
  const someone = world.user('someone')
  expect(said(await someone.says('联络'))).toContain('还没有登记')
  expect(said(await someone.says('以后别问'))).toContain('还没有登记')
  world.clock.set(askTime)
  expect(await runOnce(world, 'monthly-contact')).toEqual({ asked: 0 })
  await world.close()
})

test('help reaches the officers of the point, then the admins, and says so where nobody is there', async () => {
  const world = await openWorld()
  await withPoints(world)
  const worker = world.user('worker')
  await registers(worker)
  const asks = async () => {
    await worker.says('联络')
    while ((await worker.session())?.turn?.answers.mood === undefined) await worker.says('跳过')
    return said(await worker.presses('有，请联系我'))
  }
  expect(await asks()).toContain('还没有人能马上来')
  const admin = world.user('admin', 'push')
  await becomesOfficer(admin, '赵主任', ['admin'])
  expect(await asks()).toContain('已经告诉')
  expect(said(await admin.inbox())).toContain('说要帮忙')
  await expectBooksBalanced(world)
  await world.close()
})
