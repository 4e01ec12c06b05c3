/** A document or log entry as its envelope opens; nobody may change it, who wants another makes one. */
export interface Opened {
  value: object
  /** Characters of its JSON text. */
  size: number
}

/** Bounded, so that memory does not grow with the number of people. */
const mostValues = 8_192
const mostCharacters = 4_000_000

/** Documents and log entries lately read or written, by what their envelopes are bound to: reading them again costs nothing. */
export class Lately {
  #opened = new Map<string, Opened>()
  #characters = 0

  get(name: string): object | undefined {
    return this.#opened.get(name)?.value
  }

  set(name: string, opened: Opened): void {
    this.delete(name)
    this.#opened.set(name, opened)
    this.#characters += opened.size
    for (const [oldest] of this.#opened) {
      if (this.#opened.size <= mostValues && this.#characters <= mostCharacters) break
      this.delete(oldest)
    }
  }

  delete(name: string): void {
    const opened = this.#opened.get(name)
    if (opened === undefined) return
    this.#opened.delete(name)
    this.#characters -= opened.size
  }

  clear(): void {
    this.#opened.clear()
    this.#characters = 0
  }
}
