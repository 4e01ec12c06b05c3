import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Body } from '../../src/domain/message'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { consents, outbox } from '../../src/store/collections'
import { audit } from '../../src/store/logs'
import { becomesOfficer, personOf, pressesNotice, said, withPoints, youthOf } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

const features = [registration, settings]
/** Answers everything that a nineteen-year-old on a site would. */
async function tellsEverything(user: User, phone = '13812345678'): Promise<Body[]> {
  await user.says('登记')
  await user.presses('同意，开始登记')
  for (const answer of ['小李', '19', phone, '四川达州', '跳过', '东门工地', '在工地上干', '跳过', '不是团员'])
    await user.says(answer)
  await user.says('1 2')
  return user.presses('没错，登记')
}

const consentsOf = async (user: User) => {
  const equals = await user.personId()
  return user.world.read((tx) => tx.find(consents, { index: 'subject', equals }))
}

describe.each<Channel>(['web', 'window'])('registering on the %s channel', (channel) => {
  let world: World
  let worker: User
  beforeEach(async () => {
    world = await openWorld({ channel, features })
    worker = world.user('a')
    await withPoints(world)
  })
  afterEach(() => world.close())

  test('straight through: the youth, the consent and the return code are kept, the code only as a hash', async () => {
    const consent = said(await worker.says('/register'))
    expect(consent).toContain('可以把你登记下来吗')
    expect(consent).toContain('24 小时')
    await worker.presses('同意，开始登记')
    for (const answer of [
      '小李',
      '19',
      '13812345678',
      '四川达州',
      '跳过',
      '东门工地',
      '在工地上干',
      '跳过',
      '不是团员',
    ]) {
      await worker.says(answer)
    }
    const review = said(await worker.says('1 2'))
    expect(review).toContain('1. 称呼：小李')
    expect(review).toContain('3. 手机号：13812345678')
    expect(review).toContain('5. 住处：未填')
    expect(review).toContain('10. 联络点：联络点1号、联络点2号')
    const done = said(await worker.says('没错，登记'))
    expect(done).toContain('登记好了，小李')
    const code = done.match(/\d{4}-\d{4}-\d{4}-\d{4}/)?.[0]
    expect(code).toBeDefined()
    expect((await worker.choices()).map(({ label }) => label)).toEqual(['我要投诉', '看看活动', '看菜单'])

    expect(await youthOf(worker)).toMatchObject({
      name: '小李',
      birthYear: 2007,
      phone: '13812345678',
      homePlace: '四川达州',
      livesAt: null,
      worksAt: '东门工地',
      trade: 'building',
      employer: null,
      leagueMember: false,
      points: ['point-1', 'point-2'],
      liaison: null,
      form: { id: 'register' },
    })
    const person = await personOf(worker)
    expect(person?.consents.registration?.version).toBe('registration-1')
    expect(person?.returnCode).not.toContain(code!.replaceAll('-', ''))
    expect(await consentsOf(worker)).toMatchObject([{ purpose: 'registration', agreed: true }])
    expect(await world.read((tx) => tx.counter('registered:point-1:2026-11'))).toBe(1)
    expect(await world.read((tx) => tx.counter('registered:all:2026-11'))).toBe(1)
    const rows = await world.rowsFor(worker)
    expect(rows.every((row) => row.lane === 'reply')).toBe(true)
    expect(said(await worker.says('登记'))).toContain('已经登记过')
  })

  test('who does not agree is not registered, and only the no is on record', async () => {
    await worker.says('登记')
    const last = await worker.presses('不同意')
    expect(said(last)).toContain('投诉不用登记')
    expect(said(last)).toContain('12333')
    expect(await youthOf(worker)).toBeUndefined()
    expect(await consentsOf(worker)).toMatchObject([{ purpose: 'registration', agreed: false }])
    const person = await personOf(worker)
    expect(person?.consents).toEqual({})
    expect(said(await worker.says('登记'))).toContain('可以把你登记下来吗')
  })

  test('under fourteen nobody is registered: kind words, a way to a human, nothing kept', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('豆豆')
    expect(said(await worker.says('12'))).toContain('你今年 12 岁，对吗')
    const last = await worker.says('对')
    expect(said(last)).toContain('没有做错什么')
    expect(last.flatMap((body) => body.choices)).toMatchObject([{ label: '马上找人帮忙', value: '!urgent' }])
    expect(await youthOf(worker)).toBeUndefined()
    expect(await consentsOf(worker)).toEqual([])
    const person = await personOf(worker)
    expect(person?.consents).toEqual({})
    expect((await worker.session())?.turn).toBeNull()
  })

  test('a slip of the age is asked about and can be put right', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await worker.says('1')
    await worker.says('不对')
    expect(said(await worker.says('19'))).toContain('手机号')
  })

  test('at fifteen one may register and is offered help first', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小周')
    await worker.says('15')
    for (let skips = 0; skips < 8; skips++) await worker.says('跳过')
    const last = await worker.says('没错，登记')
    expect(said(last)).toContain('不满 16 岁')
    expect(last.flatMap((body) => body.choices)[0]?.value).toBe('!urgent')
    expect(await youthOf(worker)).toMatchObject({ birthYear: 2011, points: [] })
  })

  test('back, keep, and a change out of the read-back', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await worker.says('19')
    expect(said(await worker.says('返回'))).toContain('多大')
    expect((await worker.says('20')).at(-1)?.text).toContain('手机号')
    for (let skips = 0; skips < 8; skips++) await worker.says('跳过')
    expect(said(await worker.says('改1'))).toContain('怎么称呼你')
    expect(said(await worker.says('大李'))).toContain('1. 称呼：大李')
    await worker.says('没错，登记')
    expect(await youthOf(worker)).toMatchObject({ name: '大李', birthYear: 2006 })
  })

  test('cancelling leaves no youth and no consent to rest on', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await worker.says('19')
    await worker.says('取消')
    await worker.presses('不填了，删掉')
    expect(await youthOf(worker)).toBeUndefined()
    const person = await personOf(worker)
    expect(person?.consents).toEqual({})
  })

  test('a restart of the program in the middle loses nothing', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await world.restart()
    expect(said(await worker.says('19'))).toContain('手机号')
    for (let skips = 0; skips < 8; skips++) await worker.says('跳过')
    await world.restart()
    await worker.says('没错，登记')
    expect(await youthOf(worker)).toMatchObject({ name: '小李', birthYear: 2007 })
  })

  test('nonsense at each step is answered with what would be right, never with silence', async () => {
    const nonsense = async (text: string) => expect(said(await worker.says(text)).length).toBeGreaterThan(5)
    await worker.says('登记')
    await nonsense('哈哈哈')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await nonsense('好多岁')
    await worker.says('19')
    await nonsense('12345')
    await worker.says('跳过')
    for (let free = 0; free < 3; free++) await worker.says('跳过')
    await nonsense('外星人')
    await worker.says('跳过')
    await worker.says('跳过')
    await nonsense('也许吧')
    await worker.says('跳过')
    await nonsense('九十九')
    await worker.says('跳过')
    await nonsense('嗯哼')
    await worker.says('没错，登记')
    expect(await youthOf(worker)).toMatchObject({ name: '小李', trade: null, points: [] })
  })

  test('the same message ten times, and the same update again, register once', async () => {
    for (let times = 0; times < 10; times++) await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    await worker.says('19')
    for (let skips = 0; skips < 8; skips++) await worker.says('跳过')
    await worker.says('没错，登记')
    const before = await youthOf(worker)
    await worker.repeatsLast()
    for (let times = 0; times < 10; times++) await worker.says('没错，登记')
    expect(await youthOf(worker)).toEqual(before)
    expect(await world.read((tx) => tx.counter('registered:all:2026-11'))).toBe(1)
  })

  test('an old button answers no other question', async () => {
    await worker.says('登记')
    const old = (await worker.choices())[0]!.value
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    expect(said(await worker.presses(old))).toContain('已经过去了')
    expect((await worker.session())?.turn?.answers).toEqual({ consent: true, name: '小李' })
  })

  test('two people at once do not touch each other', async () => {
    const other = world.user('b')
    await Promise.all([worker.says('登记'), other.says('登记')])
    await Promise.all([worker.presses('同意，开始登记'), other.presses('同意，开始登记')])
    await Promise.all([worker.says('小李'), other.says('小王')])
    for (let skips = 0; skips < 9; skips++) await Promise.all([worker.says('跳过'), other.says('跳过')])
    await Promise.all([worker.says('没错，登记'), other.says('没错，登记')])
    expect((await youthOf(worker))?.name).toBe('小李')
    expect((await youthOf(other))?.name).toBe('小王')
  })

  test('a phone somebody gave before is a hint to the liaison officer, without the number', async () => {
    const liaison = world.user('liaison')
    const id = await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
    const done = said(await tellsEverything(worker))
    expect(done).toContain('你的联络员是陈姐')
    expect((await youthOf(worker))?.liaison).toBe(id)
    const { notices, answer } = await pressesNotice(liaison, '看看是谁')
    expect(notices).toContain('有一位青年在「联络点1号、联络点2号」登记了')
    expect(notices).not.toContain('小李')
    expect(answer).toContain('· 手机号：13812345678')
    const seen = await world.read((tx) => tx.entries(audit, { key: 'all', limit: 10 }))
    expect(seen.at(-1)).toMatchObject({ actor: id, action: 'see-youth', target: await worker.personId() })
    expect(said(await worker.presses(`!see-youth.${await worker.personId()}`))).toContain('的同事才能办')

    await tellsEverything(world.user('b'))
    const rows = await world.read((tx) => tx.find(outbox, { index: 'subject', equals: id }))
    const hint = rows.find((row) => row.body.text.includes('可能重复登记'))
    expect(hint?.lane).toBe('notice')
    expect(hint?.body.text).not.toContain('13812345678')
    expect(rows.filter((row) => row.body.text.includes('可能重复登记'))).toHaveLength(1)
  })

  test("a point's code: registers with the point filled in, and offers it to who is registered", async () => {
    await worker.presses('!register-at.point-2')
    await worker.presses('同意，开始登记')
    await worker.says('小李')
    for (let skips = 0; skips < 7; skips++) await worker.says('跳过')
    expect(said(await worker.says('跳过'))).toContain('10. 联络点：联络点2号')
    await worker.says('没错，登记')
    expect((await youthOf(worker))?.points).toEqual(['point-2'])
    expect(said(await worker.presses('!register-at.point-2'))).toContain('已经是你的联络点')
    await worker.presses('!register-at.point-1')
    expect(said(await worker.presses('加上「联络点1号」'))).toContain('加好了')
    expect((await youthOf(worker))?.points).toEqual(['point-2', 'point-1'])
    expect(said(await worker.presses('!register-at.nowhere'))).toContain('已经关了')
  })
})

