import { randomInt } from 'node:crypto'
import { at, NumberedTexts, recordSize } from './numbered-texts'
import { hashOf, type PackedNames } from './packed-names'

/** So that nobody can choose texts that fall together. */
export const newSeed = () => randomInt(2 ** 31)

/** Of so many names at a time memory is asked for everything before the first is looked at. */
const askedAtOnce = 128

/**
 * Ids and equality keys as numbers: each text stands once, as bytes outside the JavaScript heap, however many tables and indexes hold it.
 * The bytes are those of its JSON text without the quotes, which is exact for every text and lets a start take them as the disk has them.
 * A text is kept while somebody holds it; its number is then given to another.
 */
export class Names extends NumberedTexts {
  #next = 1
  #free: number[] = []
  /**
   * Number and hash of each name by its hash, twice 0 where there is none, in parts that grow one by one: to move a million at once would
   * hold up everybody.
   */
  readonly #parts: Int32Array[]
  /** How many stand in each part. */
  readonly #counts: Uint32Array
  #scratch = Buffer.allocUnsafeSlow(1024)
  /** What `#ask` was answered: otherwise nobody would ask. */
  #answered = 0

  /**
   * @param seed of the hashes; those that are to take each other's names have the same
   * @param parts a power of two up to 256
   */
  constructor(
    readonly seed = newSeed(),
    parts = 1,
  ) {
    super()
    this.#parts = Array.from({ length: parts }, () => new Int32Array(512))
    this.#counts = new Uint32Array(parts)
  }

  /** Bytes that the texts take. */
  get size(): number {
    return this.texts.size
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
    return this.#holdHashed(bytes, start, end, this.#hash(bytes, start, end), uses)
  }

  #holdHashed(bytes: Uint8Array, start: number, end: number, hash: number, uses: number): number {
    const part = this.#partOf(hash)
    const slots = this.#parts[part] as Int32Array
    const slot = this.#slotOf(slots, bytes, start, end, hash)
    const known = slots[slot] as number
    if (known !== 0) return this.holdAgain(known, uses)
    const number = this.#free.pop() ?? this.#next++
    if ((number + 1) * recordSize > this.records.length) this.growRecords()
    const length = end - start
    const record = number * recordSize
    this.records[record + at.start] = this.texts.add(bytes, start, length)
    this.records[record + at.length] = length
    this.records[record + at.uses] = uses
    slots[slot] = number
    slots[slot + 1] = hash
    const count = (this.#counts[part] as number) + 1
    this.#counts[part] = count
    if (count * 3 >= slots.length) this.#growPart(part)
    return number
  }

  /** A number in use, held once more. */
  holdAgain(number: number, more = 1): number {
    const uses = number * recordSize + at.uses
    this.records[uses] = (this.records[uses] as number) + more
    return number
  }

  /** Of names of which none was ever let go. */
  packed(): PackedNames {
    const count = this.#next - 1
    const ends = new Uint32Array(count)
    const hashes = new Int32Array(count)
    const uses = new Uint32Array(count)
    let end = 0
    for (let i = 0; i < count; i++) {
      end += this.of(i + 1, at.length)
      ends[i] = end
      uses[i] = this.of(i + 1, at.uses)
    }
    for (const slots of this.#parts) {
      for (let slot = 0; slot < slots.length; slot += 2) {
        if (slots[slot] !== 0) hashes[(slots[slot] as number) - 1] = slots[slot + 1] as number
      }
    }
    return { seed: this.seed, texts: this.texts.joined(), ends, hashes, uses }
  }

  /** Holds all of them as often as they are held there; gives their numbers here, by number from 1. */
  take({ seed, texts, ends, hashes, uses }: PackedNames): Uint32Array {
    if (seed !== this.seed) throw new Error('names of another seed')
    const numbers = new Uint32Array(ends.length + 1)
    let start = 0
    for (let i = 0; i < ends.length; i++) {
      if (i % askedAtOnce === 0) this.#ask(hashes, i, Math.min(i + askedAtOnce, ends.length))
      const end = ends[i] as number
      numbers[i + 1] = this.#holdHashed(texts, start, end, hashes[i] as number, uses[i] as number)
      start = end
    }
    return numbers
  }

