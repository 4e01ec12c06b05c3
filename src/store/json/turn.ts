/** One thing after another, whatever became of the one before. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve()

  take<R>(work: () => Promise<R>): Promise<R> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }

  /** Settles when all that was taken so far has come to an end. */
  settled(): Promise<unknown> {
    return this.#last
  }
}
