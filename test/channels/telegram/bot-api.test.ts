import { Telegraf } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import { type Answer, ask } from '../../support/bot-api/ask-bot-api'
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

async function ids(api: BotApi, params: Record<string, unknown> = {}): Promise<number[]> {
  const { result } = await ask<Update[]>(api, 'getUpdates', params)
  return result.map(({ update_id }) => update_id)
}

/** Polls as a bot does, taking each batch for handled; gives what it saw. */
async function drains(api: BotApi): Promise<Update[]> {
  const seen: Update[] = []
  let offset = 0
  while (api.pending() > 0) {
    const { result } = await ask<Update[]>(api, 'getUpdates', { offset, timeout: 5 })
    seen.push(...result)
    offset = Math.max(offset, ...result.map(({ update_id }) => update_id + 1))
  }
  return seen
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
  expect(await ids(api)).toEqual([a, b, c])
  expect(await ids(api, { offset: a, limit: 2 })).toEqual([a, b])
  expect(api.pending()).toBe(3)
  expect(await ids(api, { offset: b })).toEqual([b, c])
  expect(api.pending()).toBe(2)
  const settled = api.settled()
  expect(await ids(api, { offset: c! + 1 })).toEqual([])
  await settled
  expect(await ids(api, { offset: 0 })).toEqual([])
})

test('the limit is kept between 1 and 100', async () => {
  const api = await started()
  for (let n = 0; n < 105; n++) api.person(7).says(`${n}`)
  const { result } = await ask<Update[]>(api, 'getUpdates', { limit: 1000 })
  expect(result).toHaveLength(100)
  expect(await ids(api, { offset: result[1]!.update_id, limit: 0 })).toHaveLength(1)
})

test('a negative offset gives the newest and drops the older', async () => {
  const api = await started()
  const [, b, c] = ['a', 'b', 'c'].map((text) => api.person(7).says(text).update_id)
  expect(await ids(api, { offset: -2 })).toEqual([b, c])
  expect(await ids(api, { offset: -9 })).toEqual([b, c])
})

test('a long poll ends with the first update, or empty after its time', async () => {
  const api = await started()
  const poll = timed(ids(api, { timeout: 50 }))
  await until(() => api.calls('getUpdates').length === 1)
  await pause(20)
  const { update_id } = api.person(7).says('hello')
  expect((await poll).value).toEqual([update_id])
  const empty = await timed(ids(api, { offset: update_id + 1, timeout: 5 }))
  expect(empty.value).toEqual([])
  expect(empty.ms).toBeGreaterThanOrEqual(100 - EARLY)
})

test('a long poll lasts 50 s at most', async () => {
  const api = await started({ second: 2 })
  const { ms } = await timed(ids(api, { timeout: 5000 }))
  expect(ms).toBeGreaterThanOrEqual(100 - EARLY)
  expect(ms).toBeLessThan(5000)
})

test('the same offset again within 3 s waits 3 s, unless something is there', async () => {
  const api = await started({ second: 100 })
  await ids(api, { offset: 5 })
  expect((await timed(ids(api, { offset: 5 }))).ms).toBeGreaterThanOrEqual(300 - EARLY)
  await pause(310)
  expect((await timed(ids(api, { offset: 5 }))).ms).toBeLessThan(250)
  const { update_id } = api.person(7).says('hello')
  expect((await timed(ids(api, { offset: 5 }))).value).toEqual([update_id])
})

test('the same offset within half a second gives one update only', async () => {
  const api = await started({ second: 2000 })
  const [a] = ['a', 'b', 'c'].map((text) => api.person(7).says(text).update_id)
  expect(await ids(api)).toHaveLength(3)
  expect(await ids(api)).toEqual([a])
})

const otherPoll = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'

test('a second poller ends the first with 409, a third one the second after 3 s', async () => {
  const api = await started({ second: 50 })
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
  expect(performance.now() - before).toBeGreaterThanOrEqual(150 - EARLY)
  api.person(7).says('hello')
  expect((await third).value.result).toHaveLength(1)
})

test('with a webhook polling is a conflict, and setting one ends the poll under way', async () => {
  const api = await started({ httpWebhook: true })
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
  expect(ms).toBeGreaterThanOrEqual(60 - EARLY)
  await ask(api, 'deleteWebhook')
  expect(await ask(api, 'getUpdates')).toMatchObject({ ok: true, result: [] })
})

test('allowed_updates are remembered; an empty list stands for all that is usual', async () => {
  const api = await started()
  const li = api.person(7)
  const [message, press] = [li.says('hello').update_id, li.pressesOn(1, 'x').update_id]
  expect(await ids(api, { allowed_updates: ['message'] })).toEqual([message, press])
  expect(li.pressesOn(1, 'y').update_id).toBe(0)
  expect(li.blocks().update_id).toBe(0)
  expect(await ids(api, { offset: press + 1 })).toEqual([])
  li.unblocks()
  expect(api.pending()).toBe(0)
  await ids(api, { offset: press + 2, allowed_updates: [] })
  li.pressesOn(1, 'z')
  li.blocks()
  expect(api.pending()).toBe(2)
})

test('a press is kept for 150 s, a message for 24 h', async () => {
  let now = Date.parse('2026-11-20T02:00:00Z')
  const api = await started({ now: () => now })
  const li = api.person(7)
  const message = li.says('hello')
  expect(message.message).toMatchObject({ date: now / 1000 })
  li.pressesOn(1, 'x')
  now += 149_000
  expect(api.pending()).toBe(2)
  now += 1000
  expect(await ids(api)).toEqual([message.update_id])
  const settled = api.settled()
  now += 24 * 3_600_000
  expect(await ids(api, { offset: 1 })).toEqual([])
  await settled
})

test('ids may begin elsewhere, and an offset far ahead then loses nothing', async () => {
  const api = await started()
  const li = api.person(7)
  const old = li.says('old').update_id
  expect(() => api.restartIds(1000)).toThrow('pending')
  await ids(api, { offset: old + 1 })
  api.restartIds(1000)
  expect([li.says('a').update_id, li.says('b').update_id]).toEqual([1000, 1001])
  expect(await ids(api, { offset: old + 1 })).toEqual([1000])
  expect(await ids(api, { offset: old + 2 })).toEqual([1000, 1001])
  expect(await ids(api, { offset: 1002 })).toEqual([])
})

test('a confirmed update can come again, below the offset', async () => {
  const api = await started()
  const update = api.person(7).says('hello')
  await drains(api)
  const next = api.person(7).says('next')
  api.redeliver(update.update_id)
  const { result } = await ask<Update[]>(api, 'getUpdates', { offset: next.update_id })
  expect(result).toEqual([update, next])
  await ids(api, { offset: next.update_id + 1 })
  expect(api.pending()).toBe(0)
  expect(() => api.redeliver(1)).toThrow('no update 1')
})

test('planned, an update comes twice or after later ones, and none is lost', async () => {
  const api = await started()
  const li = api.person(7)
  api.breakNext('duplicate-update')
  const [a, b] = ['a', 'b'].map((text) => li.says(text).update_id)
  expect((await drains(api)).map(({ update_id }) => update_id)).toEqual([a, b, a])
  api.breakNext('late-update')
  const [c, d] = ['c', 'd'].map((text) => li.says(text).update_id)
  expect((await drains(api)).map(({ update_id }) => update_id)).toEqual([d, c])
  expect(api.faults).toMatchObject({ 'duplicate-update': 1, 'late-update': 1 })
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
