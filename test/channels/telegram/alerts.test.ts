import { afterEach, expect, test } from 'vitest'
import { Floods } from '../../../src/channels/telegram/floods'
import { webhookTrouble } from '../../../src/channels/telegram/webhook-info'
import { after, minute } from '../../../src/domain/instant'
import { runJob } from '../../../src/jobs'
import { outbox } from '../../../src/store/collections'
import { ask } from '../../support/bot-api/ask-bot-api'
import { portNobodyDials } from '../../support/port-nobody-dials'
import type { Site } from '../../support/site'
import { adminCode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const key = { DATA_KEY: Buffer.alloc(32, 7).toString('base64') }

async function site(...[mode, options, more = {}]: Parameters<typeof openTelegramSite>): Promise<TelegramSite> {
  const telegram = await openTelegramSite(mode, options, { ...more, env: { ...key, ...more.env } })
  open.push(() => telegram.close())
  return telegram
}

const stateOf = ({ system }: Site) => system.telegram?.state
const now = () => new Date().toISOString()

/** Looks as if so many minutes had gone by; gives the alerts that stand then. */
async function looksIn({ url, system }: Site, minutes: number): Promise<unknown> {
  await runJob(system.jobs, 'find-alerts', after(now(), minutes * minute))
  return ((await (await fetch(`${url}/healthz`)).json()) as { alerts: unknown }).alerts
}

test('of a line that breaks is told, once it has been there again for long enough, that it was', async () => {
  const { api, site: running } = await site('polling', { limits: false })
  const phone = api.person(1)
  for (const [line, answer] of [
    [`/admin ${adminCode}`, '你怎么称呼'],
    ['张书记', '也由你办'],
    ['我也办', '没错'],
    ['没错，提交', '是管理员'],
  ] as const) {
    phone.says(line)
    await phone.waitsFor(answer)
  }
  expect(await looksIn(running, 6)).toEqual([])

  api.breakNext('broken-before', { times: 10_000 })
  await until(() => stateOf(running) === 'waiting')
  expect(await looksIn(running, 4)).toEqual([])
  expect(await looksIn(running, 6)).toEqual(['platform-unreachable'])
  expect(await looksIn(running, 7)).toEqual(['platform-unreachable'])

  api.calm()
  await until(() => stateOf(running) === 'polling')
  expect(await looksIn(running, 6)).toEqual(['platform-unreachable'])
  expect(await looksIn(running, 31)).toEqual([])
  const told = []
  for await (const { key, body } of running.system.store.walk(outbox))
    if (key?.startsWith('alert:')) told.push(body.text)
  expect(told).toEqual([expect.stringMatching(/^✓ 好了：连不上 Telegram/)])
})

test('a token that is refused, one that is taken over, and an address that is not called, each by its name', async () => {
  const { api, site: old } = await site('polling')
  await until(() => stateOf(old) === 'polling')
  const young = await site('polling', {}, { env: { TELEGRAM_API_ROOT: api.root } })
  await until(() => stateOf(old) === 'taken-over')
  const env = { TELEGRAM_BOT_TOKEN: '987654:BBanother-token_nobody_gave' }
  const { site: refused } = await site('polling', {}, { env })
  await until(() => stateOf(refused) === 'token-refused')
  const { site: uncalled } = await site('webhook', { httpWebhook: false })
  await until(() => stateOf(uncalled) === 'refused')
  for (const [one, alerts] of [
    [old, ['platform-taken-over']],
    [young.site, []],
    [refused, ['platform-token-refused']],
    [uncalled, ['platform-address-refused']],
  ] as const) {
    expect(await looksIn(one, 2)).toEqual([])
    expect(await looksIn(one, 6)).toEqual(alerts)
  }
})

test('a webhook that no longer stands, or is not reached, is noticed although nobody calls', async () => {
  const { api, site: running } = await site('webhook')
  await until(() => stateOf(running) === 'webhook')
  await ask(api, 'deleteWebhook')
  await until(() => stateOf(running) === 'taken-over')
  expect(await looksIn(running, 6)).toEqual(['platform-taken-over'])

  const port = await portNobodyDials()
  const closed = await site('webhook', {}, { env: { PUBLIC_URL: `http://127.0.0.1:${port}` } })
  await until(() => stateOf(closed.site) === 'webhook')
  closed.api.person(1).starts()
  await until(() => stateOf(closed.site) === 'refused')
  const health = (await (await fetch(`${closed.site.url}/healthz`)).json()) as { telegramReason: string }
  expect(health.telegramReason).toContain('econnrefused')
})

test('what the platform says of the webhook', () => {
  const url = 'https://lianxin.example/telegram/webhook'
  const at = '2026-11-20T02:00:00.000Z'
  const seconds = Date.parse(at) / 1000
  const error = (message: string, ago: number, pending = 1) => ({
    url,
    pending_update_count: pending,
    last_error_date: seconds - ago,
    last_error_message: message,
  })
  const trouble = (info: unknown) => webhookTrouble(info, url, at)
  expect(trouble({ url, pending_update_count: 3 })).toEqual({ state: 'webhook' })
  expect(trouble({ url: '' })).toEqual({ state: 'taken-over' })
  expect(trouble({ url: 'https://other.example/hook' })).toEqual({ state: 'taken-over' })
  expect(trouble(error('SSL error: certificate verify failed', 60))).toEqual({
    state: 'refused',
    reason: 'ssl error: certificate verify failed',
  })
  // Nothing waits; long ago; and what we say ourselves while nothing can be kept.
  expect(trouble(error('Connection refused', 60, 0))).toEqual({ state: 'webhook' })
  expect(trouble(error('Connection refused', 301))).toEqual({ state: 'webhook' })
  expect(trouble(error('Wrong response from the webhook: 503 Service Unavailable', 1))).toEqual({ state: 'webhook' })
  expect(trouble('nonsense')).toEqual({ state: 'webhook' })
})

test('that it asks to slow down is counted by the minute, over a quarter of an hour', async () => {
  const floods = new Floods()
  const at = '2026-11-20T02:00:30.000Z'
  expect(floods.minutes(at)).toBe(0)
  for (const seconds of [0, 10, 50, 110]) floods.note(after(at, seconds * 1000))
  expect(floods.minutes(after(at, 2 * minute))).toBe(3)
  expect(floods.minutes(after(at, 15 * minute))).toBe(2)
  expect(floods.minutes(after(at, 20 * minute))).toBe(0)

  const { api, site: running } = await site('polling')
  const person = api.person(1)
  person.starts()
  await person.waitsFor('你好，我是联心')
  expect(running.system.telegram?.minutesFlooded).toBe(0)
  api.floodChat(1, 0.1)
  person.says('帮助')
  await person.waitsFor('这里能办的事')
  expect(running.system.telegram?.minutesFlooded).toBeGreaterThanOrEqual(1)
})
