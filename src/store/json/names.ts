import { randomInt } from 'node:crypto'

const backslash = 0x5c

/**
 * Ids and equality keys as numbers: each text stands once, as bytes outside the JavaScript heap, however many tables and indexes hold it.
 * The bytes are those of its JSON text without the quotes, which is exact for every text and lets a start take them as the disk has them.
 * A text is kept while somebody holds it; its number is then given to another.
 */
export class Names {
  #bytes = Buffer.allocUnsafeSlow(1 << 16)
  #end = 0
  #unused = 0
  /** By number, from 1. */
  #starts = new Uint32Array(1024)
  #lengths = new Uint32Array(1024)
  #hashes = new Int32Array(1024)
  #uses = new Uint32Array(1024)
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

  /** The same of bytes of JSON text that holds no escape. */
  holdBytes(bytes: Uint8Array, start: number, end: number): number {
    const hash = this.#hash(bytes, start, end)
    const slot = this.#slotOf(bytes, start, end, hash)
    const known = this.#slots[slot] as number
    if (known !== 0) {
      this.#uses[known] = (this.#uses[known] as number) + 1
      return known
    }
    const number = this.#free.pop() ?? this.#next++
    if (number >= this.#starts.length) this.#growNumbers()
    const length = end - start
    if (this.#end + length > this.#bytes.length) this.#makeRoom(length)
    // Most are short: a call that copies costs more than it.
    for (let i = 0; i < length; i++) this.#bytes[this.#end + i] = bytes[start + i] as number
    this.#starts[number] = this.#end
    this.#lengths[number] = length
    this.#hashes[number] = hash
    this.#uses[number] = 1
    this.#end += length
    this.#slots[slot] = number
    if ((this.#next - this.#free.length) * 3 >= this.#slots.length * 2) this.#growSlots()
    return number
  }

  text(number: number): string {
    const start = this.#starts[number] as number
    const text = this.#bytes.toString('utf8', start, start + (this.#lengths[number] as number))
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text
  }

  /** As their texts compare, by code unit: below 0 when the first comes first. */
  compare(one: number, other: number): number {
    if (one === other) return 0
    const bytes = this.#bytes
    const start = this.#starts[one] as number
    const start2 = this.#starts[other] as number
    const shorter = Math.min(this.#lengths[one] as number, this.#lengths[other] as number)
    for (let i = 0; i < shorter; i++) {
      const a = bytes[start + i] as number
      const b = bytes[start2 + i] as number
      // Bytes do not compare as code units where one is an escape or beyond ASCII.
      if (a === backslash || b === backslash || a > 0x7f || b > 0x7f) return this.text(one) < this.text(other) ? -1 : 1
      if (a !== b) return a - b
    }
    return (this.#lengths[one] as number) - (this.#lengths[other] as number)
  }

  /** Held once less. */
  release(number: number): void {
    const uses = (this.#uses[number] as number) - 1
    this.#uses[number] = uses
    if (uses > 0) return
    const slots = this.#slots
    const mask = slots.length - 1
    let hole = (this.#hashes[number] as number) & mask
    while (slots[hole] !== number) hole = (hole + 1) & mask
    for (let i = (hole + 1) & mask; slots[i] !== 0; i = (i + 1) & mask) {
      const home = (this.#hashes[slots[i] as number] as number) & mask
      if (((i - home) & mask) < ((i - hole) & mask)) continue
      slots[hole] = slots[i] as number
      hole = i
    }
    slots[hole] = 0
    this.#unused += this.#lengths[number] as number
    this.#free.push(number)
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
      if (number === 0 || (this.#hashes[number] === hash && this.#isAt(number, bytes, start, end))) return slot
    }
  }

  #isAt(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#lengths[number] !== end - start) return false
    const own = this.#bytes
    const from = (this.#starts[number] as number) - start
    for (let i = start; i < end; i++) if (own[from + i] !== bytes[i]) return false
    return true
  }

  #growNumbers(): void {
    const longer = <A extends Uint32Array | Int32Array>(old: A, made: A) => {
      made.set(old)
      return made
    }
    const length = this.#starts.length * 2
    this.#starts = longer(this.#starts, new Uint32Array(length))
    this.#lengths = longer(this.#lengths, new Uint32Array(length))
    this.#hashes = longer(this.#hashes, new Int32Array(length))
    this.#uses = longer(this.#uses, new Uint32Array(length))
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let number = 1; number < this.#next; number++) {
      if (this.#uses[number] === 0) continue
      let slot = (this.#hashes[number] as number) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }

  /** Moves what is in use together, into more room when it still would not do. */
  #makeRoom(more: number): void {
    const used = this.#end - this.#unused + more
    const old = this.#bytes
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(Math.ceil(used * 1.5), 1 << 16))
    this.#end = 0
    this.#unused = 0
    for (let number = 1; number < this.#next; number++) {
      // A number just taken has no text yet, and no use.
      if (this.#uses[number] === 0) continue
      const start = this.#starts[number] as number
      const length = this.#lengths[number] as number
      old.copy(this.#bytes, this.#end, start, start + length)
      this.#starts[number] = this.#end
      this.#end += length
    }
  }
}
