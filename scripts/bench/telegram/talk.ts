import { newcomers } from '../conversations'
import type { Random } from '../random'
import type { Update } from './update-queue'

export type Kind = keyof typeof newcomers
export const kinds = Object.keys(newcomers) as Kind[]

const firstChat = 7_000_000_000

/** The commands behind the buttons that Telegram shows under the line to write on. */
const commands: Record<Kind, string> = { registers: '/register', complains: '/complain' }

/** Somebody who has never written before and has one thing to do. */
export class Talk {
  readonly chat: number
  readonly texts: readonly string[]
  /** After how many texts the person leaves: all of them, unless set otherwise. */
  leavesAfter: number
  /** How many of the texts were sent. */
  said = 0
  /** When the last one was sent. */
  sentAt = 0
  isKept = false
  /** What the bot sent since. */
  replies: string[] = []
  #messages = 0

  constructor(
    person: number,
    readonly kind: Kind,
    random: Random,
  ) {
    this.chat = firstChat + person
    this.texts = [commands[kind], ...newcomers[kind](random).slice(1)]
    this.leavesAfter = this.texts.length
  }

  get isOver(): boolean {
    return this.said >= this.leavesAfter
  }

  get isFinished(): boolean {
    return this.said === this.texts.length
  }

  /** The last text sent. */
  get last(): string {
    return this.texts[this.said - 1] ?? ''
  }

  /** Says the next text. */
  next(update_id: number): Update {
    const text = this.texts[this.said++] ?? ''
    this.sentAt = performance.now()
    this.isKept = false
    this.replies = []
    const name = { id: this.chat, first_name: '样例' }
    return {
      update_id,
      message: {
        message_id: ++this.#messages,
        from: { ...name, is_bot: false, language_code: 'zh-hans' },
        chat: { ...name, type: 'private' },
        date: Math.floor(Date.now() / 1000),
        text,
        ...(text.startsWith('/') && { entities: [{ offset: 0, length: text.length, type: 'bot_command' }] }),
      },
    }
  }
}
