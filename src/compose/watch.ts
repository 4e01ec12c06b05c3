import { relative, sep } from 'node:path'
import type { TelegramChannel, TelegramState } from '../channels/telegram/telegram'
import type { Config } from '../config'
import type { AlertBoard } from '../jobs/alert-board'
import type { Platform, Watch } from '../jobs/job'
import type { MasterKey } from '../store/keys'
import type { OpenedStore } from './opened-store'

type Settings = Pick<Config, 'dataDir' | 'dataKeyFile' | 'diskLowMb'>

/** What the machine and the platforms tell of this process, for the operator's alerts. */
export function watchOf(
  settings: Settings,
  deps: {
    board: AlertBoard
    opened: Pick<OpenedStore, 'masterKey' | 'backups'>
    telegram: TelegramChannel | undefined
    freeBytes(folder: string): Promise<number>
  },
): Watch {
  const { board, opened, telegram, freeBytes } = deps
  return {
    board,
    startedAt: new Date().toISOString(),
    freeBytes: () => freeBytes(settings.dataDir),
    leastBytes: settings.diskLowMb * 1024 ** 2,
    newestBackup: async () => opened.backups?.newestBackup(),
    isKeyWithData: liesWithData(settings, opened.masterKey),
    platforms: () => (telegram ? [platformOf(telegram)] : []),
  }
}

/** A key given by a file in the folder of the data is gone with them as well. */
function liesWithData({ dataDir, dataKeyFile }: Settings, { from }: MasterKey): boolean {
  if (from !== 'DATA_KEY_FILE' || dataKeyFile === undefined) return from === 'folder'
  return !relative(dataDir, dataKeyFile).startsWith(`..${sep}`)
}

const platformStates: Record<TelegramState, Platform['state']> = {
  polling: 'connected',
  webhook: 'connected',
  waiting: 'unreachable',
  'token-refused': 'token-refused',
  refused: 'address-refused',
  'taken-over': 'taken-over',
  'standing-by': 'unknown',
  connecting: 'unknown',
  stopped: 'unknown',
}

function platformOf({ state, since, minutesFlooded }: TelegramChannel): Platform {
  return { name: 'Telegram', state: platformStates[state], since, minutesFlooded }
}
