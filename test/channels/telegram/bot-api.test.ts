import { Telegraf } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import { type Answer, ask, idsOf } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type BotApiOptions, startBotApi, type Update } from '../../support/bot-api/bot-api'
import { until } from '../../support/until'

const open: BotApi[] = []
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())))

/** A second of the server takes 20 ms. */
async function started(options: BotApiOptions = {}): Promise<BotApi> {
  const api = await startBotApi({ second: 20, ...options })
  open.push(api)
  return api
}

async function timed<T>(work: Promise<T>): Promise<{ ms: number; value: T }> {
  const before = performance.now()
  const value = await work
  return { ms: performance.now() - before, value }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Timers may run a little early. */
const EARLY = 2

test('a telegraf bot polls, answers and edits', async () => {
  const api = await started()
  const bot = new Telegraf(api.token, { telegram: { apiRoot: api.root } })
  bot.start((context) => context.reply(`started with ${context.payload}`))
  bot.hears('choose', (context) =>
    context.reply('which?', { reply_markup: { inline_keyboard: [[{ text: 'Red', callback_data: 'red' }]] } }),
  )
  bot.action('red', async (context) => {
    await context.answerCbQuery('noted')
    await context.editMessageText('Red it is.')
  })
  bot.on('text', (context) => context.reply(`echo ${context.message.text}`))
  const stopped = bot.launch()
  const li = api.person(1001, { firstName: '小李' })
  li.starts('abc')
  await li.waitsFor('started with abc')
  li.says('hello')
  await li.waitsFor('echo hello')
  li.says('choose')
  await li.waitsFor('which?')
  li.presses('Red')
  await li.waitsFor('Red it is.')
  expect(li.alerts).toMatchObject([{ text: 'noted', showAlert: false }])
  expect(li.shown().map(({ text }) => text)).toEqual(['started with abc', 'echo hello', 'Red it is.'])
  await api.settled()
  bot.stop()
  await stopped
  expect(api.pending()).toBe(0)
})

test('updates come again until a higher offset confirms them', async () => {
  const api = await started()
  const li = api.person(7)
  const [a, b, c] = ['a', 'b', 'c'].map((text) => li.says(text).update_id)
  expect([b, c]).toEqual([a! + 1, a! + 2])
  expect(await idsOf(api)).toEqual([a, b, c])
  expect(await idsOf(api, { offset: a, limit: 2 })).toEqual([a, b])
  expect(api.pending()).toBe(3)
  expect(await idsOf(api, { offset: b })).toEqual([b, c])
  expect(api.pending()).toBe(2)
  const settled = api.settled()
  expect(await idsOf(api, { offset: c! + 1 })).toEqual([])
  await settled
  expect(await idsOf(api, { offset: 0 })).toEqual([])
})

test('the limit is kept between 1 and 100', async () => {
  const api = await started()
  for (let n = 0; n < 105; n++) api.person(7).says(`${n}`)
  const { result } = await ask<Update[]>(api, 'getUpdates', { limit: 1000 })
  expect(result).toHaveLength(100)
  expect(await idsOf(api, { offset: result[1]!.update_id, limit: 0 })).toHaveLength(1)
})

test('a negative offset gives the newest and drops the older', async () => {
  const api = await started()
  const [, b, c] = ['a', 'b', 'c'].map((text) => api.person(7).says(text).update_id)
  expect(await idsOf(api, { offset: -2 })).toEqual([b, c])
  expect(await idsOf(api, { offset: -9 })).toEqual([b, c])
})

test('a long poll ends with the first update, or empty after its time', async () => {
  const api = await started()
  const poll = timed(idsOf(api, { timeout: 50 }))
  await until(() => api.calls('getUpdates').length === 1)
  await pause(20)
  const { update_id } = api.person(7).says('hello')
  expect((await poll).value).toEqual([update_id])
  const empty = await timed(idsOf(api, { offset: update_id + 1, timeout: 5 }))
  expect(empty.value).toEqual([])
  expect(empty.ms).toBeGreaterThanOrEqual(100 - EARLY)
})

test('a long poll lasts 50 s at most', async () => {
  const api = await started({ second: 2 })
  const { ms } = await timed(idsOf(api, { timeout: 5000 }))
  expect(ms).toBeGreaterThanOrEqual(100 - EARLY)
  expect(ms).toBeLessThan(5000)
})

test('the same offset again within 3 s waits 3 s, unless something is there', async () => {
  const api = await started({ second: 200 })
  await idsOf(api, { offset: 5 })
  expect((await timed(idsOf(api, { offset: 5 }))).ms).toBeGreaterThanOrEqual(600 - EARLY)
  await pause(610)
  expect((await timed(idsOf(api, { offset: 5 }))).ms).toBeLessThan(550)
  const { update_id } = api.person(7).says('hello')
  expect((await timed(idsOf(api, { offset: 5 }))).value).toEqual([update_id])
})

test('the same offset within half a second gives one update only', async () => {
  const api = await started({ second: 2000 })
  const [a] = ['a', 'b', 'c'].map((text) => api.person(7).says(text).update_id)
  expect(await idsOf(api)).toHaveLength(3)
  expect(await idsOf(api)).toEqual([a])
})

const otherPoll = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'

test('a second poller ends the first with 409, a third one the second after 3 s', async () => {
  const api = await started({ second: 200 })
  const poll = (offset: number): Promise<{ ms: number; value: Answer<Update[]> }> =>
    timed(ask<Update[]>(api, 'getUpdates', { offset, timeout: 50 }))
  const waitFor = (calls: number) => until(() => api.calls('getUpdates').length === calls)
  const first = poll(1)
  await waitFor(1)
  const second = poll(2)
  expect((await first).value).toMatchObject({ status: 409, error_code: 409, description: otherPoll })
  const before = performance.now()
  const third = poll(3)
  expect((await second).value).toMatchObject({ status: 409, description: otherPoll })
  expect(performance.now() - before).toBeGreaterThanOrEqual(600 - EARLY)
  api.person(7).says('hello')
  expect((await third).value.result).toHaveLength(1)
})

test('who went away while polling is no conflict, and loses nothing', async () => {
  const api = await started()
  const going = new AbortController()
  const gone = fetch(`${api.root}/bot${api.token}/getUpdates?timeout=50`, { signal: going.signal }).catch(() => 'gone')
  await until(() => api.calls('getUpdates').length === 1)
  going.abort()
  expect(await gone).toBe('gone')
  await until(() => api.calls('getUpdates')[0]!.answer === 'ok')
  const { update_id } = api.person(7).says('hello')
  expect(await idsOf(api, { offset: 1 })).toEqual([update_id])
})

test('with a webhook polling is a conflict, and setting one ends the poll under way', async () => {
  const api = await started({ httpWebhook: true, second: 200 })
  const poll = ask(api, 'getUpdates', { timeout: 50 })
  await until(() => api.calls('getUpdates').length === 1)
  await ask(api, 'setWebhook', { url: 'http://127.0.0.1:9/' })
  expect(await poll).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' })
  const { ms, value } = await timed(ask(api, 'getUpdates'))
  expect(value).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  })
  expect(ms).toBeGreaterThanOrEqual(600 - EARLY)
  await ask(api, 'deleteWebhook')
  expect(await ask(api, 'getUpdates')).toMatchObject({ ok: true, result: [] })
})

