import type { ChatMessage } from '../api/chat-message'

export interface Conversation {
  /** Ascending by seq, each seq once. */
  messages: ChatMessage[]
  /** Everything up to this seq has come from the server; the stream goes on after it. */
  receivedTo: number
  hasEarlier: boolean
}

export type ConversationEvent =
  | { type: 'opened'; messages: ChatMessage[]; limit: number }
  | { type: 'arrived'; messages: ChatMessage[] }
  | { type: 'earlier'; messages: ChatMessage[]; limit: number }
  /** Our own message, placed by the seq of its 202; moves no `receivedTo`, for a bot's message before it may still be on its way. */
  | { type: 'acknowledged'; message: ChatMessage }

export const emptyConversation: Conversation = { messages: [], receivedTo: 0, hasEarlier: false }

export function changeConversation(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case 'opened':
      return {
        messages: mergeMessages(conversation.messages, event.messages),
        receivedTo: Math.max(conversation.receivedTo, newestSeq(event.messages)),
        hasEarlier: event.messages.length >= event.limit,
      }
    case 'arrived':
      return {
        ...conversation,
        messages: mergeMessages(conversation.messages, event.messages),
        receivedTo: Math.max(conversation.receivedTo, newestSeq(event.messages)),
      }
    case 'earlier':
      return {
        ...conversation,
        messages: mergeMessages(conversation.messages, event.messages),
        hasEarlier: event.messages.length >= event.limit,
      }
    case 'acknowledged':
      if (conversation.messages.some((known) => known.seq === event.message.seq)) return conversation
      return { ...conversation, messages: mergeMessages(conversation.messages, [event.message]) }
  }
}

function newestSeq(messages: ChatMessage[]): number {
  return messages.reduce((newest, message) => Math.max(newest, message.seq), 0)
}

/** The server's copy wins over the one placed by its 202. */
function mergeMessages(known: ChatMessage[], added: ChatMessage[]): ChatMessage[] {
  const bySeq = new Map<number, ChatMessage>()
  for (const message of known) bySeq.set(message.seq, message)
  for (const message of added) bySeq.set(message.seq, message)
  return Array.from(bySeq.values()).sort((a, b) => a.seq - b.seq)
}

/** The seq of the message whose choices still answer the question asked last, or null once the person has spoken. */
export function openQuestionSeq(messages: ChatMessage[], hasUnsettledReply: boolean): number | null {
  if (hasUnsettledReply) return null
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]!
    if (message.from === 'me') return null
    if (message.choices.length > 0) return message.seq
  }
  return null
}