  /** Names from one place to another have their memory brought near: one by one, each would wait for it three times. */
  #ask(hashes: Int32Array, from: number, to: number): void {
    const known: number[] = []
    let answered = 0
    for (let i = from; i < to; i++) {
      const hash = hashes[i] as number
      const slots = this.#parts[this.#partOf(hash)] as Int32Array
      const slot = firstSlot(slots, hash)
      if (slots[slot + 1] === hash) known.push(slots[slot] as number)
    }
    for (const number of known) answered ^= this.of(number, at.uses)
    for (const number of known) {
      const place = this.of(number, at.start)
      answered ^= this.texts.bytes(place)[this.texts.offset(place)] as number
    }
    this.#answered ^= answered
  }

  /** Whether a number is that of these bytes of JSON text; never, when it is not in use any more. */
  is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this.of(number, at.uses) > 0 && this.isAt(number, bytes, start, end)
  }

  /** Held once less. */
  release(number: number): void {
    const record = number * recordSize
    const uses = (this.records[record + at.uses] as number) - 1
    this.records[record + at.uses] = uses
    if (uses > 0) return
    const start = this.of(number, at.start)
    const length = this.of(number, at.length)
    const offset = this.texts.offset(start)
    const hash = this.#hash(this.texts.bytes(start), offset, offset + length)
    const part = this.#partOf(hash)
    const slots = this.#parts[part] as Int32Array
    let hole = firstSlot(slots, hash)
    while (slots[hole] !== number) hole = nextSlot(slots, hole)
    for (let slot = nextSlot(slots, hole); slots[slot] !== 0; slot = nextSlot(slots, slot)) {
      const home = firstSlot(slots, slots[slot + 1] as number)
      const mask = slots.length - 1
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue
      slots[hole] = slots[slot] as number
      slots[hole + 1] = slots[slot + 1] as number
      hole = slot
    }
    slots[hole] = 0
    slots[hole + 1] = 0
    this.#counts[part] = (this.#counts[part] as number) - 1
    this.#free.push(number)
    if (this.texts.remove(start, length)) this.#tidy()
  }

  /** Writes a text into the scratch buffer and gives its length. */
  #write(text: string): number {
    const length = writePlain(text, this.#scratch)
    if (length >= 0) return length
    const json = JSON.stringify(text)
    if (json.length * 3 > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(json.length * 6)
    return this.#scratch.write(json.slice(1, -1))
  }

  #hash(bytes: Uint8Array, start: number, end: number): number {
    return hashOf(this.seed, bytes, start, end)
  }

  #partOf(hash: number): number {
    return (hash >>> 24) & (this.#parts.length - 1)
  }

  /** Where the text stands, or the free place where it would. */
  #slotOf(slots: Int32Array, bytes: Uint8Array, start: number, end: number, hash: number): number {
    for (let slot = firstSlot(slots, hash); ; slot = nextSlot(slots, slot)) {
      const number = slots[slot] as number
      if (number === 0 || (slots[slot + 1] === hash && this.isAt(number, bytes, start, end))) return slot
    }
  }

  #growPart(part: number): void {
    const old = this.#parts[part] as Int32Array
    const slots = new Int32Array(old.length * 2)
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue
      const hash = old[from + 1] as number
      let slot = firstSlot(slots, hash)
      while (slots[slot] !== 0) slot = nextSlot(slots, slot)
      slots[slot] = old[from] as number
      slots[slot + 1] = hash
    }
    this.#parts[part] = slots
  }

  /** Moves the texts out of pages that are mostly empty. */
  #tidy(): void {
    const pages = this.texts.loose()
    if (pages.size === 0) return
    for (let number = 1; number < this.#next; number++) {
      const place = this.of(number, at.start)
      if (this.of(number, at.uses) === 0 || !this.texts.isIn(pages, place)) continue
      const moved = this.texts.add(this.texts.bytes(place), this.texts.offset(place), this.of(number, at.length))
      this.records[number * recordSize + at.start] = moved
    }
    this.texts.drop(pages)
  }
}

/** Nearly all are ids, whose JSON is their own characters; -1 where it is not, or there is no room. */
function writePlain(text: string, into: Uint8Array): number {
  const { length } = text
  if (length > into.length) return -1
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return -1
    into[i] = code
  }
  return length
}

/** Where a name of this hash stands unless others came before it: places are even. */
function firstSlot(slots: Int32Array, hash: number): number {
  return (hash << 1) & (slots.length - 1)
}

function nextSlot(slots: Int32Array, slot: number): number {
  return (slot + 2) & (slots.length - 1)
}
