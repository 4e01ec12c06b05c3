import type { Incoming } from '../../bot/incoming'
import type { Language } from '../../domain/language'
import { telegramAbilities, telegramChannel } from './abilities'
import { entryCommand } from './keyboard'
import { fileOf } from './remote-file'
import type { Message, Update } from './update'

/** What an update is to the bot: messages of a person, news of a block, somewhere it does not belong, or nothing. */
export type Translated =
  | { kind: 'messages'; chat: string; messages: Incoming[]; callback: string | undefined }
  | { kind: 'reach'; chat: string; blocked: boolean }
  | { kind: 'group'; chat: number; left: boolean }
  | { kind: 'nothing' }

/** Reads an update; message ids never come again in a chat, so they name a message better than update ids, which start anew. */
export function translate(update: Update, at: string): Translated {
  const { message, edited_message: edited, callback_query: press, my_chat_member: member } = update
  if (member) {
    const { status } = member.new_chat_member
    const gone = status === 'kicked' || status === 'left'
    if (member.chat.type !== 'private') return { kind: 'group', chat: member.chat.id, left: gone }
    return { kind: 'reach', chat: String(member.chat.id), blocked: gone }
  }
  const chat = message?.chat ?? edited?.chat ?? press?.message?.chat
  if (chat && chat.type !== 'private') return { kind: 'group', chat: chat.id, left: false }
  const from = message?.from ?? edited?.from ?? press?.from
  if (!from || from.is_bot) return { kind: 'nothing' }
  const said = (id: string, content: Incoming['content']): Incoming => ({
    channel: telegramChannel,
    externalId: String(chat?.id ?? from.id),
    abilities: telegramAbilities,
    update: id,
    at,
    language: languageOf(from.language_code),
    content,
  })
  const messages = (found: Incoming[], callback?: string): Translated =>
    found.length > 0 || callback
      ? { kind: 'messages', chat: String(chat?.id ?? from.id), messages: found, callback }
      : { kind: 'nothing' }
  if (press) {
    const on = press.message && { on: String(press.message.message_id) }
    const content = press.data ? [said(`c${press.id}`, { kind: 'choice', value: press.data, ...on })] : []
    return messages(content, press.id)
  }
  if (edited) {
    const content = changeIn(edited)
    const id = `e${edited.message_id}.${edited.edit_date}.${update.update_id}`
    return messages(content ? [said(id, content)] : [])
  }
  if (!message) return { kind: 'nothing' }
  const content = contentOf(message)
  return messages(content ? [said(`m${message.message_id}`, content)] : [])
}

function changeIn(edited: Message): Incoming['content'] | undefined {
  const of = `m${edited.message_id}`
  const found = fileOf(edited)
  if (found?.ok) return { kind: 'edit', of, text: edited.caption ?? '', file: found.file.id }
  const text = edited.text ?? edited.caption
  return text ? { kind: 'edit', of, text } : undefined
}

function contentOf(message: Message): Incoming['content'] | undefined {
  const { text, contact, from, caption } = message
  if (text) return { kind: 'text', text: entryCommand(text) ?? text }
  // Only one's own card is an answer; somebody else's was not asked whether it may be given.
  if (contact) {
    if (contact.user_id !== from?.id) return { kind: 'unsupported', what: 'contact' }
    return { kind: 'contact', phone: contact.phone_number }
  }
  // Written for what it came with, they are no answer to whatever is asked meanwhile.
  const words = caption?.trim() ? { words: caption.trim() } : {}
  const found = fileOf(message)
  if (found) {
    if (!found.ok) return { kind: 'unsupported', what: found.why, ...words }
    return { kind: 'file', file: found.file, remote: found.remote, ...words }
  }
  if (message.sticker) return { kind: 'unsupported', what: 'sticker' }
  if (message.location ?? message.venue) return { kind: 'unsupported', what: 'location' }
  if (message.poll ?? message.dice) return { kind: 'unsupported', what: 'poll' }
  if (message.pinned_message ?? message.message_auto_delete_timer_changed ?? message.write_access_allowed)
    return undefined
  return { kind: 'unsupported', what: 'other', ...words }
}

function languageOf(code: string | undefined): Language | null {
  if (code?.startsWith('zh')) return 'zh-CN'
  return code?.startsWith('en') ? 'en' : null
}
