import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueNotice } from '../../../src/delivery/notice'
import type { Body } from '../../../src/domain/message'
import { accounts, complaints, persons } from '../../../src/store/collections'
import { history } from '../../../src/store/logs'
import type { BotApi, Person } from '../../support/bot-api/bot-api'
import { complains } from '../../support/main-job-on-telegram'
import { sampleFiles } from '../../support/sample-files'
import { openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'

let telegram: TelegramSite
let api: BotApi
let ids = 100
beforeAll(async () => {
  telegram = await openTelegramSite('polling')
  api = telegram.api
})
afterAll(async () => {
  expect(telegram.site.log.join('\n')).not.toMatch(/宏达|万科|13812345678|小李|AAtest|秘密/)
  await telegram.close()
})

async function someone(...texts: string[]): Promise<Person> {
  const person = api.person(ids++)
  person.starts()
  await person.waitsFor('你好，我是联心')
  for (const text of texts) await answers(person, text)
  return person
}

/** Says it and waits for whatever is answered. */
async function answers(person: Person, text: string, answer: string | RegExp = /./): Promise<string> {
  person.says(text)
  return (await person.waitsFor(answer)).text
}

async function evidenceOf(person: Person) {
  const { store } = telegram.site.system
  const [account] = await store.read((tx) => tx.find(accounts, { index: 'address', equals: `telegram:${person.id}` }))
  const cases = await store.read((tx) => tx.find(complaints, { index: 'person', equals: account?.person ?? '' }))
  return cases.flatMap(({ evidence }) => evidence.map(({ file, note }) => ({ ...file, note })))
}

const said = (person: Person) => person.shown().map(({ text }) => text)
const times = (person: Person, part: string) => said(person).filter((text) => text.includes(part)).length
/** An Opus stream as a phone records it. */
const voice = Buffer.from(
  'T2dnUwACAAAAAAAAAAABAAAAAAAAAMQ5Vd8BE09wdXNIZWFkAQE4AYA+AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAy3YqJgEQT3B1c1RhZ3MAAAAAAAAAAA==',
  'base64',
)

test('what happened may be told by voice; a video and a file are evidence like a photo', async () => {
  const worker = await someone()
  await complains(worker)
  worker.sendsPhoto(sampleFiles['image/jpeg']!.bytes, { caption: '欠条' })
  await worker.waitsFor('收到 1 个')
  worker.sendsVideo(sampleFiles['video/mp4']!.bytes)
  await worker.waitsFor('收到 2 个')
  worker.sendsDocument({ ...sampleFiles['application/pdf']!, type: 'application/pdf' })
  await worker.waitsFor('收到 3 个')
  worker.presses('好了')
  await worker.waitsFor('经过是怎样的')
  worker.sendsVoice(voice)
  await worker.waitsFor('怎么称呼你')
  worker.presses('先到这里')
  await until(async () => (await evidenceOf(worker)).every(({ sha256 }) => sha256 !== null))
  const files = await evidenceOf(worker)
  expect(files.map(({ type }) => type)).toEqual([
    'image/jpeg',
    'video/mp4',
    'application/pdf',
    'audio/ogg; codecs=opus',
  ])
  expect(files[0]?.note).toBe('欠条')
})

test('an album is taken photo by photo, and its words are not lost', async () => {
  const worker = await someone()
  await complains(worker)
  const { bytes } = sampleFiles['image/jpeg']!
  worker.sendsAlbum([{ bytes, caption: '工资条' }, { bytes }, { bytes }])
  await worker.waitsFor('收到 3 个')
  expect((await evidenceOf(worker)).map(({ note }) => note)).toEqual(['工资条', null, null])
})

test.each<[string, (person: Person) => void, string]>([
  ['a sticker', (person) => person.sendsSticker(), '收到表情了'],
  ['a location', (person) => person.sendsLocation(), '定位我看不了'],
  [
    'the card of somebody else',
    (person) => person.sendsContact({ phone: '+8613900000000', userId: 5 }),
    '名片里是别人的资料',
  ],
  [
    'the card of somebody without an account',
    (person) => person.sendsContact({ phone: '13900000000', userId: null }),
    '名片里是别人的资料',
  ],
  [
    'a file that is too large',
    (person) =>
      person.sendsDocument({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('x'), size: 21 * 2 ** 20 }),
    '这个文件太大了，最多 20 MB',
  ],
  [
    'a file of a kind that is not taken',
    (person) =>
      person.sendsDocument({ name: 'a.apk', type: 'application/vnd.android.package-archive', bytes: Buffer.from('x') }),
    '这种文件收不了',
  ],
])('%s has a line of its own, and the question comes again', async (_, sends, line) => {
  const worker = await someone('/register', '同意')
  expect(said(worker).at(-1)).toContain('怎么称呼你')
  sends(worker)
  await worker.waitsFor('怎么称呼你')
  expect(said(worker).at(-2)).toContain(line)
  expect(times(worker, line)).toBe(1)
  await answers(worker, '小李', '你今年多大')
})

test('a poll, and what is not known at all, are answered too', async () => {
  const worker = await someone()
  const { queue, chats } = worker.platform
  const send = (content: object) => {
    const { message } = chats.keep(chats.find(String(worker.id)), worker.user, content, null, null)
    queue.add({ message: { ...message } })
  }
  send({ poll: { id: '1', question: '去不去', options: [] } })
  await worker.waitsFor('投票我看不了')
  send({ story: {} })
  await worker.waitsFor('这种消息我还看不懂')
  send({ pinned_message: {} })
  await answers(worker, '帮助', '这里能办的事')
})

test('one’s own card answers where the number is asked; that number is known to be one', async () => {
  const worker = await someone('/register', '同意', '小李', '19')
  expect(worker.keyboard()).toEqual([['📱 发我的手机号'], ['跳过'], ['返回']])
  worker.sendsContact({ phone: '+8613900000000', userId: 5 })
  await worker.waitsFor('你的手机号是多少')
  worker.presses('📱 发我的手机号')
  await worker.waitsFor('老家')
  await answers(worker, '返回', '你的手机号是多少')
  expect(worker.keyboard()[1]).toEqual([`不变：${worker.phone.slice(3)}`])
  worker.presses('不变')
  await worker.waitsFor('老家')
})

test('a notice leaves the key for one’s own number where it is; the answer that ends the form brings the menu', async () => {
  const worker = await someone('/register', '同意', '小李', '19')
  const contactKeys = [['📱 发我的手机号'], ['跳过'], ['返回']]
  expect(worker.keyboard()).toEqual(contactKeys)
  const { store } = telegram.site.system
  const [account] = await store.read((tx) => tx.find(accounts, { index: 'address', equals: `telegram:${worker.id}` }))
  const person = account?.person ?? ''
  const body: Body = { from: 'bot', name: null, text: '有一个通知', choices: [], file: null }
  await store.write([`person:${person}`], (tx) =>
    queueNotice(tx, {
      id: 'notice-1',
      person,
      body,
      now: new Date().toISOString(),
      urgent: true,
    }),
  )
  await worker.waitsFor('有一个通知')
  expect(worker.keyboard()).toEqual(contactKeys)
  worker.presses('📱 发我的手机号')
  let asked = (await worker.waitsFor('老家')).text
  while (!asked.includes('请看一遍')) asked = await answers(worker, '跳过', /？|请看一遍/)
  worker.presses('没错，登记')
  await worker.waitsFor('登记好了')
  await until(async () => worker.keyboard()[0]?.[0] === '☰ 维权')
})

test('the latest answer can be changed where it stands, older ones stay', async () => {
  const worker = await someone('/register', '同意')
  const name = worker.says('小里')
  await worker.waitsFor('你今年多大')
  worker.edits(name.message?.message_id ?? 0, '小李')
  await worker.waitsFor('你今年多大')
  const age = worker.says('19')
  await worker.waitsFor('你的手机号')
  worker.edits(name.message?.message_id ?? 0, '老李')
  await worker.waitsFor('你的手机号')
  worker.edits(age.message?.message_id ?? 0, '20')
  await worker.waitsFor('你的手机号')
  let asked = await answers(worker, '跳过', '老家')
  while (!asked.includes('请看一遍')) asked = await answers(worker, '跳过', /？|请看一遍/)
  expect(asked).toContain('1. 称呼：小李\n2. 年龄：20\n')
})

test('the same update twice, and updates in another order, have one effect each', async () => {
  const worker = await someone()
  const first = worker.says('/register')
  await worker.waitsFor('可以把你登记下来吗')
  const press = worker.presses('同意，开始登记')
  await worker.waitsFor('怎么称呼你')
  await api.settled()
  const before = said(worker).length
  for (const update of [press, first]) {
    api.redeliver(update.update_id)
    await api.settled()
  }
  await answers(worker, '小李', '你今年多大')
  expect(said(worker)).toHaveLength(before + 1)
  await api.settled()
  api.restartIds(3)
  await answers(worker, '19', '你的手机号')
  await answers(worker, '跳过', '老家')
})

test('a press on an old button says that the question is past, and is answered at once', async () => {
  const worker = await someone('/register')
  const asked = worker.shown().at(-1)!
  const agree = asked.buttons.flat()[0]?.callback_data ?? ''
  worker.presses('同意')
  await worker.waitsFor('怎么称呼你')
  await answers(worker, '小李', '你今年多大')
  worker.pressesOn(asked.id, agree)
  expect((await worker.waitsFor('你今年多大')).text).toMatch(/过去|已经/)
  // Of a message that is no longer there the platform gives only the number.
  worker.pressesOn(99_999, agree)
  await worker.waitsFor('你今年多大')
  expect(worker.alerts).toHaveLength(3)
})

test('a press is answered before the work it asks for', async () => {
  const worker = await someone('/register')
  worker.presses('同意，开始登记')
  await worker.waitsFor('怎么称呼你')
  const calls = api.calls().map(({ method }) => method)
  expect(calls.lastIndexOf('answerCallbackQuery')).toBeLessThan(calls.lastIndexOf('sendMessage'))
})

test('in a group it says once that it talks in private only, and goes; nothing of the group is kept', async () => {
  const member = api.person(ids++).inGroup(-500)
  member.says('大家好，秘密的事')
  member.says('有人吗')
  member.sendsPhoto(sampleFiles['image/jpeg']!.bytes)
  const { platform } = member
  const chat = { id: -500, type: 'group' as const, title: '工友群' }
  const bot = platform.bot
  platform.queue.add({
    my_chat_member: {
      chat,
      from: member.user,
      date: 0,
      old_chat_member: { user: bot, status: 'left' },
      new_chat_member: { user: bot, status: 'member' },
    },
  })
  await api.settled()
  await until(() => api.calls('leaveChat').length > 0)
  expect(said(member)).toEqual([expect.stringMatching(/^我只在私聊里说话.*\n.*private/s)])
  expect(api.calls('leaveChat')).toHaveLength(1)
  const known = await telegram.site.system.store.read((tx) =>
    tx.find(accounts, { index: 'address', equals: 'telegram:-500' }),
  )
  expect(known).toEqual([])
})

test('nothing that was said stands anywhere but in the conversation of who said it', async () => {
  const [a, b] = [await someone(), await someone()]
  await answers(a, '我的秘密一')
  await answers(b, '我的秘密二')
  const { store } = telegram.site.system
  for (const [person, own, foreign] of [
    [a, '秘密一', '秘密二'],
    [b, '秘密二', '秘密一'],
  ] as const) {
    const text = await store.read(async (tx) => {
      const [account] = await tx.find(accounts, { index: 'address', equals: `telegram:${person.id}` })
      expect(await tx.get(persons, account?.person ?? '')).toBeDefined()
      return (await tx.entries(history, { key: account?.id ?? '', limit: 100 })).map((entry) => entry.text).join()
    })
    expect(text).toContain(own)
    expect(text).not.toContain(foreign)
  }
})
