export interface Update {
  update_id: number
  message: object
}

/** What getUpdates reads; an update leaves only when the offset of a later call says that it was taken. */
export class UpdateQueue {
  #waiting: { id: number; json: string }[] = []
  #confirmed = 0

  get length(): number {
    return this.#waiting.length - this.#confirmed
  }

  put(update: Update): void {
    this.#waiting.push({ id: update.update_id, json: JSON.stringify(update) })
  }

  /** The oldest ones not confirmed, as JSON. */
  read(offset: number, limit: number): string[] {
    while (this.length > 0 && this.#waiting[this.#confirmed]!.id < offset) this.#confirmed++
    if (this.#confirmed > 10_000) {
      this.#waiting = this.#waiting.slice(this.#confirmed)
      this.#confirmed = 0
    }
    return this.#waiting.slice(this.#confirmed, this.#confirmed + limit).map(({ json }) => json)
  }
}
