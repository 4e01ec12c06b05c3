import { randomInt } from 'node:crypto'
import { shardOf, shardOfBytes } from './shard'

const backslash = 0x5c

/** Where the parts of a name's record stand: the byte where its text begins, how many there are, their hash, by how many it is held. */
const at = { start: 0, length: 1, hash: 2, uses: 3 } as const
const recordSize = 4

/** All names of a shard: their texts one behind the other; by number, from 1: where each ends, and by how many it is held. */
export interface PackedNames {
  texts: Uint8Array
  ends: Uint32Array
  uses: Uint32Array
}

/**
 * Ids and equality keys as numbers: each text stands once, as bytes outside the JavaScript heap, however many tables and indexes hold it.
 * The bytes are those of its JSON text without the quotes, which is exact for every text and lets a start take them as the disk has them.
 * A text is kept while somebody holds it; its number is then given to another.
 */
export class Names {
  #bytes = Buffer.allocUnsafeSlow(1 << 16)
  #end = 0
  #unused = 0
  /** By number, from 1: what is wanted of a name stands together, so that memory is asked once. */
  #records = new Int32Array(1024 * recordSize)
  #next = 1
  #free: number[] = []
  /** Numbers by hash, 0 where there is none. */
  #slots = new Int32Array(2048)
  #scratch = Buffer.allocUnsafeSlow(1024)
  /** So that nobody can choose texts that fall together. */
  readonly #seed = randomInt(2 ** 31)

  /** 0 when the text is not known. */
  find(text: string): number {
    const length = this.#write(text)
    return this.#slots[this.#slotOf(this.#scratch, 0, length, this.#hash(this.#scratch, 0, length))] as number
  }

