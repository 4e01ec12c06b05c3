import { randomUUID } from 'node:crypto'
import type { Room } from './chats'
import { document, type NamedFile, photo, sticker, video, voice } from './person-media'
import type { Alert, Platform } from './platform'
import type { Chat, Contact, Entity, MessageContent, Update, UpdateContent, User } from './shapes'
import { buttonIn, inWords, keyboardIn, type Shown, shownOf } from './shown'
import type { StoredFile } from './stored-files'

export interface PersonOptions {
  firstName?: string
  languageCode?: string
  phone?: string
}

/** Somebody with Telegram on the phone, in one chat with the bot. */
export class Person {
  readonly #room: Room
  #changesBefore = 0

  constructor(
    readonly platform: Platform,
    readonly user: User,
    readonly phone: string,
    chat: Chat,
  ) {
    this.#room = platform.chats.open(chat, chat.type === 'private' ? 'never-started' : 'open')
  }

  get id(): number {
    return this.user.id
  }

  says(text: string): Update {
    return this.#sends({ text, ...entitiesOf(text) })
  }

  /** The button of a new chat, or a link with a code. */
  starts(code?: string): Update {
    return this.says(code === undefined ? '/start' : `/start ${code}`)
  }

  /** An inline button with these words, else one of the keyboard. */
  presses(label: string): Update {
    const found = buttonIn(this.shown(), label)
    if (found) return this.pressesOn(found.message.id, found.data)
    const keys = keyboardIn(this.shown()).flat()
    const key = keys.find(({ text }) => text === label) ?? keys.find(({ text }) => text.includes(label))
    if (!key) throw new Error(`no button says ${label}; ${inWords(this.shown())}`)
    return key.request_contact ? this.sendsContact() : this.says(key.text)
  }

