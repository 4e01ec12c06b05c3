import type { Kept, Room } from './chats'
import { flagOf, integerOf, textOf } from './fields'
import { inlineOf, markupOf } from './markup'
import type { Call, Platform } from './platform'
import { badRequest } from './refusal'
import { messageText } from './send-methods'
import type { InlineKeyboard, Message } from './shapes'

const DELETABLE_FOR = 48 * 3_600_000
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

export function editMessageText(platform: Platform, call: Call): Message {
  const text = messageText(call)
  const { room, kept } = editable(platform, call)
  if (kept.message.text === undefined) throw badRequest('there is no text in the message to edit')
  return edit(platform, room, kept, text, inlineOf(markupOf(call.fields, room.chat)))
}

export function editMessageReplyMarkup(platform: Platform, call: Call): Message {
  const { room, kept } = editable(platform, call)
  return edit(platform, room, kept, kept.message.text, inlineOf(markupOf(call.fields, room.chat)))
}

export function deleteMessage(platform: Platform, call: Call): true {
  const { room, kept } = messageOf(platform, call, 'delete')
  const old = platform.settings.now() - kept.sentAt > DELETABLE_FOR
  if (old) throw badRequest("message can't be deleted for everyone")
  platform.chats.remove(room, kept)
  return true
}

/** Each press is answered once and soon. */
export function answerCallbackQuery(platform: Platform, { fields }: Call): true {
  const id = textOf(fields, 'callback_query_id')
  const text = textOf(fields, 'text')
  const { now, answerable } = platform.settings
  const query = platform.queries.get(id)
  if (!query || query.answered || now() - query.at > answerable * 1000) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  }
  if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
  query.answered = true
  const alerts = platform.alerts.get(query.from) ?? []
  alerts.push({ queryId: id, text, showAlert: flagOf(fields, 'show_alert') })
  platform.alerts.set(query.from, alerts)
  return true
}

function messageOf(platform: Platform, { fields }: Call, what: string): { room: Room; kept: Kept } {
  const room = platform.chats.writable(textOf(fields, 'chat_id'))
  const id = integerOf(fields, 'message_id', 0)
  const kept = room.kept.find(({ message }) => message.message_id === id)
  if (!kept) throw badRequest(`message to ${what} not found`)
  return { room, kept }
}

/** What came with a reply keyboard stays as it is. */
function editable(platform: Platform, call: Call): { room: Room; kept: Kept } {
  const found = messageOf(platform, call, 'edit')
  const { byBot, markup } = found.kept
  if (!byBot || (markup && !inlineOf(markup))) throw badRequest("message can't be edited")
  return found
}

function edit(
  platform: Platform,
  room: Room,
  kept: Kept,
  text: string | undefined,
  markup: InlineKeyboard | null,
): Message {
  const { reply_markup, ...rest } = kept.message
  const same = JSON.stringify(reply_markup ?? null) === JSON.stringify(markup)
  if (text === rest.text && same) throw badRequest(NOT_MODIFIED)
  kept.markup = markup
  kept.message = {
    ...rest,
    edit_date: Math.floor(platform.settings.now() / 1000),
    ...(text === undefined ? {} : { text }),
    ...(markup ? { reply_markup: markup } : {}),
  }
  platform.chats.changed(room, kept)
  return { ...kept.message }
}
