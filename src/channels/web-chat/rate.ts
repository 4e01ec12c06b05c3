/** So many at once, then so many a second, for each key; forgets keys that are full again. */
export class Rate {
  readonly #used = new Map<string, { level: number; at: number }>()

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {}

  /** Takes one; undefined, or the seconds to wait. */
  take(key: string): number | undefined {
    const at = this.now()
    if (this.#used.size > 10_000) this.#sweep(at)
    const level = this.#level(key, at)
    if (level + 1 > this.burst) return Math.ceil((level + 1 - this.burst) / this.perSecond)
    this.#used.set(key, { level: level + 1, at })
    return undefined
  }

  #level(key: string, at: number): number {
    const used = this.#used.get(key)
    return used ? Math.max(0, used.level - ((at - used.at) / 1000) * this.perSecond) : 0
  }

  #sweep(at: number): void {
    for (const key of this.#used.keys()) if (this.#level(key, at) === 0) this.#used.delete(key)
  }
}
