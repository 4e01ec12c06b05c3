import { packRow, unpackRow } from './packed-row'
import { type Keys, keysOf, keysText, type Plan, type Row } from './row'
import { shardOf } from './shard'
import { SortedIndex } from './sorted-index'

/** The durable rows of one collection with their indexes. Rows of a collection the code does not know are kept and carried on. */
export class Table {
  readonly #rows = new Map<string, string>()
  readonly indexes: SortedIndex[]
  /** Shards changed since the last snapshot. */
  #dirty = new Set<number>()
  shards = 1

  constructor(
    readonly name: string,
    readonly plan: Plan | undefined,
  ) {
    this.indexes = (plan?.indexes ?? []).map(() => new SortedIndex())
  }

  get(id: string): Row | undefined {
    const packed = this.#rows.get(id)
    return packed === undefined ? undefined : unpackRow(packed)
  }

  ids(): IterableIterator<string> {
    return this.#rows.keys()
  }

  /** While a start reads the disk; `settle` ends it. */
  load(id: string, row: Row | null): void {
    if (row === null) this.#rows.delete(id)
    else this.#rows.set(id, packRow(row))
  }

  /** `intern` gives one string for equal ones: the same person stands in the indexes of many tables. */
  settle(intern: (text: string) => string): void {
    if (this.plan === undefined) return
    for (const [id, packed] of this.#rows) {
      this.#eachKey(keysOf(packed), (index, key, order) => index.load(intern(key), { order, id }))
    }
    for (const index of this.indexes) index.settle()
  }

  set(id: string, row: Row | null, keys?: Keys): void {
    const old = this.#rows.get(id)
    const isSame = this.plan === undefined || (old !== undefined && row !== null && keysText(old) === keysText(row))
    if (old !== undefined && !isSame) {
      this.#eachKey(keysOf(old), (index, key, order) => index.remove(key, { order, id }))
    }
    if (row === null) this.#rows.delete(id)
    else {
      this.#rows.set(id, packRow(row))
      if (!isSame) this.#eachKey(keys ?? keysOf(row), (index, key, order) => index.add(key, { order, id }))
    }
    this.touch(id)
  }

  touch(id: string): void {
    this.#dirty.add(shardOf(id, this.shards))
  }

  /** The shards to be written by a snapshot that begins now. */
  takeDirty(): Set<number> {
    const wanted = shardsFor(this.#rows.size)
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

  #eachKey(keys: Keys, fn: (index: SortedIndex, key: string, order: string | number) => void): void {
    keys.forEach((entry, position) => {
      const index = this.indexes[position]
      if (entry === null || index === undefined) return
      for (let i = 1; i < entry.length; i++) fn(index, entry[i] as string, entry[0])
    })
  }
}

/** One file for a small collection, else some 500 to 2,000 rows in a shard; never fewer shards than before. */
function shardsFor(rows: number): number {
  if (rows <= 2_000) return 1
  if (rows <= 16_000) return 16
  return rows <= 128_000 ? 64 : 256
}
