import { compareOrders, type Entry, type Order } from '../order'
import { instantText, textToInstant } from './instants'
import type { Names } from './names'
import { mostAlone, ranksOf, sortByName, sortByNumber } from './sort-places'

const blockSize = 512

/** Where the first number stands that is not below this one. */
function firstFrom(orders: readonly number[], order: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if ((orders[middle] as number) < order) low = middle + 1
    else high = middle
  }
  return low
}

interface Block {
  orders: Order[]
  /** Numbers of the ids. */
  ids: number[]
}

/**
 * Entries in order of (order, id), in blocks, so that adding one among 60,000 moves at most a block. Nearly every order is an instant:
 * while all of them are, they are kept as numbers, which compare the same.
 */
export class SortedEntries {
  #blocks: Block[] = [{ orders: [], ids: [] }]
  #instants = true
  #isSorted = true

  constructor(private readonly names: Names) {}

  get isSettled(): boolean {
    return this.#isSorted
  }

  get size(): number {
    let size = 0
    for (const { ids } of this.#blocks) size += ids.length
    return size
  }

  /** Adds without a look at the order; `settle` sorts. An instant is given as its number. */
  load(order: Order, isInstant: boolean, id: number): void {
    const block = this.#blocks[0] as Block
    if (this.#instants && !isInstant) this.#toPlain()
    block.orders.push(isInstant && !this.#instants ? instantText(order as number) : order)
    block.ids.push(id)
    this.#isSorted = false
  }

  settle(): this {
    if (this.#isSorted) return this
    this.#isSorted = true
    const { orders, ids } = this.#blocks[0] as Block
    if (ids.length <= mostAlone) {
      this.#settleFew()
      return this
    }
    const places = new Uint32Array(ids.length)
    for (let i = 0; i < places.length; i++) places[i] = i
    const numbers = this.#instants ? (orders as number[]) : ranksOf(orders)
    sortByNumber(places, numbers, (equal) => sortByName(equal, ids, this.names))
    this.#blocks = []
    for (let start = 0; start < places.length; start += blockSize) {
      const block: Block = { orders: [], ids: [] }
      for (let i = start; i < Math.min(start + blockSize, places.length); i++) {
        block.orders.push(orders[places[i] as number] as Order)
        block.ids.push(ids[places[i] as number] as number)
      }
      this.#blocks.push(block)
    }
    return this
  }

  /** Most groups are of a handful: for them everything else takes longer. */
  #settleFew(): void {
    const block = this.#blocks[0] as Block
    const { orders, ids } = block
    for (let i = 1; i < ids.length; i++) {
      const order = orders[i] as Order
      const id = ids[i] as number
      let to = i
      for (; to > 0 && this.#compareTo(block, to - 1, order, id) > 0; to--) {
        orders[to] = orders[to - 1] as Order
        ids[to] = ids[to - 1] as number
      }
      orders[to] = order
      ids[to] = id
    }
  }

  add(order: Order, id: number): void {
    const instant = this.#instants ? textToInstant(order) : undefined
    if (this.#instants && instant === undefined) this.#toPlain()
    const stored = instant ?? order
    const b = this.#blockOf(stored, id)
    const { orders, ids } = this.#blocks[b] as Block
    const i = this.#lowerBound(this.#blocks[b] as Block, stored, id)
    if (ids[i] === id && orders[i] === stored) return
    orders.splice(i, 0, stored)
    ids.splice(i, 0, id)
    if (ids.length <= blockSize * 2) return
    const rest = { orders: orders.splice(blockSize), ids: ids.splice(blockSize) }
    this.#blocks.splice(b + 1, 0, rest)
  }

  remove(order: Order, id: number): void {
    const stored = this.#instants ? textToInstant(order) : order
    if (stored === undefined) return
    const b = this.#blockOf(stored, id)
    const { orders, ids } = this.#blocks[b] as Block
    const i = this.#lowerBound(this.#blocks[b] as Block, stored, id)
    if (ids[i] !== id || orders[i] !== stored) return
    orders.splice(i, 1)
    ids.splice(i, 1)
    if (ids.length === 0 && this.#blocks.length > 1) this.#blocks.splice(b, 1)
  }

  /** How many entries stand before (order, id); without id: before the order. */
  before(order: Order, id?: string): number {
    return this.#rank(order, id, (comes) => comes < 0, id === undefined ? 0 : 1)
  }

  /** How many entries stand at or before (order, id); without id: up to the end of the order. */
  upTo(order: Order, id?: string): number {
    return this.#rank(order, id, (comes) => comes <= 0, id === undefined ? 0 : 1)
  }

  /** From rank `start` up to, without, rank `end`. */
  *ascending(start: number, end: number): Generator<Entry> {
    let rank = 0
    for (const block of this.#blocks) {
      if (rank >= end) return
      const { length } = block.ids
      const to = Math.min(length, end - rank)
      for (let i = Math.max(0, start - rank); i < to; i++) yield this.#entry(block, i)
      rank += length
    }
  }

  *descending(start: number, end: number): Generator<Entry> {
    let rank = this.size
    for (let b = this.#blocks.length - 1; b >= 0; b--) {
      const block = this.#blocks[b] as Block
      const { length } = block.ids
      rank -= length
      if (rank + length <= start) return
      const to = Math.min(length, end - rank)
      for (let i = to - 1; i >= Math.max(0, start - rank); i--) yield this.#entry(block, i)
    }
  }

  #entry({ orders, ids }: Block, i: number): Entry {
    const order = orders[i] as Order
    return { order: this.#instants ? instantText(order as number) : order, id: this.names.text(ids[i] as number) }
  }

  /** How many entries are, by how they compare with (order, id), before the place that is looked for. */
  #rank(order: Order, id: string | undefined, isBefore: (comes: number) => boolean, byId: 0 | 1): number {
    const instant = this.#instants ? textToInstant(order) : undefined
    const before = ({ orders, ids }: Block, i: number) => {
      const stored = orders[i] as Order
      let comes: number
      if (!this.#instants) comes = compareOrders(stored, order)
      else if (instant !== undefined) comes = (stored as number) - instant
      else comes = compareOrders(instantText(stored as number), order)
      if (comes === 0 && byId === 1) {
        const own = this.names.text(ids[i] as number)
        comes = own === id ? 0 : own < (id as string) ? -1 : 1
      }
      return isBefore(comes)
    }
    let rank = 0
    for (const block of this.#blocks) {
      const { length } = block.ids
      if (length > 0 && before(block, length - 1)) {
        rank += length
        continue
      }
      let low = 0
      let high = length
      while (low < high) {
        const middle = (low + high) >> 1
        if (before(block, middle)) low = middle + 1
        else high = middle
      }
      return rank + low
    }
    return rank
  }

  #compareStored(a: Order, b: Order): number {
    return this.#instants ? (a as number) - (b as number) : compareOrders(a, b)
  }

  #compareTo({ orders, ids }: Block, i: number, order: Order, id: number): number {
    return this.#compareStored(orders[i] as Order, order) || this.names.compare(ids[i] as number, id)
  }

  /** The block the entry stands in or belongs into. */
  #blockOf(order: Order, id: number): number {
    let low = 0
    let high = this.#blocks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const block = this.#blocks[middle] as Block
      const { length } = block.ids
      if (length > 0 && this.#compareTo(block, length - 1, order, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #lowerBound(block: Block, order: Order, id: number): number {
    let low = 0
    let high = block.ids.length
    if (this.#instants) {
      // What stands before and behind it by number alone, which most are told apart by.
      const orders = block.orders as number[]
      low = firstFrom(orders, order as number, low, high)
      if (low === high || orders[low] !== order) return low
      high = firstFrom(orders, (order as number) + 1, low, high)
    }
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compareTo(block, middle, order, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** From now on orders stand as they are. */
  #toPlain(): void {
    this.#instants = false
    for (const block of this.#blocks) block.orders = block.orders.map((order) => instantText(order as number))
  }
}
