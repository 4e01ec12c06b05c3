import { z } from 'zod'
import { type Fields, objectOf } from './fields'
import { badRequest } from './refusal'
import type { Button, Chat, InlineKeyboard, KeyboardButton } from './shapes'

export type Markup =
  | InlineKeyboard
  | { keyboard: KeyboardButton[][] }
  | { remove_keyboard: true }
  | { force_reply: true }

const inline = z.object({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
})

const key = z.union([
  z.string().transform((text) => ({ text })),
  z.object({
    text: z.string(),
    request_contact: z.boolean().optional(),
    request_location: z.boolean().optional(),
  }),
])

const markup: z.ZodType<Markup> = z.union([
  z.object({ inline_keyboard: z.array(z.array(inline)) }),
  z.object({ keyboard: z.array(z.array(key)) }),
  z.object({ remove_keyboard: z.literal(true) }),
  z.object({ force_reply: z.literal(true) }),
])

const MOST_BUTTONS = 100

export function markupOf(fields: Fields, chat: Chat): Markup | null {
  const given = objectOf(fields, 'reply_markup', markup, 'reply keyboard markup')
  if (!given) return null
  if ('inline_keyboard' in given) {
    const buttons = given.inline_keyboard.flat()
    if (buttons.length > MOST_BUTTONS) throw badRequest('reply markup is too long')
    for (const button of buttons) checkButton(button)
    const rows = given.inline_keyboard.filter((row) => row.length > 0)
    return rows.length > 0 ? { inline_keyboard: rows } : null
  }
  if ('keyboard' in given) {
    const asking = given.keyboard.flat().some((button) => button.request_contact || button.request_location)
    if (asking && chat.type !== 'private') throw badRequest('phone number can be requested in private chats only')
  }
  return given
}

/** Only an inline keyboard stands on the message itself. */
export function inlineOf(markup: Markup | null): InlineKeyboard | null {
  return markup && 'inline_keyboard' in markup ? markup : null
}

function checkButton({ text, callback_data, url }: Button): void {
  if (text.trim() === '') throw badRequest('can\'t parse inline keyboard button: Field "text" must be non-empty')
  if (callback_data === undefined && url === undefined) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  }
  if (callback_data === undefined) return
  const bytes = Buffer.byteLength(callback_data)
  if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID')
}
