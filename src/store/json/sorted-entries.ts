export type Order = string | number

export interface Entry {
  order: Order
  id: string
}

/** Numbers stand before texts; texts are compared by code unit. */
export function compareOrders(a: Order, b: Order): number {
  if (a === b) return 0
  if (typeof a === typeof b) return a < b ? -1 : 1
  return typeof a === 'number' ? -1 : 1
}

export function compareEntries(a: Entry, b: Entry): number {
  return compareOrders(a.order, b.order) || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
}

const blockSize = 512

/** Entries in order of (order, id), in blocks, so that adding one among 60,000 moves at most a block. */
export class SortedEntries {
  #blocks: Entry[][] = [[]]

  static from(entries: Entry[]): SortedEntries {
    const sorted = new SortedEntries()
    entries.sort(compareEntries)
    sorted.#blocks = []
    for (let i = 0; i < entries.length; i += blockSize) sorted.#blocks.push(entries.slice(i, i + blockSize))
    if (entries.length === 0) sorted.#blocks.push([])
    return sorted
  }

  get size(): number {
    let size = 0
    for (const block of this.#blocks) size += block.length
    return size
  }

  first(): Entry | undefined {
    return this.#blocks[0]?.[0]
  }

  add(entry: Entry): void {
    const b = this.#blockOf(entry)
    const block = this.#blocks[b] as Entry[]
    const i = lowerBound(block, entry)
    if (block[i]?.id === entry.id && block[i].order === entry.order) return
    block.splice(i, 0, entry)
    if (block.length > blockSize * 2) this.#blocks.splice(b, 1, block.slice(0, blockSize), block.slice(blockSize))
  }

  remove(entry: Entry): void {
    const b = this.#blockOf(entry)
    const block = this.#blocks[b] as Entry[]
    const i = lowerBound(block, entry)
    if (block[i]?.id !== entry.id) return
    block.splice(i, 1)
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(b, 1)
  }

  /** How many entries stand before (order, id); without id: before the order. */
  before(order: Order, id?: string): number {
    return this.#rank(
      (entry) => (compareOrders(entry.order, order) || (id === undefined ? 0 : entry.id < id ? -1 : 0)) < 0,
    )
  }

  /** How many entries stand at or before (order, id); without id: up to the end of the order. */
  upTo(order: Order, id?: string): number {
    return this.#rank(
      (entry) => (compareOrders(entry.order, order) || (id === undefined ? 0 : entry.id <= id ? 0 : 1)) <= 0,
    )
  }

  /** From rank `start` up to, without, rank `end`. */
  *ascending(start: number, end: number): Generator<Entry> {
    let rank = 0
    for (const block of this.#blocks) {
      if (rank >= end) return
      const from = Math.max(0, start - rank)
      const to = Math.min(block.length, end - rank)
      for (let i = from; i < to; i++) yield block[i] as Entry
      rank += block.length
    }
  }

  *descending(start: number, end: number): Generator<Entry> {
    let rank = this.size
    for (let b = this.#blocks.length - 1; b >= 0; b--) {
      const block = this.#blocks[b] as Entry[]
      rank -= block.length
      if (rank + block.length <= start) return
      const to = Math.min(block.length, end - rank)
      for (let i = to - 1; i >= Math.max(0, start - rank); i--) yield block[i] as Entry
    }
  }

  #rank(isBefore: (entry: Entry) => boolean): number {
    let rank = 0
    for (const block of this.#blocks) {
      if (block.length > 0 && isBefore(block[block.length - 1] as Entry)) {
        rank += block.length
        continue
      }
      let low = 0
      let high = block.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (isBefore(block[middle] as Entry)) low = middle + 1
        else high = middle
      }
      return rank + low
    }
    return rank
  }

  /** The block the entry stands in or belongs into. */
  #blockOf(entry: Entry): number {
    let low = 0
    let high = this.#blocks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const last = this.#blocks[middle]?.at(-1)
      if (last !== undefined && compareEntries(last, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function lowerBound(block: Entry[], entry: Entry): number {
  let low = 0
  let high = block.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareEntries(block[middle] as Entry, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}
