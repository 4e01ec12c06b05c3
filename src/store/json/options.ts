import type { Collection, Log, Store } from '../store'
import type { Disk } from './disk'
import type { ShardThread } from './shard-thread'

export interface StoreProblem {
  kind: 'unavailable' | 'recovered' | 'snapshot' | 'backup-keys' | 'listener' | 'log-part'
  reason: string
}

export interface JsonStoreOptions {
  folder: string
  collections: readonly Collection[]
  logs: readonly Log[]
  /** 32 bytes. */
  masterKey: Buffer
  now: () => string
  /** Runs every write callback twice and discards the first, to find those that do more than use their tx; a write inside a write, which
   * would wait for itself for ever, throws. */
  rerunWrites?: boolean
  onProblem?: (problem: StoreProblem) => void
  disk?: Disk
  /** Reads the shards of a snapshot, or writes them; without it this thread does all of it, on `disk`. */
  newShardThread?: () => ShardThread
  /** A snapshot is made when the journal has grown by so many bytes. */
  snapshotAfter?: number
  /** First and longest wait between tries to recover, in milliseconds. */
  retry?: { first: number; longest: number }
}

export interface JsonStore extends Store {
  /** Makes a snapshot of what has changed and removes the journal before it. */
  compact(): Promise<void>
  /** Makes a backup in the folder's `backups`, unless there is one whose name begins so, and removes those that have had their time. A
   * name is a day, or `<day>-<HHmmss>`. */
  backUp(name: string): Promise<{ made: number; removed: number }>
  /** From which is derived what has to outlive a master key. */
  readonly secret: Buffer
  /** Wraps all data keys by another master key; `beforehand` makes it durable where the next start looks for it. */
  changeMasterKey(key: Buffer, beforehand: () => Promise<void>): Promise<void>
  /** Deletes the documents that nobody can read any more, and makes a snapshot without them: of a store brought back, whose rows may be of
   * people erased since. */
  deleteUnreadable(): Promise<void>
  /** Makes the keys beside the backups today's, where there are backups. */
  renewBackupKeys(): Promise<void>
}
