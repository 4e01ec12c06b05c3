import type { Order } from '../order'
import { Names } from './names'
import type { PackedNames } from './packed-names'
import { RowLine } from './row-line'
import { mostShards } from './rows'

/** A shard of the snapshot to be read, plain, so that a thread takes it. */
export interface PackJob {
  folder: string
  file: string
  table: string
  /** How many indexes its rows have keys of; undefined where the keys are not wanted. */
  indexes: number | undefined
  /** Of the names that are to take its names. */
  seed: number
}

/** A shard as a start takes it in: verified, each text once, everything else numbers. Plain, so that a thread hands it over. */
export interface PackedShard {
  names: PackedNames
  /** By row: the place of its id among the names from 1, its shard among the most there are, and where in the file its JSON stands. */
  ids: Uint32Array
  shards: Uint8Array
  offsets: Uint32Array
  lengths: Uint32Array
  indexes: PackedIndex[]
}

/** Entries of one index, in the order of the rows. */
export interface PackedIndex {
  /** By entry: the places of its equality key and of its row's id among the names from 1. */
  keys: Uint32Array
  ids: Uint32Array
  /** By entry: its order; an instant by its number, a text by its place among the words. */
  orders: Float64Array
  kinds: Uint8Array
  words: string[]
}

export const orderKinds = { number: 0, instant: 1, word: 2 } as const

/** Takes in the rows of a shard one after another. */
export class Packing {
  readonly #names: Names
  readonly #line: RowLine
  readonly #indexes: Entries[] | undefined
  readonly #rows: Pick<PackedShard, 'ids' | 'shards' | 'offsets' | 'lengths'>
  #row = 0

  constructor(rows: number, indexes: number | undefined, seed?: number) {
    this.#names = new Names(seed)
    this.#line = new RowLine(this.#names)
    this.#indexes = indexes === undefined ? undefined : Array.from({ length: indexes }, () => new Entries())
    this.#rows = {
      ids: new Uint32Array(rows),
      shards: new Uint8Array(rows),
      offsets: new Uint32Array(rows),
      lengths: new Uint32Array(rows),
    }
  }

  /** A row's JSON, and where in the file that begins; false when it is none. */
  add(bytes: Buffer, start: number, end: number, offset: number): boolean {
    const id = this.#line.id(bytes, start, end)
    if (id === 0) return false
    const { ids, shards, offsets, lengths } = this.#rows
    ids[this.#row] = id
    shards[this.#row] = this.#names.shard(id, mostShards)
    offsets[this.#row] = offset
    lengths[this.#row] = end - start
    this.#row++
    return this.#indexes === undefined || this.#line.index(this.#indexes, id)
  }

  packed(): PackedShard {
    const indexes = (this.#indexes ?? []).map((entries) => entries.packed())
    return { names: this.#names.packed(), ...this.#rows, indexes }
  }
}

/** What `RowLine` finds for an index. */
class Entries {
  readonly #keys: number[] = []
  readonly #ids: number[] = []
  readonly #orders: number[] = []
  readonly #kinds: number[] = []
  readonly #words = new Map<string, number>()

  load(key: number, order: Order, isInstant: boolean, id: number): void {
    this.#keys.push(key)
    this.#ids.push(id)
    if (typeof order === 'number') {
      this.#orders.push(order)
      this.#kinds.push(isInstant ? orderKinds.instant : orderKinds.number)
      return
    }
    const known = this.#words.get(order)
    if (known === undefined) this.#words.set(order, this.#words.size)
    this.#orders.push(known ?? this.#words.size - 1)
    this.#kinds.push(orderKinds.word)
  }

  packed(): PackedIndex {
    return {
      keys: Uint32Array.from(this.#keys),
      ids: Uint32Array.from(this.#ids),
      orders: Float64Array.from(this.#orders),
      kinds: Uint8Array.from(this.#kinds),
      words: [...this.#words.keys()],
    }
  }
}
