import { mkdir } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { AlertBoard } from '../jobs/alert-board'
import { collections } from '../store/collections'
import { keyChanges } from '../store/json/change-master-key'
import { masterKeyFor, settleMasterKey } from '../store/json/coming-key'
import { type Disk, realDisk } from '../store/json/disk'
import { openJsonStore } from '../store/json/json-store'
import { newestBackupIn } from '../store/json/newest-backup'
import { shardThread } from '../store/json/shard-thread'
import { logs } from '../store/logs'
import type { OpenedStore, StoreSettings } from './opened-store'

interface Deps {
  log: Logger
  board: AlertBoard
  now(): string
  disk: Disk | undefined
  shardWorker: string | undefined
}

/** Opens the store that the settings name; the folder is already held. */
export async function openStore(settings: StoreSettings, deps: Deps): Promise<OpenedStore> {
  const { dataDir: folder, databaseUrl: url } = settings
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { log, board, now } = deps
  const onProblem = ({ kind, reason }: { kind: string; reason: string }) => {
    log.warn({ kind, reason }, 'store')
    if (kind === 'unavailable') board.storeFails()
    if (kind === 'recovered') board.storeRecovered()
  }
  const shared = { collections, logs, now, onProblem }
  if (url !== undefined) {
    // A small machine with a folder has no use for it, and waits for it at each start.
    const { openDatabase } = await import('./open-database')
    return openDatabase({ ...settings, url }, shared, log)
  }
  const masterKey = await masterKeyFor({ ...settings, folder })
  const { disk = realDisk, shardWorker } = deps
  const newShardThread = shardWorker === undefined ? undefined : () => shardThread(shardWorker)
  const store = await openJsonStore({
    ...shared,
    masterKey: masterKey.key,
    folder,
    disk,
    ...(newShardThread && { newShardThread }),
  })
  if (masterKey.from === 'folder') await settleMasterKey(disk, folder)
  const changeMasterKey = keyChanges({ disk, folder, store, masterKey })
  const backups = { backUp: (name: string) => store.backUp(name), newestBackup: newestBackupIn(disk, folder) }
  return { store, secret: store.secret, masterKey, changeMasterKey, backups }
}
