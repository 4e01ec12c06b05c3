import { z } from 'zod'

/** Every way a chat route refuses, with its HTTP status. */
export const statusByChatError = {
  'bad-request': 400,
  'no-session': 401,
  'wrong-origin': 403,
  'not-found': 404,
  'id-reused': 409,
  'too-large': 413,
  'file-type': 415,
  'too-many': 429,
  'not-saved': 503,
  /** Nothing was sent: the page asks again by itself. */
  away: 503,
} as const

export const ChatErrorCode = z.enum(
  Object.keys(statusByChatError) as [keyof typeof statusByChatError, ...(keyof typeof statusByChatError)[]],
)
export type ChatErrorCode = z.infer<typeof ChatErrorCode>

/** `message` is already in the person's language and is shown to them as it is. */
export const ChatError = z.object({ error: z.object({ code: ChatErrorCode, message: z.string() }) })
export type ChatError = z.infer<typeof ChatError>
