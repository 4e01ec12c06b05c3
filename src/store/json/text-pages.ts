const pageBits = 20
const pageSize = 1 << pageBits
/** So many pages are emptied at a time. */
const mostEmptied = 4

interface Page {
  bytes: Buffer
  /** How much of it is written to, and how much of that is used no more. */
  end: number
  unused: number
}

/**
 * Texts as bytes, in pages, so that nobody waits while tens of megabytes are moved into more room. The place of a text is the number of its
 * page and the byte it begins at in that, in one whole number.
 */
export class TextPages {
  #pages: (Page | undefined)[] = [{ bytes: Buffer.allocUnsafeSlow(1 << 13), end: 0, unused: 0 }]
  /** The number of the page that is being filled, and those of pages that are gone. */
  #current = 0
  #gone: number[] = []
  #unused = 0
  /** Since the last look. */
  #removed = 0

  /** Of all pages together. */
  get size(): number {
    return this.#pages.reduce((sum, page) => sum + (page?.bytes.length ?? 0), 0)
  }

  bytes(place: number): Buffer {
    return this.#page(place >>> pageBits).bytes
  }

  offset(place: number): number {
    return place & (pageSize - 1)
  }

  /** Gives the place. */
  add(from: Uint8Array, start: number, length: number): number {
    const number = this.#pageFor(length)
    const page = this.#page(number)
    const { bytes, end } = page
    // Most are short: a call that copies costs more than it.
    for (let i = 0; i < length; i++) bytes[end + i] = from[start + i] as number
    page.end += length
    return number * pageSize + end
  }

  /** Says, now and then, that `loose` is worth a look. */
  remove(place: number, length: number): boolean {
    this.#page(place >>> pageBits).unused += length
    this.#unused += length
    this.#removed += length
    if (this.#removed < pageSize) return false
    this.#removed = 0
    return true
  }

  /** The emptiest pages, once a third of everything is used no more: who adds the texts that stand in them again may drop them. */
  loose(): ReadonlySet<number> {
    if (this.#unused * 3 < (this.#pages.length - this.#gone.length) * pageSize) return new Set()
    const pages = [...this.#pages.entries()].flatMap(([number, page]) =>
      page !== undefined && page.unused * 2 >= pageSize && number !== this.#current ? [{ number, ...page }] : [],
    )
    pages.sort((a, b) => b.unused - a.unused)
    return new Set(pages.slice(0, mostEmptied).map(({ number }) => number))
  }

  isIn(pages: ReadonlySet<number>, place: number): boolean {
    return pages.has(place >>> pageBits)
  }

  drop(pages: ReadonlySet<number>): void {
    for (const number of pages) {
      this.#unused -= this.#page(number).unused
      this.#pages[number] = undefined
      this.#gone.push(number)
    }
  }

  /** Everything one behind the other, as it was added; only while nothing has been dropped. */
  joined(): Uint8Array<ArrayBuffer> {
    const parts = this.#pages.flatMap((page) => (page === undefined ? [] : [page.bytes.subarray(0, page.end)]))
    const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  #page(number: number): Page {
    return this.#pages[number] as Page
  }

  #pageFor(length: number): number {
    const page = this.#page(this.#current)
    const wanted = page.end + length
    if (wanted <= page.bytes.length) return this.#current
    if (wanted <= pageSize) {
      const bytes = Buffer.allocUnsafeSlow(Math.min(pageSize, wanted * 2))
      page.bytes.copy(bytes, 0, 0, page.end)
      page.bytes = bytes
      return this.#current
    }
    const number = this.#gone.pop() ?? this.#pages.length
    this.#pages[number] = { bytes: Buffer.allocUnsafeSlow(Math.max(pageSize, length)), end: 0, unused: 0 }
    // One that is longer than a page has one for itself.
    if (length <= pageSize) this.#current = number
    return number
  }
}
