import type { Config } from '../config'
import { type ChangedKey, keyChanges } from '../store/json/change-master-key'
import { masterKeyFor, settleMasterKey } from '../store/json/coming-key'
import { realDisk } from '../store/json/disk'
import { KeyChangeRefused, type MasterKey, WrongMasterKey } from '../store/keys'
import type { DatabaseBackups } from '../store/postgres/backup'
import { opensDatabaseAt } from '../store/postgres/check'
import type { PostgresStore } from '../store/postgres/postgres-store'

/** The master key that the settings name; of one that was being changed, the one that opens the data. */
export function masterKeyOf(
  settings: Pick<Config, 'dataDir' | 'databaseUrl' | 'dataKey' | 'dataKeyFile'>,
): Promise<MasterKey> {
  const { dataDir: folder, databaseUrl: url } = settings
  const given = { ...settings, folder }
  return url === undefined ? masterKeyFor(given) : masterKeyFor(given, (key) => opensDatabaseAt(url, key))
}

/** As `keyChanges`, of a database; first what a change that was broken off has left is brought to its end. */
export async function databaseKeyChanges(deps: {
  folder: string
  masterKey: MasterKey
  store: PostgresStore
  backups: Pick<DatabaseBackups, 'renewKeys'>
}): Promise<(file: string | undefined) => Promise<ChangedKey>> {
  const { folder, masterKey, store, backups } = deps
  const opens = (key: Buffer) => store.masterKey.opens(key)
  await store.masterKey.alone(async () => {
    await store.masterKey.clearUp()
    if (masterKey.from !== 'folder' || (await settleMasterKey(realDisk, folder, opens))) return
    // The keys beside the backups still want the former one.
    await backups.renewKeys().catch(() => {})
    await settleMasterKey(realDisk, folder, opens)
  })
  const change = keyChanges({
    disk: realDisk,
    folder,
    masterKey,
    opens,
    store: {
      changeMasterKey: (key, beforehand) => store.masterKey.change(key, beforehand),
      renewBackupKeys: () => backups.renewKeys(),
    },
  })
  const underWay: ChangedKey = { ok: false, problem: 'under-way' }
  return async (file) => {
    try {
      return (await store.masterKey.alone(() => change(file))) ?? underWay
    } catch (error) {
      if (error instanceof KeyChangeRefused) return { ok: false, problem: error.problem }
      // Somebody else's was quicker.
      if (error instanceof WrongMasterKey) return underWay
      throw error
    }
  }
}
