/**
 * Work that names a lock in common runs in the order it came in, other work side by side. Whoever waits here holds no connection, as it would
 * if it waited in the database.
 */
export class Lines {
  readonly #last = new Map<string, Promise<unknown>>()

  take<R>(names: readonly string[], work: () => Promise<R>): Promise<R> {
    const mine = Promise.all(names.map((name) => this.#last.get(name))).then(work)
    const settled: Promise<unknown> = mine
      .catch(() => {})
      .finally(() => {
        for (const name of names) if (this.#last.get(name) === settled) this.#last.delete(name)
      })
    for (const name of names) this.#last.set(name, settled)
    return mine
  }
}
