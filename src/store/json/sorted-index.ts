import type { Order } from '../order'
import { IntMap } from './int-map'
import type { Names } from './names'
import { orderKinds, type PackedIndex } from './packed-shard'
import { SortedEntries } from './sorted-entries'

/** So few are sorted before anybody has noticed. */
const fewEntries = 512

/** An index: equality key → entries in order. Ids are numbers of the table's, which keeps them in use. */
export class SortedIndex {
  /** By key: the id of its only entry when that has the order 0, as most have; else, below 0, the place in `#groups`. */
  #places = new IntMap()
  #groups: (SortedEntries | undefined)[] = []
  #free: number[] = []

  constructor(private readonly names: Names) {}

  group(key: string): SortedEntries | undefined {
    const number = this.names.find(key)
    const place = number === 0 ? 0 : this.#places.get(number)
    if (place < 0) return this.#settled(place)
    if (place === 0) return undefined
    const alone = new SortedEntries(this.names)
    alone.add(0, place)
    return alone
  }

  add(key: string, order: Order, id: number): void {
    const number = this.names.hold(key)
    const place = this.#places.get(number)
    if (place === 0 && order === 0) this.#places.set(number, id)
    else if (place !== id || order !== 0) this.#groupAt(number, place).settle().add(order, id)
    // A key is in use once, however many entries stand under it.
    if (place !== 0) this.names.release(number)
  }

  remove(key: string, order: Order, id: number): void {
    const number = this.names.find(key)
    const place = number === 0 ? 0 : this.#places.get(number)
    if (place === 0) return
    if (place > 0) {
      if (place !== id || order !== 0) return
    } else {
      const group = this.#settled(place)
      group.remove(order, id)
      if (group.size > 0) return
      this.#groups[-place - 1] = undefined
      this.#free.push(-place - 1)
    }
    this.#places.delete(number)
    this.names.release(number)
  }

  /** While the snapshot is read: entries whose names have these numbers here; their keys came in use for them; who comes has them sorted. */
  take({ keys, ids, orders, kinds, words }: PackedIndex, numbers: Uint32Array): void {
    for (let i = 0; i < keys.length; i++) {
      const key = numbers[keys[i] as number] as number
      const id = numbers[ids[i] as number] as number
      const kind = kinds[i]
      const order = orders[i] as number
      const place = this.#places.get(key)
      if (place === 0 && order === 0 && kind === orderKinds.number) this.#places.set(key, id)
      else if (kind === orderKinds.word) this.#groupAt(key, place).load(words[order] as string, false, id)
      else this.#groupAt(key, place).load(order, kind === orderKinds.instant, id)
      // A key is in use once, however many entries stand under it.
      if (place !== 0) this.names.release(key)
    }
  }

  /** Large groups that nobody has come to since they were read. */
  *unsettled(): Generator<SortedEntries> {
    for (const group of this.#groups) if (group && !group.isSettled && group.size > fewEntries) yield group
  }

  #settled(place: number): SortedEntries {
    return (this.#groups[-place - 1] as SortedEntries).settle()
  }

  #groupAt(key: number, place: number): SortedEntries {
    if (place < 0) return this.#groups[-place - 1] as SortedEntries
    const group = new SortedEntries(this.names)
    if (place > 0) group.add(0, place)
    const at = this.#free.pop() ?? this.#groups.length
    this.#groups[at] = group
    this.#places.set(key, -at - 1)
    return group
  }
}
