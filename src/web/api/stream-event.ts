import { z } from 'zod'
import { languageSchema } from '../../domain/language'
import { ChatMessage } from './chat-message'
import { Menu } from './chat-session'

export const StreamQuery = z.object({ after: z.coerce.number().int().nonnegative().default(0) })
export type StreamQuery = z.infer<typeof StreamQuery>

export const SessionChanged = z.object({ language: languageSchema, menu: Menu })
export type SessionChanged = z.infer<typeof SessionChanged>

/** The person had everything about them erased; what was said to them last stands nowhere else. */
export const Gone = z.object({ texts: z.array(z.string()) })
export type Gone = z.infer<typeof Gone>

/** The events of `GET /api/chat/stream`; only `message` carries an SSE id, its seq. */
export const StreamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('message'), data: ChatMessage }),
  z.object({ event: z.literal('typing'), data: z.object({}) }),
  z.object({ event: z.literal('session'), data: SessionChanged }),
  z.object({ event: z.literal('gone'), data: Gone }),
])
export type StreamEvent = z.infer<typeof StreamEvent>
