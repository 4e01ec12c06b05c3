import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hour, minute } from '../../src/domain/instant'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { attempts, persons } from '../../src/store/collections'
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
const anyCode = /\d{4}-\d{4}-\d{4}-\d{4}/

describe.each<Channel>(['web', 'window'])('settings on the %s channel', (channel) => {
  let world: World
  let worker: User
  let phone: User
  beforeEach(async () => {
    world = await openWorld({ channel, features })
    worker = world.user('old-phone')
    phone = world.user('new-phone')
    await withPoints(world)
  })
  afterEach(() => world.close())

  test('the language can be named with the command, as the page does', async () => {
    const [done] = await worker.says('/lang en')
    expect(done?.text).not.toMatch(/[\u4e00-\u9fff]/)
    expect((await personOf(worker))?.language).toBe('en')
  })

  test('the language changes at once and back', async () => {
    await worker.says('/lang')
    expect(said(await worker.presses('English'))).toContain('English from now on')
    expect((await personOf(worker))?.language).toBe('en')
    expect(said(await worker.says('settings'))).toContain('You can do this here')
    await worker.says('/lang')
    expect(said(await worker.presses('中文'))).toContain('以后用中文')
  })

  test.each(['/lang en', 'English'])('the open question comes again in the language changed to: %s', async (words) => {
    await worker.says('登记')
    const answer = said(await worker.says(words))
    expect(answer).toContain('May we register you')
    expect(answer).not.toContain('登记')
  })

  test('a language is asked for by its name, in the middle of a question that takes any text', async () => {
    await worker.says('登记')
    await worker.says('同意')
    expect(said(await worker.says('English'))).toContain('English from now on')
    expect((await worker.session())?.turn?.answers.name).toBeUndefined()
    expect(said(await worker.says('中文。'))).toContain('以后用中文')
    expect((await personOf(worker))?.language).toBe('zh-CN')
  })

  test('all of it goes in English too', async () => {
    await worker.says('/lang')
    await worker.presses('English')
    expect(said(await worker.says('register'))).toContain('May we register you?')
    await worker.says('I agree, let us start')
    await worker.says('Li')
    await worker.says('19')
    while ((await worker.session())?.turn?.answers.points === undefined) await worker.says('skip')
    const done = said(await worker.says('Right, register me'))
    expect(done).toContain('You are registered, Li')
    expect(done).toMatch(anyCode)
    const shown = said(await worker.says('me'))
    expect(shown).toContain('· Age: 19')
    expect(shown).not.toMatch(/登记|称呼|未填/)
    await worker.presses('Erase everything')
    expect(said(await worker.presses('Yes, erase everything'))).toContain('Everything is erased')
  })

  test('privacy says who sees what, how long, and which rights', async () => {
    const words = said(await worker.says('/privacy'))
    for (const part of ['老板看不到', '180 天', '6 个月', '全部删掉']) expect(words).toContain(part)
  })

  test('who lost the phone comes back with the return code; it works once and is replaced', async () => {
    const code = await registers(worker)
    await hasCase(worker, 1)
    await phone.says('/return')
    const back = said(await phone.says(code.replaceAll('-', ' ')))
    expect(back).toContain('欢迎回来，小李')
    const fresh = back.match(anyCode)?.[0]
    expect(fresh).toBeDefined()
    expect(fresh).not.toBe(code)
    expect(await phone.personId()).toBe(await worker.personId())
    expect(said(await phone.says('我的'))).toContain('WQ-20261120-0001')
    expect(said(await worker.inbox())).toContain('有另一个账号连上了你的资料')

    const thief = world.user('thief')
    await thief.says('返回码')
    expect(said(await thief.says(code))).toContain('没有找到')
    expect((await youthOf(phone))?.name).toBe('小李')
  })

  test.each(['找回账号', '找回码', '返回码', '我回来了', 'Recover account', 'recovery code', 'Return code', '/return'])(
    '%s asks for the return code',
    async (words) => {
      expect(said(await phone.says(words))).toContain('请发你的 16 位返回码')
    },
  )

  test('a newcomer may send the code unasked, and any other number is not taken for one', async () => {
    const code = await registers(worker)
    expect(said(await phone.says('6222 0212 3456 7890'))).toContain('没看懂')
    expect(said(await phone.says(code))).toContain('欢迎回来，小李')
    expect(await phone.personId()).toBe(await worker.personId())
  })

  test('undoing a return also ends the code that was given with it', async () => {
    const code = await registers(worker)
    await phone.says('返回码')
    const fresh = said(await phone.says(code)).match(anyCode)![0]
    await pressesNotice(worker, '撤销连接')
    expect(await phone.personId()).not.toBe(await worker.personId())
    await phone.says('返回码')
    expect(said(await phone.says(fresh))).toContain('没有找到')
    await phone.says('取消')
    await worker.says('设置')
    expect(said(await worker.presses('要一个新返回码'))).toMatch(anyCode)
  })

  test('wrong codes are met slowly, then not at all for an hour', async () => {
    const code = await registers(worker)
    await phone.says('返回码')
    expect(said(await phone.says('我忘了'))).toContain('16 位，收到 0 位')
    expect(said(await phone.says('1234'))).toContain('收到 4 位')
    for (let tries = 0; tries < 5; tries++) expect(said(await phone.says('1234-1234-1234-1234'))).toContain('慢慢来')
    expect(said(await phone.says(code))).toContain('一个小时以后')
    world.clock.advance(hour + minute)
    await phone.says('返回码')
    await world.restart()
    expect(said(await phone.says(code))).toContain('欢迎回来')
  })

  test('fifty wrong codes in an hour stop everybody', async () => {
    const code = await registers(worker)
    const at = Array.from({ length: 49 }, () => world.clock.now())
    await world.write((tx) => tx.put(attempts, { id: 'return', person: null, at }))
    await world.user('guesser').says('返回码')
    await world.user('guesser').says('1234123412341234')
    await phone.says('返回码')
    expect(said(await phone.says(code))).toContain('一个小时以后')
  })

  test('the own code is recognised and stays; a new one ends the old', async () => {
    const code = await registers(worker)
    await worker.says('返回码')
    expect(said(await worker.says(code))).toContain('这是你的返回码')
    await worker.says('设置')
    expect(said(await worker.presses('要一个新返回码'))).toContain('旧的返回码不能用了')
    await phone.says('返回码')
    expect(said(await phone.says(code))).toContain('没有找到')
    await phone.says('取消')
    await phone.says('设置')
    expect(said(await phone.presses('要一个新返回码'))).toContain('要先登记或投诉过')
  })

  test('a return code of an officer brings nobody in without an admin', async () => {
    const code = await registers(worker)
    await becomesOfficer(worker, '陈姐', ['liaison'])
    await becomesOfficer(world.user('admin'), '王主任', ['admin'])
    await phone.says('返回码')
    expect(said(await phone.says(code))).toContain('要管理员同意')
    expect(await phone.personId()).not.toBe(await worker.personId())
  })

  test('who registered anew before finding the code gets one registration of the two', async () => {
    const code = await registers(worker)
    world.clock.advance(minute)
    await registers(phone, '大李')
    await phone.says('返回码')
    const back = said(await phone.says(code))
    expect(back).toContain('称呼 大李')
    expect(back).toContain('欢迎回来，大李')
    expect(await youthOf(worker)).toEqual(await youthOf(phone))
  })

  test('a registration after a complaint leaves the return code that was saved', async () => {
    await worker.says('你好')
    const person = (await personOf(worker))!
    await world.write((tx) => tx.put(persons, { ...person, returnCode: 'a-hash' }))
    expect(await registers(worker)).toBe('')
    expect((await personOf(worker))?.returnCode).toBe('a-hash')
  })
})
