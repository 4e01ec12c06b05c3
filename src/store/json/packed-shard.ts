import type { Order } from '../order'
import type { Disk } from './disk'
import { Names, type PackedNames } from './names'
import { RowLine } from './row-line'
import { mostShards } from './rows'
import { openShard } from './snapshot'

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

/** Reads a shard and verifies every line; what is damaged is told with file and line. */
export async function packShard(disk: Disk, { folder, file, table, indexes, seed }: PackJob): Promise<PackedShard> {
  const shard = await openShard(disk, folder, file, table)
  const names = new Names(seed)
  const line = new RowLine(names)
  const collected = Array.from({ length: indexes ?? 0 }, () => new Entries())
  const rows = {
    ids: new Uint32Array(shard.rows),
    offsets: new Uint32Array(shard.rows),
    lengths: new Uint32Array(shard.rows),
  }
  const shards = new Uint8Array(shard.rows)
  let row = 0
  shard.each((bytes, start, end) => {
    const id = line.id(bytes, start, end)
    if (id === 0) return false
    rows.ids[row] = id
    rows.offsets[row] = start
    rows.lengths[row] = end - start
    shards[row] = names.shard(id, mostShards)
    row++
    return indexes === undefined || line.index(collected, id)
  })
  return { names: names.packed(), ...rows, shards, indexes: collected.map((entries) => entries.packed()) }
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
