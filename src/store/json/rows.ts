import { setImmediate } from 'node:timers/promises'
import { DamagedStore } from './damage'
import { IntMap } from './int-map'
import type { Names } from './names'
import type { Row } from './row'
import type { RowFiles } from './row-files'
import { shardOf } from './shard'

/** Where a row stands on the disk: the number of the file, the byte where its line's JSON begins, and the bytes of that. */
export interface RowPlace {
  file: number
  offset: number
  length: number
}

/** Rows of one shard as a snapshot wrote them; `fresh` holds the texts of those that were not on the disk before. */
export interface WrittenRows {
  file: number
  slots: Uint32Array
  ids: Uint32Array
  offsets: Uint32Array
  lengths: Uint32Array
  fresh: ReadonlyMap<number, Row>
}

interface Columns {
  ids: Uint32Array
  files: Uint32Array
  offsets: Uint32Array
  lengths: Uint32Array
  /** Shard of the id among the most there are. */
  shards: Uint8Array
}

export const mostShards = 256
const slotsAtOnce = 1 << 16

/**
 * The rows of a table. Those that stand in the snapshot are known by their place in it, those that are newer as text: memory grows with
 * what was written since the last snapshot, not with what is kept.
 */
export class Rows {
  #slots = new IntMap()
  /** By slot, from 1; an id of 0 is a free slot, a file of 0 a fresh row. */
  #columns: Columns = columnsOf(256)
  #fresh = new Map<number, Row>()
  #next = 1
  #free: number[] = []

  constructor(
    private readonly names: Names,
    private readonly files: RowFiles,
  ) {}

  get size(): number {
    return this.#slots.size
  }

  get(id: number): Row | undefined {
    const slot = id === 0 ? 0 : this.#slots.get(id)
    return slot === 0 ? undefined : this.#row(slot)
  }

  *ids(): Generator<string> {
    for (let slot = 1; slot < this.#next; slot++) {
      const id = this.#columns.ids[slot] as number
      if (id !== 0) yield this.names.text(id)
    }
  }

  /** A new row; the id came in use for it. */
  setFresh(id: number, text: string, row: Row): void {
    const known = this.#slots.get(id)
    const slot = known === 0 ? this.#take(id, shardOf(text, mostShards)) : known
    this.#columns.files[slot] = 0
    this.#fresh.set(slot, row)
    if (known !== 0) this.names.release(id)
  }

  /** False when the id is there already; it came in use for the row. The shard is that among the most. */
  setPlaced(id: number, shard: number, { file, offset, length }: RowPlace): boolean {
    if (this.#slots.get(id) !== 0) return false
    const slot = this.#take(id, shard)
    this.#columns.files[slot] = file
    this.#columns.offsets[slot] = offset
    this.#columns.lengths[slot] = length
    return true
  }

  delete(id: number): void {
    const slot = this.#slots.get(id)
    if (slot === 0) return
    this.#slots.delete(id)
    this.#columns.ids[slot] = 0
    this.#columns.files[slot] = 0
    this.#fresh.delete(slot)
    this.#free.push(slot)
    this.names.release(id)
  }

  /** As they are now, for whom what comes later must not change; only for a table of which nothing is deleted. */
  frozen(): Rows {
    const rows = new Rows(this.names, this.files)
    rows.#columns = {
      ids: this.#columns.ids.slice(),
      files: this.#columns.files.slice(),
      offsets: this.#columns.offsets.slice(),
      lengths: this.#columns.lengths.slice(),
      shards: this.#columns.shards.slice(),
    }
    rows.#fresh = new Map(this.#fresh)
    rows.#next = this.#next
    return rows
  }

  /** Slots of each of the shards, with room between them for others; what comes or goes meanwhile may be in it or not. */
  async slots(shards: number, wanted: ReadonlySet<number>): Promise<Map<number, number[]>> {
    const found = new Map<number, number[]>()
    if (wanted.size === 0) return found
    for (const shard of wanted) found.set(shard, [])
    for (let slot = 1; slot < this.#next; slot++) {
      if (slot % slotsAtOnce === 0) await setImmediate()
      if (this.#columns.ids[slot] !== 0) found.get((this.#columns.shards[slot] as number) & (shards - 1))?.push(slot)
    }
    return found
  }

  /** Id and row of a slot: the text of a fresh one, else its place; undefined when the slot is free or another shard's. */
  at(slot: number, shard: number, shards: number): { id: number; row: Row | RowPlace } | undefined {
    const { ids, files, offsets, lengths, shards: own } = this.#columns
    const id = ids[slot] as number
    if (id === 0 || ((own[slot] as number) & (shards - 1)) !== shard) return undefined
    const file = files[slot] as number
    if (file === 0) return { id, row: this.#fresh.get(slot) as Row }
    return { id, row: { file, offset: offsets[slot] as number, length: lengths[slot] as number } }
  }

  /** Lets go of the texts of rows that now stand in the snapshot, and of the old places. What changed meanwhile stays fresh. */
  settle({ file, slots, ids, offsets, lengths, fresh }: WrittenRows): void {
    const columns = this.#columns
    slots.forEach((slot, i) => {
      if (columns.ids[slot] !== ids[i]) return
      // A row that stood on the disk and stands there still is the same one: what is written anew is fresh.
      if (columns.files[slot] === 0) {
        if (!fresh.has(slot) || this.#fresh.get(slot) !== fresh.get(slot)) return
        this.#fresh.delete(slot)
      }
      columns.files[slot] = file
      columns.offsets[slot] = offsets[i] as number
      columns.lengths[slot] = lengths[i] as number
    })
  }

  #row(slot: number): Row {
    const file = this.#columns.files[slot] as number
    if (file === 0) return this.#fresh.get(slot) as Row
    const json = this.files.read(file, this.#columns.offsets[slot] as number, this.#columns.lengths[slot] as number)
    const id = JSON.stringify(this.names.text(this.#columns.ids[slot] as number))
    if (!json.startsWith(`[${id},`))
      throw new DamagedStore(this.files.path(file), 0, `another row at byte ${this.#columns.offsets[slot]}`)
    return json.slice(id.length + 2, -1)
  }

  #take(id: number, shard: number): number {
    const slot = this.#free.pop() ?? this.#next++
    if (slot >= this.#columns.ids.length) this.#columns = columnsOf(slot * 2, this.#columns)
    this.#columns.ids[slot] = id
    this.#columns.shards[slot] = shard
    this.#slots.set(id, slot)
    return slot
  }
}

function columnsOf(length: number, old?: Columns): Columns {
  const columns: Columns = {
    ids: new Uint32Array(length),
    files: new Uint32Array(length),
    offsets: new Uint32Array(length),
    lengths: new Uint32Array(length),
    shards: new Uint8Array(length),
  }
  if (old !== undefined) {
    columns.ids.set(old.ids)
    columns.files.set(old.files)
    columns.offsets.set(old.offsets)
    columns.lengths.set(old.lengths)
    columns.shards.set(old.shards)
  }
  return columns
}
