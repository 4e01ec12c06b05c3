import type { Crew } from '../crew'
import type { Collection, Log, Store } from '../store'
import type { MasterKeyChanges } from './change-master-key'

export interface PostgresProblem {
  kind: 'unavailable' | 'recovered' | 'listener'
  reason: string
}

export interface PostgresStoreOptions {
  /** Where the database is, with user and password; told to nobody. */
  url: string
  collections: readonly Collection[]
  logs: readonly Log[]
  /** 32 bytes. */
  masterKey: Buffer
  now: () => string
  /** Runs every write callback twice and discards the first, to find those that do more than use their tx. */
  rerunWrites?: boolean
  onProblem?: (problem: PostgresProblem) => void
}

export interface PostgresStore extends Store {
  /** From which is derived what has to outlive a master key. */
  readonly secret: Buffer
  readonly masterKey: MasterKeyChanges
  /** Makes this process one of those that work on the store; who only looks in does not join. */
  join(): Promise<Crew>
}
