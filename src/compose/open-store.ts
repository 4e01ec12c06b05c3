import { mkdir, rm } from 'node:fs/promises'
import type { Logger } from 'pino'
import { type Config, searchPath } from '../config'
import type { AlertBoard } from '../jobs/alert-board'
import { collections } from '../store/collections'
import type { Crew } from '../store/crew'
import { type ChangedKey, keyChanges } from '../store/json/change-master-key'
import { masterKeyFor, settleMasterKey } from '../store/json/coming-key'
import { type Disk, realDisk } from '../store/json/disk'
import { openJsonStore } from '../store/json/json-store'
import { newestBackupIn } from '../store/json/newest-backup'
import { shardThread } from '../store/json/shard-thread'
import { type MasterKey, masterKeyPath, WrongMasterKey } from '../store/keys'
import { logs } from '../store/logs'
import { DatabaseBackups } from '../store/postgres/backup'
import { openPostgresStore } from '../store/postgres/postgres-store'
import { Programs } from '../store/postgres/programs'
import type { Store } from '../store/store'

/** A store and what goes with it. */
export interface OpenedStore {
  store: Store
  /** From which is derived what has to outlive a master key. */
  secret: Buffer
  masterKey: MasterKey
  /** What is done to data in a folder, and by other means to a database. */
  folder: FolderWork | undefined
  /** Of a database: makes this process one of those that work on it. */
  join?: () => Promise<Crew>
  /** Undefined where somebody else makes them. */
  backups: Backups | undefined
}

export interface Backups {
  /** Makes a backup, unless there is one whose name begins so. */
  backUp(name: string): Promise<{ made: number; removed: number }>
  newestBackup(): Promise<string | undefined>
}

export interface FolderWork {
  /** Lets another master key take over; see `changeMasterKey`. */
  changeMasterKey(file: string | undefined): Promise<ChangedKey>
}

interface Deps {
  log: Logger
  board: AlertBoard
  now(): string
  disk: Disk | undefined
  shardWorker: string | undefined
}

type Settings = Pick<Config, 'dataDir' | 'databaseUrl' | 'dataKey' | 'dataKeyFile'> &
  Partial<Pick<Config, 'pgBin' | 'backsUp'>>

/** Opens the store that the settings name; the folder is already held. */
export async function openStore(settings: Settings, deps: Deps): Promise<OpenedStore> {
  const { dataDir: folder, databaseUrl: url } = settings
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const masterKey = await masterKeyFor({ ...settings, folder })
  const { log, board, now } = deps
  const onProblem = ({ kind, reason }: { kind: string; reason: string }) => {
    log.warn({ kind, reason }, 'store')
    if (kind === 'unavailable') board.storeFails()
    if (kind === 'recovered') board.storeRecovered()
  }
  const shared = { collections, logs, masterKey: masterKey.key, now, onProblem }
  if (url !== undefined) {
    const store = await openPostgresStore({ ...shared, url }).catch(async (error) => {
      // A new key beside old data would only hide that the right one is missing.
      if (error instanceof WrongMasterKey && masterKey.generated) await rm(masterKeyPath(folder), { force: true })
      throw error
    })
    const backups = settings.backsUp ? databaseBackups({ ...settings, url }, store, deps) : undefined
    return { store, secret: store.secret, masterKey, folder: undefined, backups, join: () => store.join() }
  }
  const { disk = realDisk, shardWorker } = deps
  const newShardThread = shardWorker === undefined ? undefined : () => shardThread(shardWorker)
  const store = await openJsonStore({ ...shared, folder, disk, ...(newShardThread && { newShardThread }) })
  if (masterKey.from === 'folder') await settleMasterKey(disk, folder)
  const work: FolderWork = {
    changeMasterKey: keyChanges({ disk, folder, store, masterKey }),
  }
  const backups = { backUp: (name: string) => store.backUp(name), newestBackup: newestBackupIn(disk, folder) }
  return { store, secret: store.secret, masterKey, folder: work, backups }
}

/** Who was erased is gone from the backups so many milliseconds later. */
const renewEvery = 60_000

function databaseBackups(
  { dataDir: folder, url, pgBin }: Settings & { url: string },
  store: Store,
  { now, log }: Deps,
): Backups {
  const programs = new Programs({ url, folder: pgBin, searchPath: searchPath() })
  const kept = new DatabaseBackups({ disk: realDisk, folder, url, now, programs })
  const renew = () => kept.renewKeys().catch(() => log.warn({ kind: 'backup-keys' }, 'store'))
  setInterval(() => store.health().ok && void renew(), renewEvery).unref()
  const backUp = (name: string) => kept.make(name)
  return { backUp, newestBackup: newestBackupIn(realDisk, folder) }
}