  /** Also of a message that is gone by now, as a phone without network still shows it. */
  pressesOn(messageId: number, data: string): Update {
    const { platform, user } = this
    const id = String(5_000_000_000_000_000_000n + BigInt(platform.queries.size))
    platform.queries.set(id, { from: user.id, at: platform.settings.now(), answered: false })
    const kept = this.#room.kept.find(({ message }) => message.message_id === messageId)
    // What is no longer there is known to Telegram by id and chat only, with date 0.
    const message = kept
      ? { ...kept.message }
      : { message_id: messageId, from: platform.bot, chat: this.#room.chat, date: 0 }
    return this.#acts({ callback_query: { id, from: user, message, chat_instance: '1', data } })
  }

  sendsPhoto(bytes: Buffer, { caption }: { caption?: string } = {}): Update {
    const { content, file } = photo(this.platform.files, bytes, caption)
    return this.#sends(content, file)
  }

  /** One message for each, held together by an id alone. */
  sendsAlbum(items: readonly { kind?: 'photo' | 'video'; bytes: Buffer; caption?: string }[]): Update[] {
    const media_group_id = randomUUID()
    return items.map(({ kind, bytes, caption }) => {
      const { content, file } = (kind === 'video' ? video : photo)(this.platform.files, bytes, caption)
      return this.#sends({ ...content, media_group_id }, file)
    })
  }

  sendsDocument(given: NamedFile, { caption }: { caption?: string } = {}): Update {
    const { content, file } = document(this.platform.files, given, caption)
    return this.#sends(content, file)
  }

  sendsVoice(bytes: Buffer): Update {
    const { content, file } = voice(this.platform.files, bytes)
    return this.#sends(content, file)
  }

  sendsVideo(bytes: Buffer, { caption }: { caption?: string } = {}): Update {
    const { content, file } = video(this.platform.files, bytes, caption)
    return this.#sends(content, file)
  }

  sendsSticker(): Update {
    const { content, file } = sticker(this.platform.files)
    return this.#sends(content, file)
  }

  sendsLocation(latitude = 22.6, longitude = 114.03): Update {
    return this.#sends({ location: { latitude, longitude } })
  }

  /** One's own card, or that of another who may have no account here. */
  sendsContact({ phone = this.phone, userId = this.id }: { phone?: string; userId?: number | null } = {}): Update {
    const contact: Contact = { phone_number: phone, first_name: this.user.first_name }
    if (userId !== null) contact.user_id = userId
    return this.#sends({ contact })
  }

  /** The text of one's own message, or the words below a picture. */
  edits(messageId: number, text: string): Update {
    const kept = this.#room.kept.find(({ message, byBot }) => message.message_id === messageId && !byBot)
    if (!kept) throw new Error(`no message ${messageId} of one's own`)
    const words = kept.message.text === undefined ? { caption: text } : { text, ...entitiesOf(text) }
    const { entities: _, ...rest } = kept.message
    kept.message = { ...rest, ...words, edit_date: this.#seconds() }
    return this.#acts({ edited_message: { ...kept.message } })
  }

  blocks(): Update {
    return this.#turns('member', 'kicked')
  }

  unblocks(): Update {
    return this.#turns('kicked', 'member')
  }

  /** From now on nothing reaches this account; nobody is told. */
  deletesAccount(): void {
    this.#room.standing = 'deactivated'
  }

  /** The same person in a group that the bot is in. */
  inGroup(groupId: number): Person {
    const chat: Chat = { id: groupId, type: 'group', title: `群${Math.abs(groupId)}` }
    return new Person(this.platform, this.user, this.phone, chat)
  }

  /** The messages of the bot that stand in the chat, edits applied, the oldest first. */
  shown(): Shown[] {
    return this.#room.kept.filter(({ byBot }) => byBot).map(shownOf)
  }

  /** The keyboard in the place of the phone's own. */
  keyboard(): string[][] {
    return keyboardIn(this.shown()).map((row) => row.map(({ text }) => text))
  }

  get alerts(): readonly Alert[] {
    return this.platform.alerts.get(this.id) ?? []
  }

  /** A message that came or was edited since the person's last action; fails after so many real ms. */
  waitsFor(wanted: string | RegExp, ms = 5000): Promise<Shown> {
    const { watchers } = this.#room
    const look = (): Shown | undefined => {
      const newest = this.#room.kept.filter(({ byBot, change }) => byBot && change > this.#changesBefore)
      return newest.map(shownOf).findLast(({ text }) => isIn(wanted, text))
    }
    return new Promise((resolve, reject) => {
      const found = look()
      if (found) return resolve(found)
      const watcher = () => {
        const found = look()
        if (!found) return
        watchers.delete(watcher)
        clearTimeout(timer)
        resolve(found)
      }
      const timer = setTimeout(() => {
        watchers.delete(watcher)
        reject(new Error(`${wanted} did not come within ${ms} ms; ${inWords(this.shown())}`))
      }, ms)
      watchers.add(watcher)
    })
  }

  #sends(content: MessageContent, file: StoredFile | null = null): Update {
    if (this.#room.standing === 'blocked') throw new Error('who blocked the bot cannot write to it')
    this.#room.standing = 'open'
    const { message } = this.platform.chats.keep(this.#room, this.user, content, null, file)
    return this.#acts({ message: { ...message } })
  }

  #turns(before: string, now: string): Update {
    this.#room.standing = now === 'kicked' ? 'blocked' : 'open'
    const { bot } = this.platform
    const until = now === 'kicked' ? { until_date: 0 } : {}
    return this.#acts({
      my_chat_member: {
        chat: this.#room.chat,
        from: this.user,
        date: this.#seconds(),
        old_chat_member: { user: bot, status: before },
        new_chat_member: { user: bot, status: now, ...until },
      },
    })
  }

  #acts(content: UpdateContent): Update {
    this.#changesBefore = this.platform.chats.changes
    this.#room.lastUpdateAt = this.platform.settings.now()
    return this.platform.queue.add(content)
  }

  #seconds(): number {
    return Math.floor(this.platform.settings.now() / 1000)
  }
}

function isIn(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}

/** Telegram itself marks what looks like a command. */
function entitiesOf(text: string): { entities?: Entity[] } {
  const commands = [...text.matchAll(/(?<![^\s])\/[A-Za-z0-9_]{1,32}(@\w+)?/g)]
  if (commands.length === 0) return {}
  return { entities: commands.map((found) => ({ type: 'bot_command', offset: found.index, length: found[0].length })) }
}
