import { z } from 'zod'
import { type Fields, integerOf, objectOf } from './fields'
import { Refusal } from './refusal'
import type { Timers } from './settings'
import type { Update } from './shapes'
import type { UpdateQueue } from './update-queue'

const LONGEST = 50
/** Seconds: a repeated offset waits so long, and so does each conflict after the first. */
const PATIENCE = 3

interface LongPoll {
  offset: number
  limit: number
  answer: (updates: Update[]) => void
  refuse: (refusal: Refusal) => void
  timer: NodeJS.Timeout
}

const conflicts = {
  webhook: "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  poll: 'terminated by other getUpdates request; make sure that only one bot instance is running',
  setWebhook: 'terminated by setWebhook request',
}

/** Names that an update may have; an unknown one is passed over, as by the server. */
export function allowedOf(fields: Fields): string[] | null | undefined {
  const allowed = objectOf(fields, 'allowed_updates', z.array(z.string()))
  return allowed?.length === 0 ? null : allowed
}

/** getUpdates: one long poll at a time. */
export class Polling {
  #longPoll: LongPoll | null = null
  #previous = { offset: Number.NaN, at: Number.NEGATIVE_INFINITY }
  #nextConflictAt = Number.NEGATIVE_INFINITY

  constructor(
    readonly queue: UpdateQueue,
    readonly timers: Timers,
  ) {
    queue.onNews(() => this.#tryAgain())
  }

  async getUpdates(fields: Fields, webhookActive: boolean, gone: AbortSignal): Promise<Update[]> {
    if (webhookActive) throw await this.#conflict('webhook')
    let limit = integerOf(fields, 'limit', 100, 1, 100)
    let timeout = integerOf(fields, 'timeout', 0, 0, LONGEST)
    const offset = integerOf(fields, 'offset', 0)
    const allowed = allowedOf(fields)
    if (allowed !== undefined) this.queue.allowed = allowed
    const since = (performance.now() - this.#previous.at) / this.timers.second
    if (offset === this.#previous.offset && since < PATIENCE) timeout = Math.max(timeout, PATIENCE)
    if (offset === this.#previous.offset && since < 0.5) limit = 1
    this.#previous = { offset, at: performance.now() }
    this.#endOlder('poll')
    const updates = this.#take(offset, limit)
    if (updates.length > 0 || timeout === 0) return updates
    return this.#wait(offset, limit, timeout, gone)
  }

  /** A webhook that is set ends the long poll. */
  endForWebhook(): void {
    this.#endOlder('setWebhook')
  }

  #take(offset: number, limit: number): Update[] {
    const { head, tail } = this.queue.ends()
    if (offset < 0) {
      const from = Math.max(head, tail + offset)
      this.queue.confirmBelow(from)
      return this.queue.batch(from, limit)
    }
    // An offset far ahead is one from before the ids restarted: it confirms nothing.
    if (offset > tail + 10) return this.queue.batch(head, limit)
    this.queue.confirmBelow(offset)
    return this.queue.batch(offset, limit)
  }

  #wait(offset: number, limit: number, timeout: number, gone: AbortSignal): Promise<Update[]> {
    return new Promise((resolve, reject) => {
      const poll: LongPoll = {
        offset,
        limit,
        answer: resolve,
        refuse: reject,
        timer: this.timers.after(timeout, () => this.#end(poll)?.answer([])),
      }
      this.#longPoll = poll
      gone.addEventListener('abort', () => this.#end(poll)?.answer([]))
    })
  }

  #tryAgain(): void {
    const poll = this.#longPoll
    if (!poll) return
    const updates = this.#take(poll.offset, poll.limit)
    if (updates.length > 0) this.#end(poll)?.answer(updates)
  }

  #end(poll: LongPoll): LongPoll | null {
    if (this.#longPoll !== poll) return null
    this.timers.cancel(poll.timer)
    this.#longPoll = null
    return poll
  }

  #endOlder(why: keyof typeof conflicts): void {
    const poll = this.#longPoll && this.#end(this.#longPoll)
    if (poll) void this.#conflict(why).then(poll.refuse)
  }

  /** At once, but within 3 s of another only after 3 s, so that two bots do not spin. */
  async #conflict(why: keyof typeof conflicts): Promise<Refusal> {
    const now = performance.now()
    if (now < this.#nextConflictAt) await this.timers.wait(PATIENCE)
    else this.#nextConflictAt = now + PATIENCE * this.timers.second
    return new Refusal(409, `Conflict: ${conflicts[why]}`)
  }
}
