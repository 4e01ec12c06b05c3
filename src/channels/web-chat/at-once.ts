/** So much at the same time for each key, such as bytes on their way. */
export class AtOnce {
  readonly #taken = new Map<string, number>()

  constructor(private readonly most: number) {}

  /** What gives it back; undefined when it would be too much. */
  take(key: string, amount: number): (() => void) | undefined {
    const taken = (this.#taken.get(key) ?? 0) + amount
    if (taken > this.most) return undefined
    this.#taken.set(key, taken)
    let held = true
    return () => {
      if (!held) return
      held = false
      const left = (this.#taken.get(key) ?? 0) - amount
      if (left > 0) this.#taken.set(key, left)
      else this.#taken.delete(key)
    }
  }
}
