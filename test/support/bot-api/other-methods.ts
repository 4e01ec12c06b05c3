import { z } from 'zod'
import { type Fields, objectOf, textOf } from './fields'
import type { Call, Platform } from './platform'
import { badRequest } from './refusal'
import type { Chat, FileRef, User } from './shapes'

const actions =
  /^(typing|upload_(photo|video|voice|document|video_note)|record_(video|voice|video_note)|find_location|choose_sticker)$/

const commands = z.array(z.object({ command: z.string(), description: z.string() }))

export function sendChatAction(platform: Platform, { fields }: Call): true {
  platform.chats.writable(textOf(fields, 'chat_id'))
  if (!actions.test(textOf(fields, 'action'))) throw badRequest('wrong parameter action in request')
  return true
}

export function getMe(platform: Platform): User & Record<string, unknown> {
  return {
    ...platform.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }
}

export function getFile(platform: Platform, { fields }: Call): FileRef & { file_path: string } {
  return platform.files.link(textOf(fields, 'file_id'))
}

export function getChat(platform: Platform, { fields }: Call): Chat {
  return platform.chats.find(textOf(fields, 'chat_id')).chat
}

export function leaveChat(platform: Platform, { fields }: Call): true {
  const room = platform.chats.writable(textOf(fields, 'chat_id'))
  if (room.chat.type === 'private') throw badRequest("chat member status can't be changed in private chats")
  room.standing = 'left'
  return true
}

export function setMyCommands(platform: Platform, { fields }: Call): true {
  const list = objectOf(fields, 'commands', commands)
  if (!list) throw badRequest("can't parse commands: Commands is empty")
  if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  for (const { command, description } of list) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
    if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  platform.commands.set(commandsKey(fields), list)
  return true
}

export function getMyCommands(platform: Platform, { fields }: Call): unknown[] {
  return platform.commands.get(commandsKey(fields)) ?? []
}

/** Commands stand apart for each scope and language. */
function commandsKey(fields: Fields): string {
  const scope = objectOf(fields, 'scope', z.looseObject({ type: z.string() }), 'BotCommandScope') ?? { type: 'default' }
  const language = textOf(fields, 'language_code')
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('LANG_CODE_INVALID')
  return `${JSON.stringify(scope)} ${language}`
}
