import { Telegram, TelegramError } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type BotApiOptions, type FaultKind, startBotApi } from '../../support/bot-api/bot-api'

const open: BotApi[] = []
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())))

/** With one person who has started. */
async function started(options: BotApiOptions = {}): Promise<BotApi> {
  const api = await startBotApi({ second: 20, ...options })
  open.push(api)
  api.person(7).starts()
  return api
}

const send = (api: BotApi, chat_id = 7, text = 'hello') => ask(api, 'sendMessage', { chat_id, text })
const texts = (api: BotApi) =>
  api
    .person(7)
    .shown()
    .map(({ text }) => text)

/** How telegraf tells of it. */
async function toldBy(api: BotApi): Promise<string> {
  const telegram = new Telegram(api.token, { apiRoot: api.root })
  try {
    await telegram.sendMessage(7, 'hello')
    return 'sent'
  } catch (error) {
    return error instanceof TelegramError ? `${error.code}` : (error as Error).name
  }
}

test.each<[FaultKind, string, boolean, string]>([
  ['flood', '429', false, 'Too Many Requests: retry after 3'],
  ['broken-before', 'FetchError', false, 'cut'],
  ['broken-after', 'FetchError', true, 'cut'],
  ['server-error', '502', false, 'Bad Gateway'],
  ['html-error', '502', false, '502 with a page'],
  ['slow', 'sent', true, 'ok'],
])('%s is told as %s', async (kind, told, delivered, answer) => {
  const api = await started({ retryAfter: 3 })
  api.breakNext(kind, { method: 'sendMessage' })
  expect(await ask(api, 'getMe')).toMatchObject({ ok: true })
  expect(await toldBy(api)).toBe(told)
  expect(texts(api)).toEqual(delivered ? ['hello'] : [])
  expect(api.sends).toMatchObject([{ delivered, call: { answer, fault: kind } }])
  expect(api.faults[kind]).toBe(1)
  expect(await toldBy(api)).toBe('sent')
})

test('a flood says how long to wait, and impatience is counted', async () => {
  const api = await started({ retryAfter: 3 })
  api.breakNext('flood')
  expect(await send(api)).toMatchObject({
    status: 429,
    error_code: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
  })
  expect(api.impatient()).toBe(0)
  expect(await send(api)).toMatchObject({ ok: true })
  expect(api.impatient()).toBe(1)
})

test('errors of the server vary, and a page comes with what those on the way may say', async () => {
  const api = await started()
  api.breakNext('server-error', { times: 3 })
  const statuses = [await send(api), await send(api), await send(api)].map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([500, 502, 504])
  api.breakNext('html-error', { times: 8 })
  const page = () => fetch(`${api.root}/bot${api.token}/sendMessage?chat_id=7&text=x`)
  const pages: Response[] = []
  while (pages.length < 8) pages.push(await page())
  expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 400, 403, 413, 502, 502, 502, 502])
  expect(await pages[0]!.text()).toContain('<html>')
  expect(texts(api)).toEqual([])
})

test('an answer that breaks may break in its middle', async () => {
  const api = await started()
  api.breakNext('broken-after', { times: 2 })
  const errors = [await send(api).catch(String), await send(api).catch(String)]
  expect(errors.every((error) => typeof error === 'string')).toBe(true)
  expect(texts(api)).toEqual(['hello', 'hello'])
})

test('a slow answer comes late, its effect at once', async () => {
  const api = await started({ slow: 5 })
  api.breakNext('slow')
  const before = performance.now()
  const slow = send(api)
  await api.person(7).waitsFor('hello')
  expect(api.sends).toMatchObject([{ delivered: true }])
  await slow
  expect(performance.now() - before).toBeGreaterThanOrEqual(98)
})

test('a download fails or breaks half-way', async () => {
  const api = await started()
  const bytes = Buffer.alloc(10_000, 7)
  const { document } = api.person(7).sendsDocument({ name: 'a.pdf', type: 'application/pdf', bytes }).message!
  const link = await new Telegram(api.token, { apiRoot: api.root }).getFileLink(document!.file_id)
  api.breakNext('file-fails')
  expect((await fetch(link)).status).toBe(500)
  api.breakNext('file-broken')
  await expect(fetch(link).then((response) => response.arrayBuffer())).rejects.toThrow()
  expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(10_000)
  expect(api.faults).toMatchObject({ 'file-fails': 1, 'file-broken': 1 })
})

test('unsolicited messages are limited over all chats, answers are not', async () => {
  let now = Date.now()
  const api = await started({ now: () => now, limits: { overall: 5 } })
  for (let id = 100; id < 110; id++) api.person(id).starts()
  for (let id = 100; id < 110; id++) expect(await send(api, id)).toMatchObject({ ok: true })
  now += 61_000
  api.person(109).says('hi')
  const results: boolean[] = []
  for (let id = 100; id < 110; id++) results.push((await send(api, id)).ok)
  expect(results).toEqual([true, true, true, true, true, false, false, false, false, true])
  expect(await send(api, 108)).toMatchObject({ status: 429, parameters: { retry_after: 1 } })
  now += 1001
  expect(await send(api, 108)).toMatchObject({ ok: true })
})

test('one chat takes a burst, then one a second', async () => {
  let now = Date.now()
  const api = await started({ now: () => now })
  now += 61_000
  const results: boolean[] = []
  for (let n = 0; n < 5; n++) results.push((await send(api)).ok)
  expect(results).toEqual([true, true, true, false, false])
  expect(api.impatient()).toBe(1)
  now += 1000
  expect([(await send(api)).ok, (await send(api)).ok]).toEqual([true, false])
})

test('limits can be off, and one chat too busy', async () => {
  let now = Date.now()
  const api = await started({ now: () => now, limits: false })
  now += 61_000
  for (let n = 0; n < 40; n++) expect((await send(api)).ok).toBe(true)
  api.floodChat(7, 2, 1)
  expect(await send(api)).toMatchObject({ parameters: { retry_after: 2 } })
  expect(await send(api)).toMatchObject({ ok: true })
})

const rates = { flood: 0.1, 'server-error': 0.1, 'html-error': 0.1, slow: 0.05 }

async function faultsOf(seed: number): Promise<(FaultKind | null)[]> {
  const api = await started({ plan: { seed, rates }, slow: 0 })
  for (let n = 0; n < 100; n++) await send(api).catch(() => null)
  return api.calls('sendMessage').map(({ fault }) => fault)
}

test('a plan is the same for its seed, and about as dense as it says', async () => {
  const [one, again, other] = [await faultsOf(1), await faultsOf(1), await faultsOf(2)]
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
  const count = one.filter((fault) => fault !== null).length
  expect(count).toBeGreaterThan(20)
  expect(count).toBeLessThan(50)
})

test('a bot always learns its name at the second try, and calm ends every fault', async () => {
  const api = await started({ plan: { seed: 1, rates: { 'server-error': 1, 'late-update': 1 } }, late: 1000 })
  const names = [await ask(api, 'getMe'), await ask(api, 'getMe'), await ask(api, 'getMe'), await ask(api, 'getMe')]
  expect(names.map(({ ok }) => ok)).toEqual([false, true, false, true])
  api.person(7).says('held back')
  expect((await send(api)).status).toBeGreaterThanOrEqual(500)
  api.calm()
  expect(await send(api)).toMatchObject({ ok: true })
  expect((await ask<unknown[]>(api, 'getUpdates')).result).toHaveLength(2)
})
