/** Bounded, so that memory does not grow with the number of people. */
const mostTexts = 8_192
const mostCharacters = 6_000_000

/** Plain JSON text of documents and log entries lately read or written, by what their envelopes are bound to. */
export class PlainTexts {
  #texts = new Map<string, string>()
  #characters = 0

  get(name: string): string | undefined {
    return this.#texts.get(name)
  }

  set(name: string, text: string): void {
    this.delete(name)
    this.#texts.set(name, text)
    this.#characters += text.length
    for (const [oldest] of this.#texts) {
      if (this.#texts.size <= mostTexts && this.#characters <= mostCharacters) break
      this.delete(oldest)
    }
  }

  delete(name: string): void {
    const text = this.#texts.get(name)
    if (text === undefined) return
    this.#texts.delete(name)
    this.#characters -= text.length
  }

  clear(): void {
    this.#texts.clear()
    this.#characters = 0
  }
}