  /** The number of a text, held once more. */
  hold(text: string): number {
    const length = this.#write(text)
    return this.holdBytes(this.#scratch, 0, length)
  }

  /** The same of bytes of JSON text as `JSON.stringify` writes it, held by so many more. */
  holdBytes(bytes: Uint8Array, start: number, end: number, uses = 1): number {
    const hash = this.#hash(bytes, start, end)
    const slot = this.#slotOf(bytes, start, end, hash)
    const known = this.#slots[slot] as number
    if (known !== 0) return this.holdAgain(known, uses)
    const number = this.#free.pop() ?? this.#next++
    if ((number + 1) * recordSize > this.#records.length) this.#growRecords()
    const length = end - start
    if (this.#end + length > this.#bytes.length) this.#makeRoom(length)
    // Most are short: a call that copies costs more than it.
    for (let i = 0; i < length; i++) this.#bytes[this.#end + i] = bytes[start + i] as number
    const record = number * recordSize
    this.#records[record + at.start] = this.#end
    this.#records[record + at.length] = length
    this.#records[record + at.hash] = hash
    this.#records[record + at.uses] = uses
    this.#end += length
    this.#slots[slot] = number
    if ((this.#next - this.#free.length) * 3 >= this.#slots.length * 2) this.#growSlots()
    return number
  }

  /** A number in use, held once more. */
  holdAgain(number: number, more = 1): number {
    const uses = number * recordSize + at.uses
    this.#records[uses] = (this.#records[uses] as number) + more
    return number
  }

  /** Of names of which none was ever let go. */
  packed(): PackedNames {
    const count = this.#next - 1
    const ends = new Uint32Array(count)
    const uses = new Uint32Array(count)
    for (let i = 0; i < count; i++) {
      ends[i] = this.#of(i + 1, at.start) + this.#of(i + 1, at.length)
      uses[i] = this.#of(i + 1, at.uses)
    }
    return { texts: this.#bytes.subarray(0, this.#end), ends, uses }
  }

  /** Holds all of them as often as they are held there; gives their numbers here, by number from 1. */
  take({ texts, ends, uses }: PackedNames): Uint32Array {
    const numbers = new Uint32Array(ends.length + 1)
    let start = 0
    for (let i = 0; i < ends.length; i++) {
      const end = ends[i] as number
      numbers[i + 1] = this.holdBytes(texts, start, end, uses[i] as number)
      start = end
    }
    return numbers
  }

  /** Whether a number is that of these bytes of JSON text; never, when it is not in use any more. */
  is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this.#of(number, at.uses) > 0 && this.#isAt(number, bytes, start, end)
  }

  text(number: number): string {
    const start = this.#of(number, at.start)
    const text = this.#bytes.toString('utf8', start, start + this.#of(number, at.length))
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text
  }

  /** As their texts compare, by code unit: below 0 when the first comes first. */
  compare(one: number, other: number): number {
    if (one === other) return 0
    const bytes = this.#bytes
    const start = this.#of(one, at.start)
    const start2 = this.#of(other, at.start)
    const lengths = [this.#of(one, at.length), this.#of(other, at.length)] as const
    const shorter = Math.min(...lengths)
    for (let i = 0; i < shorter; i++) {
      const a = bytes[start + i] as number
      const b = bytes[start2 + i] as number
      // Bytes do not compare as code units where one is an escape or beyond ASCII.
      if (a === backslash || b === backslash || a > 0x7f || b > 0x7f) return this.text(one) < this.text(other) ? -1 : 1
      if (a !== b) return a - b
    }
    return lengths[0] - lengths[1]
  }

  /** The shard of a text among a power of two of them. */
  shard(number: number, shards: number): number {
    const start = this.#of(number, at.start)
    return (
      shardOfBytes(this.#bytes, start, start + this.#of(number, at.length), shards) ??
      shardOf(this.text(number), shards)
    )
  }

  /** Held once less. */
  release(number: number): void {
    const record = number * recordSize
    const uses = (this.#records[record + at.uses] as number) - 1
    this.#records[record + at.uses] = uses
    if (uses > 0) return
    const slots = this.#slots
    const mask = slots.length - 1
    let hole = (this.#records[record + at.hash] as number) & mask
    while (slots[hole] !== number) hole = (hole + 1) & mask
    for (let i = (hole + 1) & mask; slots[i] !== 0; i = (i + 1) & mask) {
      const home = this.#of(slots[i] as number, at.hash) & mask
      if (((i - home) & mask) < ((i - hole) & mask)) continue
      slots[hole] = slots[i] as number
      hole = i
    }
    slots[hole] = 0
    this.#unused += this.#records[record + at.length] as number
    this.#free.push(number)
  }

  #of(number: number, part: number): number {
    return this.#records[number * recordSize + part] as number
  }

  /** Writes a text into the scratch buffer and gives its length. */
  #write(text: string): number {
    const json = JSON.stringify(text)
    if (json.length * 3 > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(json.length * 6)
    return this.#scratch.write(json.slice(1, -1))
  }

  #hash(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return hash ^ (hash >>> 13)
  }

  /** Where the text stands, or the free place where it would. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] as number
      if (number === 0 || (this.#of(number, at.hash) === hash && this.#isAt(number, bytes, start, end))) return slot
    }
  }

  #isAt(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#of(number, at.length) !== end - start) return false
    const own = this.#bytes
    const from = this.#of(number, at.start) - start
    for (let i = start; i < end; i++) if (own[from + i] !== bytes[i]) return false
    return true
  }

  #growRecords(): void {
    const records = new Int32Array(this.#records.length * 2)
    records.set(this.#records)
    this.#records = records
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let number = 1; number < this.#next; number++) {
      if (this.#of(number, at.uses) === 0) continue
      let slot = this.#of(number, at.hash) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }

  /** Moves what is in use together, into more room when it still would not do. */
  #makeRoom(more: number): void {
    const used = this.#end - this.#unused + more
    const old = this.#bytes
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(Math.ceil(used * 1.5), 1 << 16))
    if (this.#unused === 0) {
      old.copy(this.#bytes, 0, 0, this.#end)
      return
    }
    this.#end = 0
    this.#unused = 0
    for (let number = 1; number < this.#next; number++) {
      // A number just taken has no text yet, and no use.
      if (this.#of(number, at.uses) === 0) continue
      const start = this.#of(number, at.start)
      const length = this.#of(number, at.length)
      old.copy(this.#bytes, this.#end, start, start + length)
      this.#records[number * recordSize + at.start] = this.#end
      this.#end += length
    }
  }
}
