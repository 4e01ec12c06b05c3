import { TokenBucket } from './token-bucket'

const second = 1000
/** By so much the window is longer than a platform's second: what left one after the other may arrive closer together. */
const margin = { least: 18, most: 240 }
/** After so long without being refused half of the margin is tried. */
const calm = 60_000
/** So much faster than allowed over all, so that a moment of standing still is made up for. */
const hurry = 1.05

/** At most so many within any second, as a platform counts them, and these spread over it: what comes first to be sent then waits little. */
export class SlidingWindow {
  /** Instants of what was taken within the window: the one that is `#next` is the oldest. */
  #taken: number[]
  #next = 0
  #margin = margin.least
  #marginSince = Number.NEGATIVE_INFINITY
  #refusedAt = Number.NEGATIVE_INFINITY
  #pace: TokenBucket

  /** Times are in milliseconds. */
  constructor(
    private perSecond: number,
    private at: number,
  ) {
    this.#taken = Array(slotsOf(perSecond)).fill(Number.NEGATIVE_INFINITY)
    this.#pace = new TokenBucket(perSecond * hurry, at)
  }

  /** From now on so many; none at all is possible too. What was taken counts on. */
  allow(perSecond: number, at: number): void {
    if (perSecond === this.perSecond) return
    this.perSecond = perSecond
    const taken = [...this.#taken.slice(this.#next), ...this.#taken.slice(0, this.#next)]
    const slots = slotsOf(perSecond)
    const unused = Array(Math.max(0, slots - taken.length)).fill(Number.NEGATIVE_INFINITY)
    this.#taken = slots === 0 ? [] : [...unused, ...taken.slice(-slots)]
    this.#next = 0
    this.#pace = new TokenBucket(perSecond * hurry, at)
  }

  free(at: number): number {
    this.at = Math.max(this.at, at)
    return Math.min(this.#pace.free(at), this.#untaken())
  }

  /** How many there are or will be within so many milliseconds. */
  soon(at: number, within: number): number {
    let count = this.free(at)
    while (count < this.#taken.length && this.wait(at, count + 1) <= within) count++
    return count
  }

  take(at: number): void {
    this.at = Math.max(this.at, at)
    this.#taken[this.#next] = this.at
    this.#next = (this.#next + 1) % this.#taken.length
    this.#pace.take()
  }

  /** The last so many that were taken left only now. */
  left(count: number, at: number): void {
    this.at = Math.max(this.at, at)
    const { length } = this.#taken
    for (let back = 1; back <= Math.min(count, length); back++) {
      this.#taken[(this.#next + length - back) % length] = this.at
    }
  }

  /** The platform refused all the same. Once may have other reasons; a second time within a minute says that it counts otherwise. */
  tooMany(at: number): void {
    this.at = Math.max(this.at, at)
    if (this.at - this.#refusedAt <= calm) {
      this.#margin = Math.min(margin.most, (this.#window() - second) * 2)
      this.#marginSince = this.at
    }
    this.#refusedAt = this.at
  }

  /** How long until so many are there. */
  wait(at: number, count: number): number {
    if (this.free(at) >= count) return 0
    if (this.#taken.length === 0) return second
    const { length } = this.#taken
    const last = this.#taken[(this.#next + Math.min(count, length) - 1) % length] as number
    return Math.max(this.#pace.wait(at, count), Math.ceil(last + this.#window() - this.at))
  }

  /** From the oldest on, as many as have left the window. */
  #untaken(): number {
    const { length } = this.#taken
    const window = this.#window()
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#taken[(this.#next + middle) % length] as number) + window <= this.at) low = middle + 1
      else high = middle
    }
    return low
  }

  #window(): number {
    const halved = Math.floor((this.at - this.#marginSince) / calm)
    return second + Math.max(margin.least, this.#margin / 2 ** halved)
  }
}

function slotsOf(perSecond: number): number {
  return perSecond > 0 ? Math.max(1, Math.floor(perSecond)) : 0
}
