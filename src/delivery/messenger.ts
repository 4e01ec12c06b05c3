import type { Account } from '../domain/account'
import type { Body } from '../domain/message'

/** What became of a send. `unknown`: the bytes left and no answer came. */
export type Sent =
  | { kind: 'sent' }
  | { kind: 'later'; milliseconds: number; reason: string }
  | { kind: 'unknown'; reason: string }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'refused'; reason: string }

/** A channel's way out; a channel that pushes only while the person looks has none, its history is the way. */
export interface Messenger {
  channel: string
  send(account: Account, body: Body, row: string): Promise<Sent>
}
