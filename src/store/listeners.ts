import type { Change } from './store'

type Listener = (changes: readonly Change[]) => void

/** Who wants to hear of commits; one that throws hinders nobody else. */
export class Listeners {
  readonly #listeners = new Set<Listener>()

  constructor(private readonly failed: (error: unknown) => void) {}

  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(changes: readonly Change[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(changes)
      } catch (error) {
        this.failed(error)
      }
    }
  }
}
