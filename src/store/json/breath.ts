import { setImmediate as turn } from 'node:timers/promises'

/** So many milliseconds at most in one turn of the event loop, and the piece of work that goes over it. */
const longest = 8

/** Work that never waits for a disk follows upon itself without end: between two pieces of it, whosever they are, the event loop may turn. */
export class Breath {
  /** When this turn's work began. */
  #began = 0
  #isTurning = false

  async take(): Promise<void> {
    // Of all who wait only as many go on in the next turn as have room in it.
    while (performance.now() - this.#began >= longest) {
      this.#beginNext()
      await turn()
    }
  }

  #beginNext(): void {
    if (this.#isTurning) return
    this.#isTurning = true
    setImmediate(() => {
      this.#isTurning = false
      this.#began = performance.now()
    })
  }
}
