import type { Order } from '../order'
import { bytesToInstant } from './instants'
import type { Names } from './names'

const quote = 0x22
const comma = 0x2c
const open = 0x5b
const shut = 0x5d
const backslash = 0x5c
const beforeKeys = Buffer.from(',{"k":[')

/** Takes entries of one index: the key and the id by their numbers, an instant by its own. */
export interface EntryTaker {
  load(key: number, order: Order, isInstant: boolean, id: number): void
}

/**
 * Takes in a line `["<id>",{"k":keys,…}]` of a snapshot as it lies on the disk, without making texts of its parts: there are hundreds of
 * thousands at a start. What is not exactly as the store writes it is refused.
 */
export class RowLine {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #last = 0
  #hasEscape = false
  /** Where the id stands: an index of who a row is about often has the same. */
  #idStart = 0
  #idEnd = 0
  /** By index, its key in the row before: an index of all has the same. */
  #before: number[] = []

  constructor(private readonly names: Names) {}

  /** The number of the line's id, in use once more; 0 when it is not a row. */
  id(bytes: Buffer, start: number, end: number): number {
    this.#bytes = bytes
    this.#at = start + 1
    this.#last = end - 1
    if (bytes[start] !== open || bytes[this.#last] !== shut) return 0
    this.#idStart = this.#at + 1
    const id = this.#name(0, 0)
    this.#idEnd = this.#at - 1
    if (id !== 0 && bytes[this.#at] === comma) return id
    if (id !== 0) this.names.release(id)
    return 0
  }

  /** Puts the row of the last id under its keys; false when they cannot be read. */
  index(indexes: readonly EntryTaker[], id: number): boolean {
    const bytes = this.#bytes
    if (bytes.compare(beforeKeys, 0, beforeKeys.length, this.#at, this.#at + beforeKeys.length) !== 0) return false
    this.#at += beforeKeys.length
    for (let i = 0; bytes[this.#at] !== shut; i++) {
      if (i > 0 && bytes[this.#at++] !== comma) return false
      if (this.#at > this.#last) return false
      if (bytes[this.#at] === 0x6e) this.#at += 'null'.length
      else if (!this.#entry(indexes[i], i, id)) return false
    }
    return true
  }

  /** `[order,"key",…]` */
  #entry(index: EntryTaker | undefined, position: number, id: number): boolean {
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
      while (end < this.#last && bytes[end] !== comma) end++
      order = end === start + 1 && bytes[start] === 0x30 ? 0 : Number(bytes.toString('latin1', start, end))
      if (Number.isNaN(order)) return false
      this.#at = end
    }
    while (bytes[this.#at] === comma) {
      this.#at++
      const key = this.#name(id, this.#before[position] ?? 0)
      if (key === 0) return false
      this.#before[position] = key
      index.load(key, order, isInstant, id)
    }
    return bytes[this.#at++] === shut
  }

  /** The number of the text that stands here in quotes, which may be that of the id or the name before it. */
  #name(id: number, before: number): number {
    const start = this.#at
    const end = this.#end()
    if (end < 0) return 0
    this.#at = end + 1
    if (this.#hasEscape) return this.names.hold(JSON.parse(this.#bytes.toString('utf8', start, end + 1)) as string)
    if (id !== 0 && this.#isId(start + 1, end)) return this.names.holdAgain(id)
    if (before !== 0 && this.names.is(before, this.#bytes, start + 1, end)) return this.names.holdAgain(before)
    return this.names.holdBytes(this.#bytes, start + 1, end)
  }

  #isId(start: number, end: number): boolean {
    if (end - start !== this.#idEnd - this.#idStart) return false
    const bytes = this.#bytes
    for (let i = start, j = this.#idStart; i < end; i++, j++) if (bytes[i] !== bytes[j]) return false
    return true
  }

  /** Where the text in quotes that begins here ends; -1 when there is none. */
  #end(): number {
    const bytes = this.#bytes
    this.#hasEscape = false
    if (bytes[this.#at] !== quote) return -1
    for (let i = this.#at + 1; i < this.#last; i++) {
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
