/** So many milliseconds at most in one turn of the event loop, and the piece of work that goes over it. */
const longest = 8

/** Work that never waits for a disk follows upon itself without end: between two pieces of it, whosever they are, the event loop may turn. */
export class Breath {
  /** Since when pieces follow upon each other. */
  #began = 0
  readonly #waiting: (() => void)[] = []
  #isTurning = false

  /** Who came first goes on first; a piece that follows upon another of the same work stands behind all who wait. */
  async take(): Promise<void> {
    if (this.#waiting.length === 0 && performance.now() - this.#began < longest) return
    await new Promise<void>((goOn) => {
      this.#waiting.push(goOn)
      if (!this.#isTurning) this.#turn()
    })
  }

  #turn(): void {
    this.#isTurning = true
    setImmediate(() => {
      this.#began = performance.now()
      this.#next()
    })
  }

  #next(): void {
    const goOn = this.#waiting.shift()
    this.#isTurning = goOn !== undefined
    if (!goOn) return
    goOn()
    // Once that piece, and all that follows upon it without waiting for anything, is over.
    queueMicrotask(() => process.nextTick(() => this.#afterPiece()))
  }

  #afterPiece(): void {
    if (performance.now() - this.#began < longest) this.#next()
    else if (this.#waiting.length > 0) this.#turn()
    else this.#isTurning = false
  }
}
