import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { queueNotice } from '../../../src/delivery/notice'
import type { Account } from '../../../src/domain/account'
import { accounts, outbox } from '../../../src/store/collections'
import type { BotApi, Person } from '../../support/bot-api/bot-api'
import { openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'

let telegram: TelegramSite
let api: BotApi
let ids = 100
let nudge: NodeJS.Timeout
beforeAll(async () => {
  telegram = await openTelegramSite('polling')
  api = telegram.api
  // By itself it looks once a second for what had to wait.
  nudge = setInterval(() => void telegram.site.system.delivery.run(), 30)
})
afterEach(() => telegram.site.system.delivery.run())
afterAll(async () => {
  clearInterval(nudge)
  expect(telegram.site.log.filter((line) => line.includes('"level":50'))).toEqual([])
  await telegram.close()
})

async function someone(on = api): Promise<Person> {
  const person = on.person(ids++)
  person.starts()
  await person.waitsFor('你好，我是联心')
  return person
}

const read: TelegramSite['site']['system']['store']['read'] = (fn) => telegram.site.system.store.read(fn)

async function accountOf(person: Person): Promise<Account> {
  const [account] = await read((tx) => tx.find(accounts, { index: 'address', equals: `telegram:${person.id}` }))
  if (!account) throw new Error('no account')
  return account
}

/** Queues a notice to the person, as a feature does; gives its row. */
async function notify(person: Person, text: string, lane: 'notice' | 'bulk' = 'notice'): Promise<string> {
  const { id, person: who } = { id: `notice-${ids}-${text}`, person: (await accountOf(person)).person }
  const body = { from: 'bot' as const, name: null, text, choices: [], file: null }
  const now = new Date().toISOString()
  await telegram.site.system.store.write([`person:${who}`], (tx) =>
    queueNotice(tx, { id, person: who, body, now, lane }),
  )
  return id
}

const row = (id: string) => read((tx) => tx.get(outbox, id))
const copies = (person: Person, text: string) => person.shown().filter((message) => message.text === text).length
const got = (person: Person, text: string) => until(() => copies(person, text) > 0)

test('who blocked the bot is found so by a send; unblocking brings what found nobody, once', async () => {
  const person = await someone()
  // The news of it has not come.
  person.platform.chats.find(String(person.id)).standing = 'blocked'
  const id = await notify(person, '有进展了')
  await until(async () => (await row(id))?.state === 'failed')
  expect(await row(id)).toMatchObject({ state: 'failed', reason: 'unreachable' })
  expect((await accountOf(person)).unreachable).toMatchObject({ reason: 'blocked' })
  person.unblocks()
  await got(person, '有进展了')
  expect((await accountOf(person)).unreachable).toBeNull()
  person.blocks()
  await until(async () => (await accountOf(person)).unreachable !== null)
  person.unblocks()
  await until(async () => (await accountOf(person)).unreachable === null)
  await sleep(50)
  expect(copies(person, '有进展了')).toBe(1)
})

test('who blocks the bot is known to have done so before anything is sent; writing again brings it', async () => {
  const person = await someone()
  person.blocks()
  await until(async () => (await accountOf(person)).unreachable?.reason === 'blocked')
  const sends = api.sends.length
  const id = await notify(person, '明天来一下')
  await until(async () => (await row(id))?.state === 'failed')
  expect(api.sends).toHaveLength(sends)
  person.platform.chats.find(String(person.id)).standing = 'open'
  person.says('帮助')
  await got(person, '明天来一下')
  await until(async () => (await row(id))?.state === 'sent')
  expect(await row(id)).toMatchObject({ revived: true })
})

test('what finds nobody on Telegram goes to another account of the person', async () => {
  const person = await someone()
  const account = await accountOf(person)
  const web: Account = {
    ...account,
    id: `web-${account.id}`,
    channel: 'web-chat',
    externalId: `w${person.id}`,
    abilities: { ...account.abilities, push: 'when-open', editing: false },
    lastContactAt: account.createdAt,
  }
  await telegram.site.system.store.write([], (tx) => tx.put(accounts, web))
  person.deletesAccount()
  const id = await notify(person, '到网页上看')
  await until(async () => (await row(id))?.state === 'waiting')
  expect(await row(id)).toMatchObject({ account: web.id })
  expect((await accountOf(person)).unreachable).toMatchObject({ reason: 'deactivated' })
})

/** When the platform asked to wait at this chat, and when something was delivered there again. */
function waited(person: Person, on = api): { asked: number; sent: number } {
  const sends = on.sends.filter(({ chatId }) => chatId === String(person.id))
  const asked = sends.findLastIndex(({ call }) => call.answer.startsWith('Too Many'))
  return { asked: sends[asked]?.at ?? 0, sent: sends.slice(asked + 1).find(({ delivered }) => delivered)?.at ?? 0 }
}

const isAskedToWait = (person: Person, on = api) => until(() => waited(person, on).asked > 0)

test('a chat that is asked to wait is waited for, and nothing goes there meanwhile; others are answered', async () => {
  const [slow, other] = [await someone(), await someone()]
  api.floodChat(slow.id, 2)
  slow.says('帮助')
  await isAskedToWait(slow)
  slow.says('热线')
  await sleep(50)
  expect(api.impatient()).toBe(0)
  other.says('帮助')
  await other.waitsFor('这里能办的事')
  await slow.waitsFor('12333')
  const { asked, sent } = waited(slow)
  expect(sent - asked).toBeGreaterThanOrEqual(2000)
  expect(api.sends.findLast(({ chatId }) => chatId === String(other.id))?.at).toBeLessThan(sent)
  const order = slow.shown().map(({ text }) => text.slice(0, 5))
  expect(order.indexOf('这里能办的')).toBeLessThan(order.indexOf('这些电话不'))
  expect(api.sends.filter(({ chatId, delivered }) => chatId === String(slow.id) && !delivered)).toHaveLength(1)
})

test('asked to wait at two chats, it is the bot that waits: nobody is sent to before the time is over', async () => {
  // Whoever was asked to wait a moment ago would count as the first of the two.
  const { api, site, close } = await openTelegramSite('polling')
  const [first, second, third] = [await someone(api), await someone(api), await someone(api)]
  await site.system.delivery.run()
  // The first alone stops its own chat only; from the second on everything waits.
  api.floodChat(first.id, 2)
  first.says('帮助')
  await isAskedToWait(first, api)
  api.floodChat(second.id, 4)
  second.says('帮助')
  await isAskedToWait(second, api)
  const impatient = api.impatient()
  third.says('帮助')
  await third.waitsFor('这里能办的事', 15_000)
  await Promise.all([first, second].map((each) => each.waitsFor('这里能办的事', 15_000)))
  const answered = api.sends.findLast(({ chatId }) => chatId === String(third.id))?.at ?? 0
  expect(answered - waited(second, api).asked).toBeGreaterThanOrEqual(4000)
  expect(api.impatient()).toBe(impatient)
  await close()
})

test('a flood over a notice stops notices and not answers', async () => {
  const [a, b] = [await someone(), await someone()]
  await telegram.site.system.delivery.run()
  api.floodChat(a.id, 2)
  await notify(a, '通知一')
  await isAskedToWait(a)
  await notify(b, '通知二')
  b.says('帮助')
  await b.waitsFor('这里能办的事')
  await Promise.all([got(a, '通知一'), got(b, '通知二')])
  const { asked, sent } = waited(a)
  expect(sent - asked).toBeGreaterThanOrEqual(2000)
  const texts = b.shown().map(({ text }) => text.slice(0, 3))
  expect(texts.indexOf('这里能')).toBeLessThan(texts.indexOf('通知二'))
})

test('a line that breaks after the effect brings one copy more at most, and to the many none', async () => {
  const [asks, told, oneOfMany] = [await someone(), await someone(), await someone()]
  const helps = () => asks.shown().filter(({ text }) => text.includes('这里能办的事')).length
  api.breakNext('broken-after', { method: 'sendMessage' })
  asks.says('帮助')
  await until(() => helps() === 2)
  api.breakNext('broken-after', { method: 'sendMessage' })
  await notify(told, '一条通知')
  await until(() => copies(told, '一条通知') === 2)
  api.breakNext('broken-after', { method: 'sendMessage' })
  const id = await notify(oneOfMany, '发给大家的', 'bulk')
  await until(async () => (await row(id))?.state === 'unknown')
  api.breakNext('broken-before', { method: 'sendMessage' })
  asks.says('热线')
  await asks.waitsFor('12333')
  await telegram.site.system.delivery.run()
  expect([helps(), copies(told, '一条通知'), copies(oneOfMany, '发给大家的')]).toEqual([2, 2, 1])
})