test('a point on the second page of thirty-three can be chosen, and another on the first', async () => {
  const world = await openWorld({ features })
  await withPoints(world, 33)
  const worker = world.user('a')
  await worker.says('登记')
  await worker.presses('同意，开始登记')
  await worker.says('小李')
  for (let skips = 0; skips < 8; skips++) await worker.says('跳过')
  await worker.says('更多…')
  const [ninth] = (await worker.choices()).filter((choice) => choice.value.includes('point-'))
  await worker.presses(ninth!.value)
  await worker.says('更多…')
  await worker.says('联络点1号')
  await worker.says('好了')
  await worker.says('没错，登记')
  expect((await youthOf(worker))?.points).toHaveLength(2)
  await world.close()
})

test('without any point nobody is asked for one', async () => {
  const world = await openWorld({ features })
  const worker = world.user('a')
  await worker.says('登记')
  await worker.presses('同意，开始登记')
  await worker.says('小李')
  for (let skips = 0; skips < 7; skips++) await worker.says('跳过')
  expect(said(await worker.says('跳过'))).toContain('请看一遍')
  await world.close()
})

test.each([
  ['团员', true],
  ['是团员', true],
  ['党员', true],
  ['群众', false],
])('asked whether they are in the league, %s is understood', async (words, member) => {
  const world = await openWorld({ features })
  const worker = world.user('a')
  await worker.says('登记')
  for (const answer of ['同意，开始登记', '小李', '19']) await worker.says(answer)
  for (let skips = 0; skips < 6; skips++) await worker.says('跳过')
  await worker.says(words)
  expect((await worker.session())?.turn?.answers.leagueMember).toBe(member)
  await world.close()
})
