import type { Markup } from './markup'
import { badRequest, Refusal } from './refusal'
import type { Chat, Message, MessageContent, User } from './shapes'
import type { StoredFile } from './stored-files'

export type Standing = 'open' | 'never-started' | 'blocked' | 'deactivated' | 'left' | 'kicked'

export interface Kept {
  message: Message
  byBot: boolean
  markup: Markup | null
  file: StoredFile | null
  sentAt: number
  /** The number of the change that made it what it is. */
  change: number
}

export interface Room {
  chat: Chat
  kept: Kept[]
  standing: Standing
  migratedTo: number | null
  lastUpdateAt: number
  /** Told of every change to what stands here. */
  watchers: Set<() => void>
  /** So many messages are refused as too many, with so many seconds to wait. */
  floods: { times: number; seconds: number }
}

const refusalByStanding: Record<Exclude<Standing, 'open'>, string> = {
  'never-started': "Forbidden: bot can't initiate conversation with a user",
  blocked: 'Forbidden: bot was blocked by the user',
  deactivated: 'Forbidden: user is deactivated',
  left: 'Forbidden: bot is not a member of the group chat',
  kicked: 'Forbidden: bot was kicked from the group chat',
}

/** Every chat with what stands in it. */
export class Chats {
  changes = 0
  readonly #rooms = new Map<number, Room>()
  #lastMessageId = 0

  constructor(readonly now: () => number) {}

  open(chat: Chat, standing: Standing): Room {
    const known = this.#rooms.get(chat.id)
    if (known) return known
    const room: Room = {
      chat,
      standing,
      kept: [],
      migratedTo: null,
      lastUpdateAt: Number.NEGATIVE_INFINITY,
      watchers: new Set(),
      floods: { times: 0, seconds: 0 },
    }
    this.#rooms.set(chat.id, room)
    return room
  }

  find(id: string): Room {
    if (id === '') throw badRequest('chat_id is empty')
    const room = this.#rooms.get(Number(id))
    if (!room) throw badRequest('chat not found')
    return room
  }

  /** The chat, if the bot may write in it. */
  writable(id: string): Room {
    const room = this.find(id)
    if (room.migratedTo !== null) {
      const parameters = { migrate_to_chat_id: room.migratedTo }
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters)
    }
    if (room.standing !== 'open') throw new Refusal(403, refusalByStanding[room.standing])
    return room
  }

  keep(room: Room, from: User, content: MessageContent, markup: Markup | null, file: StoredFile | null): Kept {
    this.#lastMessageId += 1
    const seconds = Math.floor(this.now() / 1000)
    const inline = markup && 'inline_keyboard' in markup ? { reply_markup: markup } : {}
    const message = { message_id: this.#lastMessageId, from, chat: room.chat, date: seconds, ...content, ...inline }
    const kept = { message, byBot: from.is_bot, markup, file, sentAt: this.now(), change: 0 }
    room.kept.push(kept)
    this.changed(room, kept)
    return kept
  }

  remove(room: Room, kept: Kept): void {
    room.kept.splice(room.kept.indexOf(kept), 1)
    this.changed(room, null)
  }

  changed(room: Room, kept: Kept | null): void {
    this.changes += 1
    if (kept) kept.change = this.changes
    for (const watcher of [...room.watchers]) watcher()
  }
}
