import type { Language } from '../domain/language'
import { type PlainKey, text } from '../text/text'

/** What a channel may say that it cannot hand on: how it reads in the conversation, and what is answered. */
const kinds: Record<string, { label: PlainKey; answer: PlainKey }> = {
  sticker: { label: 'bot.sent-sticker', answer: 'bot.no-sticker' },
  location: { label: 'bot.sent-location', answer: 'bot.no-location' },
  contact: { label: 'bot.sent-contact', answer: 'bot.no-contact' },
  'too-large': { label: 'bot.sent-file', answer: 'bot.no-too-large' },
  'file-type': { label: 'bot.sent-file', answer: 'bot.no-file-type' },
  poll: { label: 'bot.sent-poll', answer: 'bot.no-poll' },
}
const other = { label: 'bot.sent-other', answer: 'bot.unsupported' } as const

export function answerToUnsupported(language: Language, what: string): string {
  return text(language, (kinds[what] ?? other).answer)
}

export function labelOfUnsupported(language: Language, what: string): string {
  return text(language, (kinds[what] ?? other).label)
}
