/** The newest so many for each key: one more ends the oldest, so that a line which broke unnoticed is in nobody's way. */
export class Newest {
  readonly #open = new Map<string, Set<() => void>>()

  constructor(private readonly most: number) {}

  /** `end` is called when it is one of too many; gives what takes it out when it ended by itself. */
  open(key: string, end: () => void): () => void {
    const open = this.#open.get(key) ?? new Set()
    this.#open.set(key, open.add(end))
    const [oldest] = open
    if (open.size > this.most && oldest) {
      open.delete(oldest)
      oldest()
    }
    return () => {
      open.delete(end)
      if (open.size === 0) this.#open.delete(key)
    }
  }
}
