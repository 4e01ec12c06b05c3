import { randomInt } from 'node:crypto'
import { shardOf, shardOfBytes } from './shard'
import { TextPages } from './text-pages'

const backslash = 0x5c

/** Where the parts of a name's record stand: the place of its text, how many bytes it has, their hash, by how many it is held. */
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
  readonly #texts = new TextPages()
  /** By number, from 1: what is wanted of a name stands together, so that memory is asked once. */
  #records = new Int32Array(1024 * recordSize)
  #next = 1
  #free: number[] = []
  /** Numbers by hash, 0 where there is none, in parts that grow one by one: to move a million at once would hold up everybody. */
  readonly #parts: Int32Array[]
  /** How many stand in each part. */
  readonly #counts: Uint32Array
  #scratch = Buffer.allocUnsafeSlow(1024)
  /** So that nobody can choose texts that fall together. */
  readonly #seed = randomInt(2 ** 31)

  /** In how many parts, a power of two up to 256. */
  constructor(parts = 1) {
    this.#parts = Array.from({ length: parts }, () => new Int32Array(256))
    this.#counts = new Uint32Array(parts)
  }

  /** Bytes that the texts take. */
  get size(): number {
    return this.#texts.size
  }

  /** 0 when the text is not known. */
  find(text: string): number {
    const length = this.#write(text)
    const hash = this.#hash(this.#scratch, 0, length)
    const slots = this.#parts[this.#partOf(hash)] as Int32Array
    return slots[this.#slotOf(slots, this.#scratch, 0, length, hash)] as number
  }

  /** The number of a text, held once more. */
  hold(text: string): number {
    const length = this.#write(text)
    return this.holdBytes(this.#scratch, 0, length)
  }

  /** The same of bytes of JSON text as `JSON.stringify` writes it, held by so many more. */
  holdBytes(bytes: Uint8Array, start: number, end: number, uses = 1): number {
    const hash = this.#hash(bytes, start, end)
    const part = this.#partOf(hash)
    const slots = this.#parts[part] as Int32Array
    const slot = this.#slotOf(slots, bytes, start, end, hash)
    const known = slots[slot] as number
    if (known !== 0) return this.holdAgain(known, uses)
    const number = this.#free.pop() ?? this.#next++
    if ((number + 1) * recordSize > this.#records.length) this.#growRecords()
    const length = end - start
    const record = number * recordSize
    this.#records[record + at.start] = this.#texts.add(bytes, start, length)
    this.#records[record + at.length] = length
    this.#records[record + at.hash] = hash
    this.#records[record + at.uses] = uses
    slots[slot] = number
    const count = (this.#counts[part] as number) + 1
    this.#counts[part] = count
    if (count * 3 >= slots.length * 2) this.#growPart(part)
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
    let end = 0
    for (let i = 0; i < count; i++) {
      end += this.#of(i + 1, at.length)
      ends[i] = end
      uses[i] = this.#of(i + 1, at.uses)
    }
    return { texts: this.#texts.joined(), ends, uses }
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
    const place = this.#of(number, at.start)
    const start = this.#texts.offset(place)
    const text = this.#texts.bytes(place).toString('utf8', start, start + this.#of(number, at.length))
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text
  }

  /** As their texts compare, by code unit: below 0 when the first comes first. */
  compare(one: number, other: number): number {
    if (one === other) return 0
    const place = this.#of(one, at.start)
    const place2 = this.#of(other, at.start)
    const bytes = this.#texts.bytes(place)
    const bytes2 = this.#texts.bytes(place2)
    const start = this.#texts.offset(place)
    const start2 = this.#texts.offset(place2)
    const lengths = [this.#of(one, at.length), this.#of(other, at.length)] as const
    const shorter = Math.min(...lengths)
    for (let i = 0; i < shorter; i++) {
      const a = bytes[start + i] as number
      const b = bytes2[start2 + i] as number
      // Bytes do not compare as code units where one is an escape or beyond ASCII.
      if (a === backslash || b === backslash || a > 0x7f || b > 0x7f) return this.text(one) < this.text(other) ? -1 : 1
      if (a !== b) return a - b
    }
    return lengths[0] - lengths[1]
  }

  /** The shard of a text among a power of two of them. */
  shard(number: number, shards: number): number {
    const place = this.#of(number, at.start)
    const start = this.#texts.offset(place)
    return (
      shardOfBytes(this.#texts.bytes(place), start, start + this.#of(number, at.length), shards) ??
      shardOf(this.text(number), shards)
    )
  }

  /** Held once less. */
  release(number: number): void {
    const record = number * recordSize
    const uses = (this.#records[record + at.uses] as number) - 1
    this.#records[record + at.uses] = uses
    if (uses > 0) return
    const hash = this.#of(number, at.hash)
    const part = this.#partOf(hash)
    const slots = this.#parts[part] as Int32Array
    const mask = slots.length - 1
    let hole = hash & mask
    while (slots[hole] !== number) hole = (hole + 1) & mask
    for (let i = (hole + 1) & mask; slots[i] !== 0; i = (i + 1) & mask) {
      const home = this.#of(slots[i] as number, at.hash) & mask
      if (((i - home) & mask) < ((i - hole) & mask)) continue
      slots[hole] = slots[i] as number
      hole = i
    }
    slots[hole] = 0
    this.#counts[part] = (this.#counts[part] as number) - 1
    this.#free.push(number)
    if (this.#texts.remove(this.#of(number, at.start), this.#of(number, at.length))) this.#tidy()
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

  #partOf(hash: number): number {
    return (hash >>> 24) & (this.#parts.length - 1)
  }

  /** Where the text stands, or the free place where it would. */
  #slotOf(slots: Int32Array, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] as number
      if (number === 0 || (this.#of(number, at.hash) === hash && this.#isAt(number, bytes, start, end))) return slot
    }
  }

  #isAt(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#of(number, at.length) !== end - start) return false
    const place = this.#of(number, at.start)
    const own = this.#texts.bytes(place)
    const from = this.#texts.offset(place) - start
    for (let i = start; i < end; i++) if (own[from + i] !== bytes[i]) return false
    return true
  }

  #growRecords(): void {
    const records = new Int32Array(this.#records.length * 2)
    records.set(this.#records)
    this.#records = records
  }

  #growPart(part: number): void {
    const old = this.#parts[part] as Int32Array
    const slots = new Int32Array(old.length * 2)
    const mask = slots.length - 1
    for (const number of old) {
      if (number === 0) continue
      let slot = this.#of(number, at.hash) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#parts[part] = slots
  }

  /** Moves the texts out of pages that are mostly empty. */
  #tidy(): void {
    const pages = this.#texts.loose()
    if (pages.size === 0) return
    for (let number = 1; number < this.#next; number++) {
      const place = this.#of(number, at.start)
      if (this.#of(number, at.uses) === 0 || !this.#texts.isIn(pages, place)) continue
      const moved = this.#texts.add(this.#texts.bytes(place), this.#texts.offset(place), this.#of(number, at.length))
      this.#records[number * recordSize + at.start] = moved
    }
    this.#texts.drop(pages)
  }
}
