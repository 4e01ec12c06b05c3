/** So many in a second, spread over it: unused ones add up to a fifth of a second's worth, and to one at least. */
export class TokenBucket {
  readonly #most: number
  #left: number

  /** Times are in milliseconds. */
  constructor(
    private readonly perSecond: number,
    private at: number,
  ) {
    this.#most = Math.max(1, perSecond / 5)
    this.#left = this.#most
  }

  free(at: number): number {
    if (at > this.at) {
      this.#left = Math.min(this.#most, this.#left + ((at - this.at) * this.perSecond) / 1000)
      this.at = at
    }
    // A token that is there but for the last digit is there.
    return Math.floor(this.#left + 1e-9)
  }

  /** How many there are or will be within so many milliseconds, taken as they come. */
  soon(at: number, within: number): number {
    this.free(at)
    return Math.floor(this.#left + (within * this.perSecond) / 1000 + 1e-9)
  }

  take(): void {
    this.#left -= 1
  }

  /** How long until so many are there. */
  wait(at: number, count: number): number {
    if (this.free(at) >= count) return 0
    return Math.ceil(((count - this.#left - 1e-9) * 1000) / this.perSecond)
  }

  isFull(at: number): boolean {
    return this.free(at) >= Math.floor(this.#most)
  }
}
