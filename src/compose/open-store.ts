import { mkdir, rm } from 'node:fs/promises'
import type { Logger } from 'pino'
import { type Config, searchPath } from '../config'
import type { AlertBoard } from '../jobs/alert-board'
import { collections } from '../store/collections'
import type { Crew } from '../store/crew'
import { type ChangedKey, keyChanges } from '../store/json/change-master-key'
import { settleMasterKey } from '../store/json/coming-key'
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
import { databaseKeyChanges, masterKeyOf } from './master-key'

/** A store and what goes with it. */
export interface OpenedStore {
  store: Store
  /** From which is derived what has to outlive a master key. */
  secret: Buffer
  masterKey: MasterKey
  /** Lets another master key take over; see `keyChanges`. */
  changeMasterKey(file: string | undefined): Promise<ChangedKey>
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
  const masterKey = await masterKeyOf(settings)
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
    const kept = databaseBackups({ ...settings, url }, deps)
    const changeMasterKey = await databaseKeyChanges({ folder, masterKey, store, backups: kept })
    const backups = settings.backsUp ? inTime(kept, { ...deps, folder, store }) : undefined
    return { store, secret: store.secret, masterKey, changeMasterKey, backups, join: () => store.join() }
  }
  const { disk = realDisk, shardWorker } = deps
  const newShardThread = shardWorker === undefined ? undefined : () => shardThread(shardWorker)
  const store = await openJsonStore({ ...shared, folder, disk, ...(newShardThread && { newShardThread }) })
  if (masterKey.from === 'folder') await settleMasterKey(disk, folder)
  const changeMasterKey = keyChanges({ disk, folder, store, masterKey })
  const backups = { backUp: (name: string) => store.backUp(name), newestBackup: newestBackupIn(disk, folder) }
  return { store, secret: store.secret, masterKey, changeMasterKey, backups }
}

/** Who was erased is gone from the backups so many milliseconds later. */
const renewEvery = 60_000

function databaseBackups({ dataDir: folder, url, pgBin }: Settings & { url: string }, { now }: Deps): DatabaseBackups {
  const programs = new Programs({ url, folder: pgBin, searchPath: searchPath() })
  return new DatabaseBackups({ disk: realDisk, folder, url, now, programs })
}

function inTime(
  kept: DatabaseBackups,
  { folder, store, log }: Pick<Deps, 'log'> & { folder: string; store: Store },
): Backups {
  const renew = () => kept.renewKeys().catch(() => log.warn({ kind: 'backup-keys' }, 'store'))
  setInterval(() => store.health().ok && void renew(), renewEvery).unref()
  const backUp = (name: string) => kept.make(name)
  return { backUp, newestBackup: newestBackupIn(realDisk, folder) }
}