test('allowed_updates are remembered; an empty list stands for all that is usual', async () => {
  const api = await started()
  const li = api.person(7)
  const [message, press] = [li.says('hello').update_id, li.pressesOn(1, 'x').update_id]
  expect(await idsOf(api, { allowed_updates: ['message'] })).toEqual([message, press])
  expect(li.pressesOn(1, 'y').update_id).toBe(0)
  expect(li.blocks().update_id).toBe(0)
  expect(await idsOf(api, { offset: press + 1 })).toEqual([])
  li.unblocks()
  expect(api.pending()).toBe(0)
  await idsOf(api, { offset: press + 2, allowed_updates: [] })
  li.pressesOn(1, 'z')
  li.blocks()
  expect(api.pending()).toBe(2)
})

test('a wrong token is 401, no token and no known method are 404', async () => {
  const api = await started()
  const asks = async (path: string) => {
    const response = await fetch(`${api.root}${path}`)
    return { status: response.status, ...((await response.json()) as object) }
  }
  expect(await asks('/bot123456:wrong/getMe')).toEqual({
    status: 401,
    ok: false,
    error_code: 401,
    description: 'Unauthorized',
  })
  expect(await asks('/bot/getMe')).toMatchObject({ status: 404, description: 'Not Found' })
  expect(await asks(`/bot${api.token}/getmethod`)).toMatchObject({ description: 'Not Found: method not found' })
  expect(await asks(`/bot${api.token}/GETME`)).toMatchObject({ ok: true, result: { is_bot: true, id: 123456 } })
})
