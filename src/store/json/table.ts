import type { Keys, Plan } from '../plan'
import type { Names } from './names'
import type { PackedShard } from './packed-shard'
import { keysOf, keysText, type Row } from './row'
import type { RowFiles } from './row-files'
import { mostShards, Rows, type WrittenRows } from './rows'
import { shardOf } from './shard'
import { SortedIndex } from './sorted-index'

/** The durable rows of one collection with their indexes. Rows of a collection the code does not know are kept and carried on. */
export class Table {
  readonly rows: Rows
  readonly indexes: SortedIndex[]
  /** False while rows stand under keys of an older code: they are not indexed before `indexAll`. */
  #isIndexed: boolean
  /** Shards changed since the last snapshot. */
  #dirty = new Set<number>()
  shards = 1

  constructor(
    readonly name: string,
    readonly plan: Plan | undefined,
    private readonly names: Names,
    files: RowFiles,
  ) {
    this.rows = new Rows(names, files)
    this.indexes = (plan?.indexes ?? []).map(() => new SortedIndex(names))
    this.#isIndexed = plan !== undefined
  }

  get(id: string): Row | undefined {
    return this.rows.get(this.names.find(id))
  }

  ids(): Iterable<string> {
    return this.rows.ids()
  }

  /** Before the first row: their keys are not those the code would give them. */
  renewLater(): void {
    this.#isIndexed = false
  }

  /** How many keys of a row a start has to read; undefined while they are not those the code would give them. */
  get keysWanted(): number | undefined {
    return this.#isIndexed ? this.indexes.length : undefined
  }

  /** While a start reads the snapshot: the rows of a file. Gives the row that was there already, from 0; -1: none was. */
  take({ names, ids, shards, offsets, lengths, indexes }: PackedShard, file: number): number {
    const numbers = this.names.take(names)
    for (let row = 0; row < ids.length; row++) {
      const place = { file, offset: offsets[row] as number, length: lengths[row] as number }
      if (!this.rows.setPlaced(numbers[ids[row] as number] as number, shards[row] as number, place)) return row
    }
    for (const [position, entries] of indexes.entries()) this.indexes[position]?.take(entries, numbers)
    return -1
  }

  /** After all rows have got the keys of the code. */
  indexAll(): void {
    if (this.plan === undefined || this.#isIndexed) return
    this.#isIndexed = true
    for (const id of this.rows.ids()) {
      const number = this.names.find(id)
      this.#eachKey(keysOf(this.rows.get(number) as Row), (index, key, order) => index.add(key, order, number))
    }
  }

  set(id: string, row: Row | null, keys?: Keys): void {
    const known = this.names.find(id)
    const old = this.#isIndexed ? this.rows.get(known) : undefined
    const isSame = !this.#isIndexed || (old !== undefined && row !== null && keysText(old) === keysText(row))
    const before = old !== undefined && !isSame ? keysOf(old) : []
    const after = row !== null && !isSame ? (keys ?? keysOf(row)) : []
    const changes = (position: number) => !isSameEntry(before[position], after[position])
    this.#eachKey(before, (index, key, order) => index.remove(key, order, known), changes)
    if (row === null) this.rows.delete(known)
    else {
      const number = this.names.hold(id)
      this.rows.setFresh(number, id, row)
      this.#eachKey(after, (index, key, order) => index.add(key, order, number), changes)
    }
    this.#dirty.add(shardOf(id, this.shards))
  }

  /** The shards to be written by a snapshot that begins now. */
  takeDirty(): Set<number> {
    const wanted = shardsFor(this.rows.size)
    if (wanted > this.shards) {
      this.shards = wanted
      this.#dirty = new Set(Array.from({ length: wanted }, (_, shard) => shard))
    }
    const dirty = this.#dirty
    this.#dirty = new Set()
    return dirty
  }

  giveBack(dirty: ReadonlySet<number>): void {
    for (const shard of dirty) this.#dirty.add(shard)
  }

  written(shard: WrittenRows): void {
    this.rows.settle(shard)
  }

  #eachKey(
    keys: Keys,
    fn: (index: SortedIndex, key: string, order: string | number) => void,
    wanted: (position: number) => boolean = () => true,
  ): void {
    keys.forEach((entry, position) => {
      const index = this.indexes[position]
      if (entry === null || index === undefined || !wanted(position)) return
      for (let i = 1; i < entry.length; i++) fn(index, entry[i] as string, entry[0])
    })
  }
}

/** Whether an index has the same to hold as before. */
function isSameEntry(one: Keys[number] | undefined, other: Keys[number] | undefined): boolean {
  if (!one || !other) return !one && !other
  return one.length === other.length && one.every((value, i) => value === other[i])
}

/** One file for a small collection, else some 500 to 2,000 rows in a shard; never fewer shards than before. */
export function shardsFor(rows: number): number {
  if (rows <= 2_000) return 1
  if (rows <= 16_000) return 16
  return rows <= 128_000 ? 64 : mostShards
}
