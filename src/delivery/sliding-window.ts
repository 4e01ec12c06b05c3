import { TokenBucket } from './token-bucket'

const second = 1000
/**
 * By so much the window is longer than a platform's second, because what left one after the other may arrive closer together: as long as the
 * platform's answer does not say better `late`; and never less than the rounding of four instants may hide.
 */
const margin = { sure: 4, late: 40, most: 240 }
/** After so long without being refused half of the margin is tried. */
const calm = 60_000
/** So much faster than allowed over all, so that a moment of standing still is made up for. */
const hurry = 1.05

/** One message that was let through. */
export interface Place {
  /** When it was let through: it left no earlier. */
  readonly at: number
  /** When its turn would have been, had those that were let through together after a rest come one after the other. */
  readonly turn: number
  /** When it had left. */
  left: number
  /** When the platform had answered it. */
  answered: number | undefined
}

/** At most so many within any second, as a platform counts them, and these spread over it: what comes first to be sent then waits little. */
export class SlidingWindow {
  /** What was taken within the window: the one that is `#next` is the oldest. */
  #taken: Place[]
  /** What was taken lately and has no room since there are fewer: it counts again when there are more. */
  #spare: Place[] = []
  #next = 0
  #margin = margin.late
  #marginSince = Number.NEGATIVE_INFINITY
  #refusedAt = Number.NEGATIVE_INFINITY
  #pace: TokenBucket
  #lastTurn = Number.NEGATIVE_INFINITY
  readonly #quickest = new Quickest()

  /** Times are in milliseconds. */
  constructor(
    private perSecond: number,
    private at: number,
  ) {
    this.#taken = unused(slotsOf(perSecond))
    this.#pace = new TokenBucket(perSecond * hurry, at)
  }

  /** From now on so many; none at all is possible too. What was taken counts on. */
  allow(perSecond: number, at: number): void {
    if (perSecond === this.perSecond) return
    this.perSecond = perSecond
    const known = [...this.#spare, ...this.#taken.slice(this.#next), ...this.#taken.slice(0, this.#next)]
    const lately = known.filter(({ left }) => left > at - 2 * second)
    const slots = slotsOf(perSecond)
    this.#spare = lately.slice(0, Math.max(0, lately.length - slots))
    const taken = lately.slice(this.#spare.length)
    this.#taken = [...unused(slots - taken.length), ...taken]
    this.#next = 0
    this.#pace = new TokenBucket(perSecond * hurry, at)
  }

  free(at: number): number {
    this.at = Math.max(this.at, at)
    return this.#untaken(this.#pace.free(at), this.at)
  }

  /** How many there are or will be within so many milliseconds. */
  soon(at: number, within: number): number {
    this.at = Math.max(this.at, at)
    return this.#untaken(this.#pace.soon(at, within), this.at + within)
  }

  take(at: number): Place {
    this.at = Math.max(this.at, at)
    const place = { at: this.at, turn: this.#turn(), left: this.at, answered: undefined }
    this.#taken[this.#next] = place
    this.#next = (this.#next + 1) % this.#taken.length
    this.#pace.take()
    return place
  }

  /** It left only now. */
  left(place: Place, at: number): void {
    this.at = Math.max(this.at, at)
    place.left = this.at
  }

  /** The platform answered: what took no longer than the quickest came there as soon as that did. */
  answered(place: Place, at: number): void {
    this.at = Math.max(this.at, at)
    place.answered = this.at
    this.#quickest.note(this.at - place.at, this.at)
  }

  /** The platform refused all the same. Once may have other reasons; a second time within a minute says that it counts otherwise. */
  tooMany(at: number): void {
    this.at = Math.max(this.at, at)
    if (this.at - this.#refusedAt <= calm) {
      this.#margin = Math.min(margin.most, this.#widened() * 2)
      this.#marginSince = this.at
    }
    this.#refusedAt = this.at
  }

  /** How long until so many are there. */
  wait(at: number, count: number): number {
    if (this.free(at) >= count) return 0
    if (this.#taken.length === 0) return second
    let until = this.at
    for (let i = 0; i < Math.min(count, this.#taken.length); i++) until = Math.max(until, this.#endOf(i))
    return Math.max(this.#pace.wait(at, count), Math.ceil(until - this.at))
  }

  /** A second later they would all go together again, and all be under way in the moment when a platform takes no more. */
  #turn(): number {
    const hasRested = this.#endOf(0) < this.at - second
    if (hasRested) this.#lastTurn = Math.max(this.at, this.#lastTurn + second / (this.perSecond * hurry))
    return hasRested ? this.#lastTurn : this.at
  }

  /** From the oldest on, as many as have left the window by then. */
  #untaken(most: number, by: number): number {
    let count = 0
    while (count < most && count < this.#taken.length && this.#endOf(count) <= by) count++
    return count
  }

  /** When it leaves the window. */
  #endOf(index: number): number {
    const { turn, left, answered } = this.#taken[(this.#next + index) % this.#taken.length] as Place
    const widened = this.#widened()
    const latest = left + widened
    const isKnown = answered !== undefined && widened === margin.late
    const counted = isKnown ? Math.min(latest, answered - this.#quickest.took + margin.sure) : latest
    return second + Math.max(turn, counted)
  }

  #widened(): number {
    const halved = Math.floor((this.at - this.#marginSince) / calm)
    return Math.max(margin.late, this.#margin / 2 ** halved)
  }
}

/** Of fewer answers none may have been quick. */
const enough = 100

/** The shortest way there and back within the last minute or two. */
class Quickest {
  #before = { count: 0, took: Number.POSITIVE_INFINITY }
  #now = { count: 0, took: Number.POSITIVE_INFINITY }
  #since = 0

  note(took: number, at: number): void {
    if (at - this.#since > calm) {
      this.#before = this.#now
      this.#now = { count: 0, took: Number.POSITIVE_INFINITY }
      this.#since = at
    }
    this.#now = { count: this.#now.count + 1, took: Math.min(this.#now.took, took) }
  }

  get took(): number {
    return this.#before.count + this.#now.count < enough ? 0 : Math.min(this.#before.took, this.#now.took)
  }
}

function unused(count: number): Place[] {
  const never = Number.NEGATIVE_INFINITY
  return Array.from({ length: count }, () => ({ at: never, turn: never, left: never, answered: undefined }))
}

function slotsOf(perSecond: number): number {
  return perSecond > 0 ? Math.max(1, Math.floor(perSecond)) : 0
}
