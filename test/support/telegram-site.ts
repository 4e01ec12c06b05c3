import type { PollTimes } from '../../src/channels/telegram/poll'
import type { Disk } from '../../src/store/json/disk'
import { type BotApi, type BotApiOptions, startBotApi } from './bot-api/bot-api'
import { portNobodyDials } from './port-nobody-dials'
import { openSite, type Site } from './site'

export type Mode = 'polling' | 'webhook'

/** A second of the platform's in real ms: nobody waits in a test. */
const second = 20

const quickTimes: PollTimes = { pollSeconds: 50, watchdogMs: 4000, pauseMs: 20, longestPauseMs: 200 }

export interface TelegramSite {
  api: BotApi
  site: Site
  close(): Promise<void>
}

/** The whole product on the fake platform's wire, with a code for the first administrator. */
export async function openTelegramSite(
  mode: Mode,
  options: BotApiOptions = {},
  more: { disk?: Disk; env?: Record<string, string> } = {},
): Promise<TelegramSite> {
  const api = await startBotApi({ second, httpWebhook: true, retryAfter: 0.05, slow: 2, ...options })
  const port = await portNobodyDials()
  const env = {
    PORT: String(port),
    ADMIN_CODE: adminCode,
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
    TZ_WALL: zoneByDay(),
    ...(mode === 'webhook' && { TELEGRAM_MODE: mode, PUBLIC_URL: `http://127.0.0.1:${port}` }),
    ...more.env,
  }
  const site = await openSite({ env, port, telegramTimes: quickTimes, ...(more.disk && { disk: more.disk }) })
  return {
    api,
    site,
    async close() {
      await site.close()
      await api.close()
    },
  }
}

export const adminCode = 'blue-kettle-42'

/** A zone in which it is day now, also when the test runs at night: in quiet hours notices would wait. */
export function zoneByDay(now = new Date()): string {
  const hour = now.getUTCHours()
  if (hour < 8) return 'Asia/Shanghai'
  return hour < 20 ? 'UTC' : 'America/Los_Angeles'
}
