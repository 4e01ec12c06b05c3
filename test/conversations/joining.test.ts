import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { complaints, joinCodes, joinings, persons, sessions } from '../../src/store/collections'
import { history } from '../../src/store/logs'
import {
  becomesOfficer,
  hasCase,
  personOf,
  pressesNotice,
  registers,
  said,
  withPoints,
  youthOf,
} from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

// Each code is hashed slowly on purpose.
vi.setConfig({ testTimeout: 20_000 })

const features = [registration, settings]

async function showsCode(user: User): Promise<string> {
  await user.says('连接')
  return said(await user.presses('在这边要一个码')).match(/\d{4} \d{4}/)![0]
}

async function enters(user: User, code: string): Promise<string> {
  await user.says('连接')
  await user.presses('我有码，要输入')
  await user.presses('是我自己的')
  return said(await user.says(code))
}

const joiningsOf = async (user: User) => {
  const equals = await user.personId()
  return user.world.read((tx) => tx.find(joinings, { index: 'subject', equals }))
}

describe.each<Channel>(['web', 'window'])('connecting two devices on the %s channel', (channel) => {
  let world: World
  let first: User
  let second: User
  beforeEach(async () => {
    world = await openWorld({ channel, features })
    first = world.user('first')
    second = world.user('second')
    await withPoints(world)
  })
  afterEach(() => world.close())

  test('a side without registration becomes the other person’s; the other account is told and can undo it', async () => {
    await registers(first)
    await second.says('你好')
    const blank = await second.personId()
    expect(await enters(second, await showsCode(first))).toContain('连好了')
    expect(await second.personId()).toBe(await first.personId())
    expect(await world.read((tx) => tx.get(persons, blank))).toBeUndefined()
    expect(said(await second.says('我的'))).toContain('· 称呼：小李')
    const notices = await first.inbox()
    expect(said(notices)).toContain('有另一个账号连上了你的资料')
    const undo = notices.flatMap((body) => body.choices)[0]!.value
    const rows = (await world.rowsFor(first)).filter((row) => row.body.text.includes('另一个账号'))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.to).toEqual({ account: (await first.account())!.id })

    world.clock.advance(6 * day)
    expect(said(await first.presses(undo))).toContain('撤销好了')
    expect(await second.personId()).toBe(blank)
    expect(said(await second.inbox())).toContain('上次的连接撤销了')
    expect(said(await second.says('我的'))).toContain('你还没有登记')
    expect((await youthOf(first))?.name).toBe('小李')
    expect((await personOf(first))?.joined).toEqual([])
    expect(await joiningsOf(first)).toMatchObject([{ before: [], from: blank }])
    expect(said(await first.presses(undo))).toContain('撤销不了')
  })

  test('two registrations merge: what was told later wins, cases move, and undoing puts both back', async () => {
    await registers(first, '小李', '13812345678')
    world.clock.advance(minute)
    await registers(second, '李明')
    const complaint = await hasCase(second, 1)
    const [one, two] = [await youthOf(first), await youthOf(second)]
    expect(await enters(second, await showsCode(first))).toContain('称呼 李明')
    expect(await youthOf(first)).toMatchObject({ id: one?.id, name: '李明', phone: '13812345678' })
    expect((await world.read((tx) => tx.get(complaints, complaint.id)))?.person).toBe(one?.id)
    expect((await personOf(first))?.joined).toEqual([two?.id])

    await second.says('设置')
    expect(said(await second.presses('撤销上次连接'))).toContain('撤销好了')
    expect(await youthOf(first)).toEqual(one)
    expect(await youthOf(second)).toEqual(two)
    expect((await world.read((tx) => tx.get(complaints, complaint.id)))?.person).toBe(two?.id)
  })

  test('after seven days it cannot be undone', async () => {
    await registers(first)
    await enters(second, await showsCode(first))
    const undo = (await first.inbox()).flatMap((body) => body.choices)[0]!.value
    world.clock.advance(7 * day + minute)
    expect(said(await first.presses(undo))).toContain('撤销不了')
    expect(await second.personId()).toBe(await first.personId())
  })

  test('a code works once, ten minutes long, and only the newest of a person', async () => {
    await registers(first)
    const old = await showsCode(first)
    const code = await showsCode(first)
    expect(await world.read((tx) => tx.get(joinCodes, code.replace(' ', '')))).toBeUndefined()
    expect(await enters(second, old)).toContain('没有找到这个码')
    await second.says('取消')
    world.clock.advance(11 * minute)
    expect(await enters(second, code)).toContain('过了 10 分钟')
    expect(await enters(second, await showsCode(first))).toContain('连好了')
    expect(await enters(world.user('third'), code)).toContain('没有找到这个码')
  })

  test('a code of one’s own, a wrong form of it, and somebody else’s phone are met kindly', async () => {
    await registers(first)
    const code = await showsCode(first)
    expect(await enters(first, '12 34')).toContain('这里要 8 位，收到 4 位')
    expect(said(await first.says(code.replace(' ', '-')))).toContain('早就连好了')
    await second.says('连接')
    await second.presses('我有码，要输入')
    expect(said(await second.presses('不是'))).toContain('先不连')
    expect(await second.personId()).not.toBe(await first.personId())
  })

  test('after five tries an hour nothing is tried any more, and an hour later it is', async () => {
    await registers(first)
    await second.says('连接')
    await second.presses('我有码，要输入')
    await second.presses('是我自己的')
    for (let tries = 0; tries < 5; tries++) expect(said(await second.says('00000000'))).toContain('慢慢来')
    const code = await showsCode(first)
    expect(said(await second.says(code))).toContain('一个小时以后')
    expect((await second.session())?.turn).toBeNull()
    world.clock.advance(hour + minute)
    expect(await enters(second, await showsCode(first))).toContain('连好了')
  })

  test('the form stands a restart, nonsense, back, an old button and the same message ten times', async () => {
    await registers(first)
    const code = await showsCode(first)
    await second.says('连接')
    await second.presses('我有码，要输入')
    const old = (await second.choices())[0]!.value
    expect(said(await second.says('什么'))).toContain('是')
    await second.presses('是我自己的')
    await world.restart()
    for (let times = 0; times < 10; times++) expect(said(await second.says('不知道'))).toContain('8 位')
    expect(said(await second.presses(old))).toContain('已经过去了')
    expect(said(await second.says('返回'))).toContain('本人')
    await second.presses('是我自己的')
    expect(said(await second.says(code))).toContain('连好了')
    await second.repeatsLast()
    expect(await joiningsOf(first)).toHaveLength(1)
  })

  test('two who enter the same code at once: one is connected', async () => {
    await registers(first)
    const third = world.user('third')
    const code = await showsCode(first)
    for (const user of [second, third]) {
      await user.says('连接')
      await user.presses('我有码，要输入')
      await user.presses('是我自己的')
    }
    const answers = await Promise.all([second.says(code), third.says(code)])
    expect(answers.filter((answer) => said(answer).includes('连好了'))).toHaveLength(1)
  })

  test('one person writes from two devices at once, and the form is one', async () => {
    await registers(first)
    await enters(second, await showsCode(first))
    await first.presses('!correct-me')
    expect(said(await second.says('改1'))).toContain('怎么称呼你')
    await Promise.all([first.says('大李'), second.says('中李')])
    await first.says('没错，保存')
    expect(['大李', '中李']).toContain((await youthOf(first))?.name)
    expect(await youthOf(second)).toEqual(await youthOf(first))
  })

  test('an officer’s side waits for an admin, who is never the officer while there is another', async () => {
    const admin = world.user('admin')
    const adminId = await becomesOfficer(admin, '王主任', ['admin'])
    await becomesOfficer(first, '陈姐', ['liaison', 'admin'])
    await registers(second)
    const before = await second.personId()
    expect(await enters(second, await showsCode(first))).toContain('要管理员同意')
    expect(await second.personId()).toBe(before)
    expect(said(await first.inbox())).toContain('正等管理员同意')
    const [waiting] = await joiningsOf(first)
    expect(waiting?.waitsForAdmin).toBe(true)
    expect(said(await first.presses(`!join-confirm.${waiting?.id}`))).toContain('的同事才能办')
    expect(said(await second.presses(`!join-confirm.${waiting?.id}`))).toContain('的同事才能办')

    const { notices, answer } = await pressesNotice(admin, '问过了，同意')
    expect(notices).toContain('陈姐')
    expect(answer).toContain('已经连上了')
    expect(await second.personId()).toBe(await first.personId())
    expect((await youthOf(first))?.name).toBe('小李')
    expect(await admin.personId()).toBe(adminId)
    expect(said(await second.inbox())).toContain('管理员同意了，连好了')
    expect(said(await admin.presses(`!join-confirm.${waiting?.id}`))).toContain('已经处理过')
    await first.says('设置')
    await first.presses('撤销上次连接')
    expect(await second.personId()).toBe(before)
    expect((await youthOf(second))?.name).toBe('小李')
    expect(await youthOf(first)).toBeUndefined()
  })

  test('a refused one stays apart, an unanswered one lapses after a day, two officers are not joined', async () => {
    const admin = world.user('admin')
    await becomesOfficer(admin, '王主任', ['admin'])
    await becomesOfficer(first, '陈姐', ['liaison'])
    await enters(second, await showsCode(first))
    expect((await pressesNotice(admin, '不同意')).answer).toContain('没有连')
    expect(said(await second.inbox())).toContain('没有同意')
    await enters(second, await showsCode(first))
    const confirm = (await admin.inbox()).flatMap((body) => body.choices)[0]!.value
    world.clock.advance(day + minute)
    expect(said(await admin.presses(confirm))).toContain('没有改动任何东西')
    await becomesOfficer(second, '张哥', ['liaison'])
    expect(await enters(second, await showsCode(first))).toContain('两边都是工作人员')
  })

  test('erasing on one device while the other writes leaves nothing of the person', async () => {
    await registers(first)
    await enters(second, await showsCode(first))
    const gone = await first.personId()
    await first.presses('!erase-me')
    const yes = (await first.choices()).find((choice) => choice.label === '确定，全部删掉')!.value
    await Promise.all([first.presses(yes), second.says('我的')])
    expect(await world.read((tx) => tx.get(persons, gone))).toBeUndefined()
    expect(await world.read((tx) => tx.find(sessions, { index: 'subject', equals: gone }))).toEqual([])
    expect((await second.account())?.person).not.toBe(gone)
  })

  test('a half-told complaint goes along and waits, a half-told registration does not', async () => {
    await registers(first)
    await second.says('登记')
    await second.presses('同意，开始登记')
    await second.says('小王')
    const session = (await second.session())!
    const draft = { ...session.turn!, form: 'complain', run: 'draft', answers: { place: '东门' } }
    await world.write((tx) => tx.put(sessions, { ...session, aside: [draft] }))
    await second.presses('!connect-enter')
    await second.presses('是我自己的')
    const answer = said(await second.says(await showsCode(first)))
    expect(answer).toContain('连好了')
    expect(answer).not.toContain('接着填吗')
    expect((await first.session())?.aside.map((turn) => turn.form)).toEqual(['complain'])
    expect(await world.read((tx) => tx.get(sessions, session.id))).toBeUndefined()
  })

  test('erasing after a joining takes what both sides had', async () => {
    await registers(first)
    await registers(second, '李明')
    const gone = [await first.personId(), await second.personId()]
    await enters(second, await showsCode(first))
    const accounts = [(await first.account())!.id, (await second.account())!.id]
    await first.presses('!erase-me')
    await first.presses('确定，全部删掉')
    for (const key of accounts) {
      expect(await world.read((tx) => tx.entries(history, { key, after: 0, limit: 100 }))).toEqual([])
    }
    for (const id of gone) expect(await world.read((tx) => tx.get(persons, id))).toBeUndefined()
    expect(await second.account()).toBeUndefined()
  })
})
