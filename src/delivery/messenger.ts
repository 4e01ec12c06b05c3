import type { Account } from '../domain/account'
import type { Language } from '../domain/language'
import type { Body, OutboxRow } from '../domain/message'

/** Who a message goes to, as the outbox knows them at the moment of sending. */
export interface Recipient {
  account: Account
  language: Language
  isOfficer: boolean
}

/** A message as it leaves: its body is shaped for the channel already. */
export interface Outgoing {
  row: string
  lane: OutboxRow['lane']
  body: Body
  /** The platform's id of the message that this one takes the place of. */
  replaces: string | null
}

/** What became of a send. `flood`: the platform asks to slow down; `unknown`: the bytes left and no answer came. */
export type Sent =
  | { kind: 'sent' }
  | { kind: 'later'; milliseconds: number; reason: string }
  | { kind: 'flood'; milliseconds: number }
  | { kind: 'unknown'; reason: string }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'refused'; reason: string }

/** A channel's way out; a channel that pushes only while the person looks has none, its history is the way. */
export interface Messenger {
  channel: string
  /** How many messages that nobody asked for it may take in a second: over all chats, and in one. */
  limits?: { overall: number; perChat: number }
  send(to: Recipient, message: Outgoing): Promise<Sent>
}
