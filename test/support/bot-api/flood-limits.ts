import type { Room } from './chats'
import type { Limits } from './settings'

/** How many messages are too many; those that answer an update do not count. */
export class FloodLimits {
  /** Messages and calls that were sent although the bot had been told to wait. */
  impatient = 0
  #recent: number[] = []
  #pauseUntil = Number.NEGATIVE_INFINITY
  readonly #tokensByChat = new Map<number, { left: number; at: number }>()

  constructor(
    readonly limits: Limits | null,
    readonly now: () => number,
  ) {}

  /** Seconds to wait, or null when it may go. */
  secondsToWait(room: Room): number | null {
    const now = this.now()
    if (now < this.#pauseUntil) this.impatient += 1
    const seconds = this.#ordered(room) ?? this.#overLimit(room, now)
    if (seconds !== null) this.told(seconds)
    return seconds
  }

  /** The bot was told to wait. */
  told(seconds: number): void {
    this.#pauseUntil = Math.max(this.#pauseUntil, this.now() + seconds * 1000)
  }

  #ordered(room: Room): number | null {
    if (room.floods.times === 0) return null
    room.floods.times -= 1
    return room.floods.seconds
  }

  #overLimit(room: Room, now: number): number | null {
    const { limits } = this
    if (!limits || now - room.lastUpdateAt <= limits.answering * 1000) return null
    this.#recent = this.#recent.filter((at) => at > now - 1000)
    if (this.#recent.length >= limits.overall) return 1
    const tokens = this.#tokensByChat.get(room.chat.id) ?? { left: limits.burst, at: now }
    const left = Math.min(limits.burst, tokens.left + (now - tokens.at) / 1000)
    if (left < 1) return Math.ceil(1 - left)
    this.#tokensByChat.set(room.chat.id, { left: left - 1, at: now })
    this.#recent.push(now)
    return null
  }
}
