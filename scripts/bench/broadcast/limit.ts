import type { Refusal } from '../telegram/bot-api'

/** How a platform takes what nobody asked for: so many in any second, and what came of all that was tried. */
export interface Taken {
  sent: number
  blocked: number
  /** Attempts answered with 429. */
  refused: number
  /** Messages to somebody who had got one already. */
  twice: number
  /** By whole second since the first attempt, how many were sent or found somebody who had blocked the bot. */
  bySecond: number[]
}

export interface Closing {
  /** Milliseconds after the first attempt. */
  after: number
  /** For so many nothing at all is taken. */
  milliseconds: number
}

/** Every 25th person has blocked the bot: the attempt counts as one that was taken. */
const blockedEach = 25

export class BulkLimit {
  readonly taken: Taken = { sent: 0, blocked: 0, refused: 0, twice: 0, bySecond: [] }
  #begun: number | undefined
  /** Instants of the last second, the oldest first. */
  #recent: number[] = []
  readonly #had = new Set<number>()

  constructor(
    private readonly perSecond: number,
    private readonly closing: Closing | undefined,
  ) {}

  static isBlocked(chat: number): boolean {
    return chat % blockedEach === 7
  }

  /** When the first attempt was made. */
  get begun(): number | undefined {
    return this.#begun
  }

  /** Why a message to the chat is not taken now, if it is not. */
  refuses(chat: number, now: number): Refusal | undefined {
    this.#begun ??= now
    const waits = this.#closed(now - this.#begun) ?? this.#full(now)
    if (waits !== undefined) {
      this.taken.refused += 1
      return { status: 429, description: `Too Many Requests: retry after ${waits}`, retryAfter: waits }
    }
    this.#recent.push(now)
    const second = Math.floor((now - this.#begun) / 1000)
    this.taken.bySecond[second] = (this.taken.bySecond[second] ?? 0) + 1
    if (BulkLimit.isBlocked(chat)) {
      this.taken.blocked += 1
      return { status: 403, description: 'Forbidden: bot was blocked by the user' }
    }
    this.taken.sent += 1
    if (this.#had.has(chat)) this.taken.twice += 1
    this.#had.add(chat)
    return undefined
  }

  /** Seconds until it is open again. */
  #closed(at: number): number | undefined {
    if (!this.closing) return undefined
    const left = this.closing.after + this.closing.milliseconds - at
    return at >= this.closing.after && left > 0 ? Math.ceil(left / 1000) : undefined
  }

  #full(now: number): number | undefined {
    while ((this.#recent[0] ?? now) <= now - 1000) this.#recent.shift()
    return this.#recent.length >= this.perSecond ? 1 : undefined
  }
}
