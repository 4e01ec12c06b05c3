import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import type { Store } from '../../src/store/store'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { type BotApi, startBotApi } from '../support/bot-api/bot-api'
import { portNobodyDials } from '../support/port-nobody-dials'
import { randomFrom } from '../support/seeded'
import { checkComplaints, checkHistory, checkNothingWaits, checkNotices } from '../support/telegram-crash/check-store'
import { checkDeliveries } from '../support/telegram-crash/deliveries'
import { allRows, makeOfficer, openStore } from '../support/telegram-crash/stored'
import { TelegramWorker } from '../support/telegram-crash/worker'
import { type Mode, zoneByDay } from '../support/telegram-site'

/** In each mode. */
const kills = Number(process.env.KILLS ?? 20)
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
  api = await startBotApi({ second: 5, webhookAnswers: 1000, httpWebhook: true })
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
    const port = await portNobodyDials()
    const site = `http://127.0.0.1:${port}`
    const env = {
      PORT: String(port),
      DATA_DIR: state,
      TZ_WALL: zoneByDay(),
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      ...(mode === 'webhook' && { TELEGRAM_MODE: mode, PUBLIC_URL: site }),
    }
    /** When each process began. */
    const lives: number[] = []
    const start = () => {
      lives.push(Date.now())
      return launch([process.execPath, 'dist/main.js'], repository, env)
    }
    await makeOfficer(api.person(officerChat), state, start)

    const workers: TelegramWorker[] = []
    let ending = false
    const work = async () => {
      while (!ending) {
        const worker = new TelegramWorker(api, randomFrom(Math.floor(random() * 2 ** 31)), workers.length + 1)
        workers.push(worker)
        await worker.complains()
      }
    }
    const all = Promise.all(Array.from({ length: atOnce }, work))
    for (let n = 0; n < kills; n++) {
      const bot = start()
      // Now and then so early that it dies over its own start.
      if (random() < 0.8) await bot.ready
      await Promise.race([sleep(random() * 800), all])
      expect(await bot.end('SIGKILL'), bot.stderr()).toMatchObject({ signal: 'SIGKILL' })
      // What the dead process had written to the line is read meanwhile: it is not to count as the next one's.
      await sleep(30)
    }
    ending = true
    const last = start()
    await last.ready
    await all
    await quiet(site)
    expect(await last.end('SIGTERM'), last.stderr()).toMatchObject({ code: 0 })

    const store = await openStore(state)
    await check(mode, store, workers, lives).finally(() => store.close())
  },
)

/** Until everything is confirmed and nothing has to be sent or fetched any more. */
async function quiet(site: string): Promise<void> {
  await api.settled()
  const isSent = async () => /^lianxin_outbox_ready 0$/m.test(await (await fetch(`${site}/metrics`)).text())
  await expect.poll(isSent, { timeout: 120_000, interval: 200 }).toBe(true)
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
