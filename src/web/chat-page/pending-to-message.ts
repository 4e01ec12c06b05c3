import type { ChatMessage } from '../api/chat-message'
import type { PendingMessage } from './pending-queue'

/** What the server will send back for it, for the moment until it does. */
export function pendingToMessage(pending: PendingMessage, seq: number): ChatMessage {
  const { id, body, at } = pending
  const text = body.kind === 'text' ? body.text : body.kind === 'choice' ? body.label : ''
  return { seq, id, from: 'me', text, choices: [], file: null, at }
}
