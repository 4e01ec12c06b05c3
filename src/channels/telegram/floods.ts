import { type Instant, minute } from '../../domain/instant'

const remembered = 15

/** In which of the last 15 minutes the platform asked to slow down. */
export class Floods {
  #minutes = new Set<number>()

  note(now: Instant): void {
    this.#minutes.add(minuteOf(now))
    this.#forget(now)
  }

  minutes(now: Instant): number {
    this.#forget(now)
    return this.#minutes.size
  }

  #forget(now: Instant): void {
    for (const one of this.#minutes) if (one <= minuteOf(now) - remembered) this.#minutes.delete(one)
  }
}

function minuteOf(instant: Instant): number {
  return Math.floor(Date.parse(instant) / minute)
}
