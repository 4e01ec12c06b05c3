import { rm } from 'node:fs/promises'
import type { Logger } from 'pino'
import { searchPath } from '../config'
import { realDisk } from '../store/json/disk'
import { newestBackupIn } from '../store/json/newest-backup'
import { masterKeyPath, WrongMasterKey } from '../store/keys'
import { DatabaseBackups } from '../store/postgres/backup'
import { openPostgresStore, type PostgresStoreOptions } from '../store/postgres/postgres-store'
import { Programs } from '../store/postgres/programs'
import type { Store } from '../store/store'
import { databaseKeyChanges, masterKeyOf } from './master-key'
import type { Backups, OpenedStore, StoreSettings } from './opened-store'

type Settings = StoreSettings & { url: string }

/** Opens the store in a database. */
export async function openDatabase(
  settings: Settings,
  shared: Omit<PostgresStoreOptions, 'url' | 'masterKey'>,
  log: Logger,
): Promise<OpenedStore> {
  const { dataDir: folder, url } = settings
  const masterKey = await masterKeyOf(settings)
  const store = await openPostgresStore({ ...shared, masterKey: masterKey.key, url }).catch(async (error) => {
    // A new key beside old data would only hide that the right one is missing.
    if (error instanceof WrongMasterKey && masterKey.generated) await rm(masterKeyPath(folder), { force: true })
    throw error
  })
  const kept = databaseBackups(settings, shared.now)
  const changeMasterKey = await databaseKeyChanges({ folder, masterKey, store, backups: kept })
  const backups = settings.backsUp ? inTime(kept, { folder, store, log }) : undefined
  return { store, secret: store.secret, masterKey, changeMasterKey, backups, join: () => store.join() }
}

/** Who was erased is gone from the backups so many milliseconds later. */
const renewEvery = 60_000

function databaseBackups({ dataDir: folder, url, pgBin }: Settings, now: () => string): DatabaseBackups {
  const programs = new Programs({ url, folder: pgBin, searchPath: searchPath() })
  return new DatabaseBackups({ disk: realDisk, folder, url, now, programs })
}

function inTime(kept: DatabaseBackups, { folder, store, log }: { folder: string; store: Store; log: Logger }): Backups {
  const renew = () => kept.renewKeys().catch(() => log.warn({ kind: 'backup-keys' }, 'store'))
  setInterval(() => store.health().ok && void renew(), renewEvery).unref()
  const backUp = (name: string) => kept.make(name)
  return { backUp, newestBackup: newestBackupIn(realDisk, folder) }
}
