import type { Collection, Log } from '../store'
import type { Disk } from './disk'
import type { ShardThread } from './shard-thread'

export interface StoreProblem {
  kind: 'unavailable' | 'recovered' | 'snapshot' | 'listener' | 'log-part'
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
