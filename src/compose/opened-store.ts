import type { Config } from '../config'
import type { Crew } from '../store/crew'
import type { ChangedKey } from '../store/json/change-master-key'
import type { MasterKey } from '../store/keys'
import type { Store } from '../store/store'

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

export type StoreSettings = Pick<Config, 'dataDir' | 'databaseUrl' | 'dataKey' | 'dataKeyFile'> &
  Partial<Pick<Config, 'pgBin' | 'backsUp'>>
