import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import type { Store } from '../../src/store/store'
import { type Launched, launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { type BotApi, startBotApi } from '../support/bot-api/bot-api'
import { crowd } from '../support/crowd'
import { portNobodyDials } from '../support/port-nobody-dials'
import { randomFrom } from '../support/seeded'
import { checkComplaints, checkHistory, checkNothingWaits, checkNotices } from '../support/telegram-crash/check-store'
import { checkDeliveries } from '../support/telegram-crash/deliveries'
import { allRows, makeOfficer, openStore } from '../support/telegram-crash/stored'
import { TelegramWorker } from '../support/telegram-crash/worker'
import { type Mode, zoneByDay } from '../support/telegram-site'

/** In each mode. */
const kills = Number(process.env.KILLS ?? 20)
/** A platform whose calls failed again and again waits so long before the next. */
const longestPause = 60_000
const seed = Number(process.env.SEED ?? 20261120)
const atOnce = 6
const officerChat = 1

let folder: string
let state: string
let api: BotApi
beforeAll(ensureBuilt)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianxin-telegram-crash-'))
  state = join(folder, 'state')
  // In real seconds a webhook that nobody answered is tried again too seldom for bots that live less than one.
  api = await startBotApi({ second: 5, webhookAnswers: 1000, slow: 100_000, httpWebhook: true })
})
afterEach(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

test.each<Mode>(['polling', 'webhook'])(
  `${kills} times killed under load, by %s: nothing confirmed is lost, nothing happens twice`,
  { timeout: 240_000 + kills * 8_000 },
  async (mode) => {
    const random = randomFrom(seed)
    const { lives, start } = await starter(mode)
    await makeOfficer(api.person(officerChat), state, start)

    const { workers, all, end } = crowd(atOnce, random, (...of) => new TelegramWorker(api, ...of))
    let silent = 0
    for (let n = 0; n < kills; n++) {
      const before = api.sends.length
      const bot = start()
      // Now and then so early that it dies over its own start.
      if (random() < 0.8) await bot.ready
      // On a busy machine the first answer takes longer than most bots live here: if none lived longer nothing would go on.
      const hasAnswered = () => api.sends.length > before
      if (silent >= 5) await expect.poll(hasAnswered, { timeout: longestPause + 60_000 }).toBe(true)
      await Promise.race([sleep(random() * 800), all])
      expect(await bot.end('SIGKILL'), bot.stderr()).toMatchObject({ signal: 'SIGKILL' })
      silent = hasAnswered() ? 0 : silent + 1
      // What the dead process had written to the line is read meanwhile: it is not to count as the next one's.
      await sleep(30)
    }
    end()
    const last = start()
    await last.ready
    await all
    await quiet(last, workers.length)
    expect(await last.end('SIGTERM'), last.stderr()).toMatchObject({ code: 0 })

    const store = await openStore(state)
    await check(mode, store, workers, lives).finally(() => store.close())
  },
)

test('a reply that was on its way when the bot was killed goes out again right after the start, and then no more', async () => {
  const { start } = await starter('polling')
  const first = start()
  await first.ready
  const person = api.person(2)
  api.breakNext('slow', { method: 'sendMessage' })
  person.says('你好')
  await person.waitsFor('你好，我是联心', 20_000)
  await first.end('SIGKILL')
  const next = start()
  await next.ready
  // Much sooner than the lease of the dead process would have run out.
  await expect.poll(() => person.shown().length, { timeout: 20_000 }).toBe(2)
  await quiet(next, 0)
  expect(await next.end('SIGTERM'), next.stderr()).toMatchObject({ code: 0 })
  expect(person.shown()[0]?.text).toBe(person.shown()[1]?.text)
  expect(person.shown()).toHaveLength(2)
})

/** Starts the program again and again on the same data; with the instants at which it did. */
async function starter(mode: Mode) {
  const port = await portNobodyDials()
  const env = {
    PORT: String(port),
    DATA_DIR: state,
    TZ_WALL: zoneByDay(),
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
    ...(mode === 'webhook' && { TELEGRAM_MODE: mode, PUBLIC_URL: `http://127.0.0.1:${port}` }),
  }
  const lives: number[] = []
  const start = () => {
    lives.push(Date.now())
    return launch([process.execPath, 'dist/main.js'], repository, env)
  }
  return { lives, start }
}

/** Until everything is confirmed and nothing has to be sent or fetched any more. */
async function quiet(bot: Launched, notices: number): Promise<void> {
  await api.settled()
  const site = await bot.ready
  const isSent = async () => /^lianxin_outbox_ready 0$/m.test(await (await fetch(`${site}metrics`)).text())
  // The officer's chat takes one notice a second.
  await expect.poll(isSent, { timeout: 60_000 + notices * 2_000, interval: 200 }).toBe(true)
  const calls = () => api.calls().filter(({ method }) => method !== 'getUpdates').length
  for (let before = -1; before !== calls(); await sleep(1500)) before = calls()
}

async function check(mode: Mode, store: Store, workers: readonly TelegramWorker[], lives: readonly number[]) {
  const { delivered, ...figures } = checkDeliveries(api, await allRows(store), lives)
  const counted = {
    kills,
    workers: workers.length,
    updates: workers.reduce((sum, { sent }) => sum + sent.length, 0),
    redelivered: api.redelivered(),
    ...figures,
    longestWait: Math.round(Math.max(...workers.map(({ longestWait }) => longestWait))),
  }
  process.stdout.write(`${mode}, seed ${seed}: ${JSON.stringify(counted)}\n`)
  expect(counted.redelivered).toBeGreaterThan(0)
  await checkHistory(store, workers)
  const numbers = await checkComplaints(store, workers)
  checkNotices(delivered, numbers, String(officerChat))
  await checkNothingWaits(store)
}
