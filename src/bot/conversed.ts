import type { Sender } from '../delivery/outbox'
import type { Body } from '../domain/message'
import type { Store } from '../store/store'
import type { Catalog } from './features'
import type { Tools } from './scene'

export interface ConverseDeps {
  store: Store
  catalog: Catalog
  tools: Tools
  /** Without it all replies wait to be claimed. */
  sender?: Sender
  /** Told when an update was parked: its id, never its content. */
  onParked(id: string, fault: unknown): void
}

/** What became of an update. A repeated one gets the first one's answer; `conflict`: its id came with another content. */
export interface Conversed {
  kind: 'handled' | 'repeated' | 'conflict' | 'parked'
  account: string
  replies: Body[]
  /** Outbox rows that a channel answering in its response has to settle. */
  rows: string[]
  /** The person erased everything: the replies stand nowhere else. */
  gone: boolean
}
