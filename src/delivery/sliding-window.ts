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
  readonly #taken: number[]
  #next = 0
  #margin = margin.least
  #marginSince = Number.NEGATIVE_INFINITY
  #refusedAt = Number.NEGATIVE_INFINITY
  readonly #pace: TokenBucket

  /** Times are in milliseconds. */
  constructor(
    perSecond: number,
    private at: number,
  ) {
    this.#taken = Array(Math.max(1, Math.floor(perSecond))).fill(Number.NEGATIVE_INFINITY)
    this.#pace = new TokenBucket(perSecond * hurry, at)
  }

  free(at: number): number {
    this.at = Math.max(this.at, at)
    return Math.min(this.#pace.free(at), this.#untaken())
  }

  take(at: number): void {
    this.at = Math.max(this.at, at)
    this.#taken[this.#next] = this.at
    this.#next = (this.#next + 1) % this.#taken.length
    this.#pace.take()
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
