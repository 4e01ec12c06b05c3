import { z } from 'zod'
import { ChatMessage } from './chat-message'
import { messagesPerPage } from './limits'

const seq = z.coerce.number().int().nonnegative()

/** `after`: the oldest above it, `before`: the newest below it, neither: the newest; always in ascending order. */
export const MessagesQuery = z.object({
  after: seq.optional(),
  before: seq.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(messagesPerPage),
})
export type MessagesQuery = z.infer<typeof MessagesQuery>

export const MessageList = z.object({ messages: z.array(ChatMessage) })
export type MessageList = z.infer<typeof MessageList>
