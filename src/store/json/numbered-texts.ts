import { shardOf, shardOfBytes } from './shard'
import { TextPages } from './text-pages'

const backslash = 0x5c

/** Where the parts of a name's record stand: the place of its text, how many bytes it has, by how many it is held. */
export const at = { start: 0, length: 1, uses: 2 } as const
export const recordSize = 3

/** So many letters, of 7 bits, make a number: with a place it fits into 64 bits. */
const leadLetters = 6

/** Texts by number, from 1, as bytes outside the JavaScript heap: those of their JSON without the quotes. */
export class NumberedTexts {
  protected readonly texts = new TextPages()
  /** By number: what is wanted of a text stands together, so that memory is asked once. */
  protected records = new Int32Array(1024 * recordSize)

  text(number: number): string {
    const place = this.of(number, at.start)
    const start = this.texts.offset(place)
    const text = this.texts.bytes(place).toString('utf8', start, start + this.of(number, at.length))
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text
  }

  /** As their texts compare, by code unit: below 0 when the first comes first. */
  compare(one: number, other: number): number {
    if (one === other) return 0
    const place = this.of(one, at.start)
    const place2 = this.of(other, at.start)
    const bytes = this.texts.bytes(place)
    const bytes2 = this.texts.bytes(place2)
    const start = this.texts.offset(place)
    const start2 = this.texts.offset(place2)
    const lengths = [this.of(one, at.length), this.of(other, at.length)] as const
    const shorter = Math.min(...lengths)
    for (let i = 0; i < shorter; i++) {
      const a = bytes[start + i] as number
      const b = bytes2[start2 + i] as number
      if (!isPlain(a) || !isPlain(b)) return this.text(one) < this.text(other) ? -1 : 1
      if (a !== b) return a - b
    }
    return lengths[0] - lengths[1]
  }

  /**
   * For each a number made of the first letters in which they differ: it compares as they do, unless it is the same. Undefined where bytes do
   * not compare as texts do.
   */
  leads(numbers: Uint32Array): number[] | undefined {
    const first = numbers[0] as number
    let from = this.of(first, at.length)
    for (const number of numbers) from = this.#alike(first, number, from)
    const leads: number[] = []
    for (const number of numbers) {
      const place = this.of(number, at.start)
      const bytes = this.texts.bytes(place)
      const start = this.texts.offset(place)
      const length = this.of(number, at.length)
      let lead = 0
      for (let i = number === first ? 0 : from; i < from + leadLetters; i++) {
        const byte = i < length ? (bytes[start + i] as number) : 0
        if (!isPlain(byte)) return undefined
        if (i >= from) lead = lead * 128 + byte
      }
      leads.push(lead)
    }
    return leads
  }

  /** How many of the first bytes two have alike, of so many. */
  #alike(one: number, other: number, most: number): number {
    const place = this.of(one, at.start)
    const place2 = this.of(other, at.start)
    const bytes = this.texts.bytes(place)
    const bytes2 = this.texts.bytes(place2)
    const start = this.texts.offset(place)
    const start2 = this.texts.offset(place2)
    const end = Math.min(most, this.of(other, at.length))
    let i = 0
    while (i < end && bytes[start + i] === bytes2[start2 + i]) i++
    return i
  }

  /** The shard of a text among a power of two of them. */
  shard(number: number, shards: number): number {
    const place = this.of(number, at.start)
    const start = this.texts.offset(place)
    return (
      shardOfBytes(this.texts.bytes(place), start, start + this.of(number, at.length), shards) ??
      shardOf(this.text(number), shards)
    )
  }

  protected isAt(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.of(number, at.length) !== end - start) return false
    const place = this.of(number, at.start)
    const own = this.texts.bytes(place)
    const from = this.texts.offset(place) - start
    for (let i = start; i < end; i++) if (own[from + i] !== bytes[i]) return false
    return true
  }

  protected of(number: number, part: number): number {
    return this.records[number * recordSize + part] as number
  }

  protected growRecords(): void {
    const records = new Int32Array(this.records.length * 2)
    records.set(this.records)
    this.records = records
  }
}

/** Bytes do not compare as code units where one is an escape or beyond ASCII. */
function isPlain(byte: number): boolean {
  return byte !== backslash && byte <= 0x7f
}
