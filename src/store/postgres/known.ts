import type { Keys } from '../plan'
import type { Doc, LogEntry } from '../store'
import type { DataKey } from './data-keys'
import type { Before, Content } from './rows'

/** A document as the transaction read it, or has put or deleted it. */
export interface Known {
  before: Before
  value: Doc | undefined
  /** Of what it is sealed under. */
  ref: string | null
  /** Undefined while it is as it was read. */
  written?: { rev: string; content: Content; keys: Keys; key: DataKey | undefined } | null
}

export interface Appended {
  log: string
  key: string
  seq: number
  month: string
  content: Content
  value: LogEntry
}
