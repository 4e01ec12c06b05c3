import { afterAll, beforeAll, expect, test } from 'vitest'
import { units, youths } from '../../../src/store/collections'
import type { BotApi, Person } from '../../support/bot-api/bot-api'
import { becomesCaseworker, registers } from '../../support/main-job-on-telegram'
import { openTelegramSite, type TelegramSite } from '../../support/telegram-site'

let telegram: TelegramSite
let api: BotApi
let officer: Person
let ids = 100
beforeAll(async () => {
  telegram = await openTelegramSite('polling')
  api = telegram.api
  officer = api.person(1)
  await becomesCaseworker(officer)
})
afterAll(() => telegram.close())

async function someone(): Promise<Person> {
  const person = api.person(ids++)
  person.starts()
  await person.waitsFor('你好，我是联心')
  return person
}

async function answers(person: Person, text: string, answer: string | RegExp): Promise<string> {
  person.says(text)
  return (await person.waitsFor(answer)).text
}

async function pressed(person: Person, label: string, answer: string | RegExp): Promise<string> {
  person.presses(label)
  return (await person.waitsFor(answer)).text
}

const labels = (person: Person) =>
  person
    .shown()
    .at(-1)
    ?.buttons.flat()
    .map(({ text }) => text) ?? []

async function asksWhatHappened(): Promise<Person> {
  const worker = await someone()
  await answers(worker, '投诉', '先看看')
  await pressed(worker, '同意', '你现在安全吗')
  await pressed(worker, '都没有', '是什么事')
  return worker
}

test('a long list turns its page in the message it stands in', async () => {
  const worker = await asksWhatHappened()
  const before = worker.shown()
  const first = labels(worker)
  expect(first).toContain('更多…')
  worker.presses('更多…')
  const turned = await worker.waitsFor('是什么事')
  expect(worker.shown()).toHaveLength(before.length)
  expect(turned).toMatchObject({ id: before.at(-1)?.id, edited: true })
  expect(labels(worker)).not.toEqual(first)
  // An option of the second page is an answer like any other.
  await pressed(worker, labels(worker)[0] ?? '', /？/)
})

test('when the message with the list is gone, the page comes as a new one', async () => {
  const worker = await asksWhatHappened()
  const shown = worker.shown().at(-1)!
  const more = shown.buttons.flat().find(({ text }) => text === '更多…')?.callback_data ?? ''
  const { chats } = worker.platform
  const room = chats.find(String(worker.id))
  chats.remove(room, room.kept.find(({ message }) => message.message_id === shown.id)!)
  worker.pressesOn(shown.id, more)
  const turned = await worker.waitsFor('是什么事')
  expect(turned.id).toBeGreaterThan(shown.id)
  expect(turned.edited).toBe(false)
})

test('the keyboard has the three entries; a key opens its entry, and a button there does it', async () => {
  const worker = await someone()
  await answers(worker, '帮助', '这里能办的事')
  expect(worker.keyboard()).toEqual([['☰ 维权', '☰ 活动', '☰ 我的']])
  await pressed(worker, '☰ 维权', '【维权】')
  expect(labels(worker)).toEqual(['投诉', '进度', '热线', '紧急求助', '怎么用'])
  await pressed(worker, '热线', '12333')
  await pressed(worker, '☰ 我的', '【我的】')
  await pressed(worker, '登记', '可以把你登记下来吗')
  // In the middle of a form the key is no answer to its question, which comes again.
  await pressed(worker, '同意', '怎么称呼你')
  await pressed(worker, '☰ 活动', '怎么称呼你')
  expect(worker.shown().at(-2)?.text).toContain('【活动】')
})

test('an officer has the workbench on the keyboard', async () => {
  await answers(officer, '帮助', '这里能办的事')
  expect(officer.keyboard()).toEqual([['☰ 维权', '☰ 活动', '☰ 我的'], ['工作台']])
  await pressed(officer, '工作台', '【案子】')
})

