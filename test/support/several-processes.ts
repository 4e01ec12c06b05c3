import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { type BotApi, type BotApiOptions, startBotApi } from './bot-api/bot-api'
import { PostgresServer } from './postgres/server'
import { schemaIn, type TemporaryDatabase } from './postgres/shared'
import { Processes } from './processes'
import { zoneByDay } from './telegram-site'
import { temporaryFolder } from './temporary-folder'
import { until } from './until'

let server: PostgresServer
export let database: TemporaryDatabase
export let state: string
export let api: BotApi
export let bots: Processes

/** Gives each test a database that waits for the disk, and ends the processes that it starts on it. */
export function prepareProcesses(): void {
  beforeAll(async () => {
    await ensureBuilt()
    server = await PostgresServer.make(await temporaryFolder('several'), { durable: true })
  })
  afterAll(() => server.remove())
  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), 'lianxin-several-'))
    database = await schemaIn(server.url)
  })
  afterEach(async () => {
    await bots.end()
    await api?.close()
    rmSync(state, { recursive: true, force: true })
  })
}

/** Makes what processes are started with: on the test's database and, where wanted, with a Telegram of its own. */
export async function makeProcesses(telegram?: BotApiOptions, more: Record<string, string> = {}): Promise<void> {
  if (telegram) api = await startBotApi({ second: 20, slow: 100_000, ...telegram })
  const way = { TELEGRAM_BOT_TOKEN: api?.token ?? '', TELEGRAM_API_ROOT: api?.root ?? '' }
  const env = { DATABASE_URL: database.url, TZ_WALL: zoneByDay() }
  bots = new Processes(state, { ...env, ...(telegram && way), ...more })
}

/** Until nothing has to be sent any more. */
export async function quiet(): Promise<void> {
  await api.settled()
  const site = await bots.running[0]?.ready
  await until(async () => /^lianxin_outbox_ready 0$/m.test(await (await fetch(`${site}metrics`)).text()))
}
