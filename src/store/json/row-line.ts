import { bytesToInstant } from './instants'
import type { Names } from './names'
import type { SortedIndex } from './sorted-index'

const quote = 0x22
const comma = 0x2c
const open = 0x5b
const shut = 0x5d
const backslash = 0x5c
const beforeKeys = Buffer.from(',{"k":[')

/**
 * Takes in a line `["<id>",{"k":keys,…}]` of a snapshot as it lies on the disk, without making texts of its parts: there are hundreds of
 * thousands at a start. What is not exactly as the store writes it is refused.
 */
export class RowLine {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #hasEscape = false

  constructor(private readonly names: Names) {}

  /** The number of the line's id, in use once more; 0 when it is not a row. */
  id(bytes: Buffer): number {
    this.#bytes = bytes
    this.#at = 1
    if (bytes[0] !== open || bytes[bytes.length - 1] !== shut) return 0
    const id = this.#name()
    if (id !== 0 && bytes[this.#at] === comma) return id
    if (id !== 0) this.names.release(id)
    return 0
  }

  /** Puts the row of the last id under its keys; false when they cannot be read. */
  index(indexes: readonly SortedIndex[], id: number): boolean {
    const bytes = this.#bytes
    if (bytes.compare(beforeKeys, 0, beforeKeys.length, this.#at, this.#at + beforeKeys.length) !== 0) return false
    this.#at += beforeKeys.length
    for (let i = 0; bytes[this.#at] !== shut; i++) {
      if (i > 0 && bytes[this.#at++] !== comma) return false
      if (bytes[this.#at] === 0x6e) this.#at += 'null'.length
      else if (!this.#entry(indexes[i], id)) return false
    }
    return true
  }

  /** `[order,"key",…]` */
  #entry(index: SortedIndex | undefined, id: number): boolean {
    const bytes = this.#bytes
    if (index === undefined || bytes[this.#at++] !== open) return false
    let order: string | number
    let isInstant = false
    const start = this.#at
    if (bytes[start] === quote) {
      const end = this.#end()
      if (end < 0) return false
      const instant = end - start === 25 ? bytesToInstant(bytes, start + 1) : undefined
      isInstant = instant !== undefined
      order = instant ?? (JSON.parse(bytes.toString('utf8', start, end + 1)) as string)
      this.#at = end + 1
    } else {
      let end = start
      while (end < bytes.length && bytes[end] !== comma) end++
      order = end === start + 1 && bytes[start] === 0x30 ? 0 : Number(bytes.toString('latin1', start, end))
      if (Number.isNaN(order)) return false
      this.#at = end
    }
    while (bytes[this.#at] === comma) {
      this.#at++
      const key = this.#name()
      if (key === 0) return false
      index.load(key, order, isInstant, id)
    }
    return bytes[this.#at++] === shut
  }

  /** The number of the text that stands here in quotes. */
  #name(): number {
    const start = this.#at
    const end = this.#end()
    if (end < 0) return 0
    this.#at = end + 1
    return this.#hasEscape
      ? this.names.hold(JSON.parse(this.#bytes.toString('utf8', start, end + 1)) as string)
      : this.names.holdBytes(this.#bytes, start + 1, end)
  }

  /** Where the text in quotes that begins here ends; -1 when there is none. */
  #end(): number {
    const bytes = this.#bytes
    this.#hasEscape = false
    if (bytes[this.#at] !== quote) return -1
    for (let i = this.#at + 1; i < bytes.length; i++) {
      const code = bytes[i]
      if (code === quote) return i
      if (code === backslash) {
        this.#hasEscape = true
        i++
      }
    }
    return -1
  }
}
