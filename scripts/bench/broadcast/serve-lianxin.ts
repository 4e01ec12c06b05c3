import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { openSystem } from '../../../src/compose'
import { listen } from '../telegram/peer-telegraf'
import { type Settings, warmUp } from './bots'
import { beginToSend } from './prepare-broadcast'

/** The bot as it is, but for its limit and its web server. */
export async function serveLianxin(settings: Settings & { folder: string; dataKey: string }): Promise<void> {
  const { port, api, token, perSecond, folder, dataKey } = settings
  const telegram = { token, root: api, proxy: undefined, mode: 'polling' as const, webhookSecret: undefined }
  const system = await openSystem(
    {
      dataDir: folder,
      dataKey,
      dataKeyFile: undefined,
      databaseUrl: undefined,
      diskLowMb: 0,
      timeZone: zoneOfDay(),
      publicUrl: undefined,
      telegram,
    },
    pino({ level: 'warn' }, pino.destination(2)),
    { telegramLimits: { overall: perSecond, perChat: 1 } },
  )
  process.once('SIGTERM', () => void system.close().then(() => process.exit()))
  system.telegram?.start()
  await listen(port)
  await sleep(warmUp)
  await beginToSend(system.store)
}

/** Somewhere it is noon: at night nothing goes to many. */
function zoneOfDay(): string {
  const hours = 12 - new Date().getUTCHours()
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}
