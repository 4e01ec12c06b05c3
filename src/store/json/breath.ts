import { setImmediate } from 'node:timers/promises'

/** So many milliseconds at most in one turn of the event loop. */
const longest = 8

/** Work that never waits for a disk follows upon itself without end: between two pieces of it the event loop may turn. */
export class Breath {
  #turned = 0

  async take(): Promise<void> {
    if (performance.now() - this.#turned < longest) return
    await setImmediate()
    this.#turned = performance.now()
  }
}
