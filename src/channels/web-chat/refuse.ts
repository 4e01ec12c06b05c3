import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Language } from '../../domain/language'
import { text } from '../../text/text'
import { type ChatErrorCode, statusByChatError } from '../../web/api/chat-error'

/** A refusal in the visitor's language, with its status. */
export function refuse(context: Context, code: ChatErrorCode, language: Language, retryAfter?: number) {
  if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter))
  return context.json(
    { error: { code, message: text(language, `web-chat.${code}`) } },
    statusByChatError[code] as ContentfulStatusCode,
  )
}