test('a keyboard that was shown in another language still opens its entries', async () => {
  const worker = api.person(ids++, { languageCode: 'en' })
  worker.starts()
  await worker.waitsFor('Lianxin')
  await answers(worker, 'help', /./)
  const [[rights = ''] = []] = worker.keyboard()
  expect(rights).toMatch(/^☰ [A-Z]/)
  await answers(worker, '/lang', 'Which language')
  await pressed(worker, '中文', '以后用中文')
  await answers(worker, rights, '【维权】')
})

test('a poster and an invitation show the bot’s own link, and what follows it leads there', async () => {
  await answers(officer, '工作台', '【案子】')
  await pressed(officer, '点位和海报', /./)
  await pressed(officer, '加一个点位', '加哪一种')
  await pressed(officer, '联络点', '叫什么名字')
  await answers(officer, '东门夜校', '设在村居')
  await pressed(officer, '企业', '请看一遍')
  const poster = await pressed(officer, '没错，加上', 'https://t.me/')
  const [, code = ''] = poster.match(/https:\/\/t\.me\/lianxin_test_bot\?start=(\d{6})/) ?? []
  const worker = api.person(ids++)
  worker.starts(code)
  expect((await worker.waitsFor('你好，我是联心')).text).toContain('「东门夜校」')
  await pressed(worker, '登记，认识一下', '可以把你登记下来吗')
  await pressed(worker, '同意', '怎么称呼你')
  await answers(worker, '小陈', '你今年多大')
  let asked = await answers(worker, '跳过', /？/)
  while (!asked.includes('请看一遍')) asked = await answers(worker, '跳过', /？|请看一遍/)
  expect(asked).toContain('东门夜校')
  await pressed(worker, '没错，登记', '登记好了')
  const { store } = telegram.site.system
  const [unit] = await store.read((tx) => tx.find(units, { index: 'code', equals: code }))
  const registered = []
  for await (const youth of store.walk(youths)) registered.push(youth)
  expect(registered.find(({ name }) => name === '小陈')?.points).toEqual([unit?.id])

  await answers(officer, '工作台', '【案子】')
  await pressed(officer, '邀请同事', '请这位同事做什么')
  await pressed(officer, '联络员', '选了 1 个：联络员')
  await pressed(officer, '好了', /管哪里|请看一遍/)
  if (!officer.shown().at(-1)?.text.includes('请看一遍')) await pressed(officer, labels(officer)[0] ?? '', '请看一遍')
  const invitation = await pressed(officer, '没错，生成邀请', 'https://t.me/')
  const [, invited = ''] = invitation.match(/https:\/\/t\.me\/lianxin_test_bot\?start=(i-\d{8})/) ?? []
  const colleague = api.person(ids++)
  colleague.starts(invited)
  await colleague.waitsFor('请你来帮忙')
})

test('no button holds more than the platform takes, and every press was answered', async () => {
  await registers(await someone())
  const people = [officer, ...Array.from({ length: ids - 100 }, (_, n) => api.person(100 + n))]
  const buttons = people.flatMap((person) => person.shown().flatMap((message) => message.buttons.flat()))
  expect(buttons.length).toBeGreaterThan(100)
  for (const { callback_data = '' } of buttons) expect(Buffer.byteLength(callback_data)).toBeLessThanOrEqual(64)
  const answered = people.reduce((sum, person) => sum + person.alerts.length, 0)
  expect(answered).toBe(api.calls('answerCallbackQuery').length)
  expect(
    api
      .calls()
      .filter(({ answer }) => answer.startsWith('Bad Request'))
      .map(({ method, answer }) => [method, answer]),
  ).toEqual([['editMessageText', 'Bad Request: message to edit not found']])
  expect(telegram.site.log.join('\n')).not.toMatch(/小陈|东门|小李|AAtest/)
})
