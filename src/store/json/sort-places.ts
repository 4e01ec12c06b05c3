import { compareOrders, type Order } from '../order'
import type { Names } from './names'

/** Where each stands among the different ones: mostly months or words, of which there are few. */
export function ranksOf(orders: readonly Order[]): number[] {
  const different = [...new Set(orders)].sort(compareOrders)
  const ranks = new Map(different.map((order, rank) => [order, rank]))
  return orders.map((order) => ranks.get(order) as number)
}

/** So few are sorted where they stand. */
export const mostAlone = 16

/** Numbers with as many bits as stand beside a place in 64. */
const placeBits = 22
const mostPlaces = 2 ** placeBits
const mostNumber = 2 ** (64 - placeBits)
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** Puts places in the order of their numbers; those whose numbers are equal are left to `settle`. */
export function sortByNumber(
  places: Uint32Array,
  numbers: readonly number[],
  settle: (equal: Uint32Array<ArrayBufferLike>) => void,
): void {
  const before = places.slice()
  const order = orderOf(numbers)
  for (let i = 0; i < order.length; i++) places[i] = before[order[i] as number] as number
  for (let start = 0; start < order.length; ) {
    const number = numbers[order[start] as number]
    let end = start + 1
    while (end < order.length && numbers[order[end] as number] === number) end++
    if (end - start > 1) settle(places.subarray(start, end))
    start = end
  }
}

/**
 * Where the smallest number stands, then the next. Number and place in one whole number of 64 bits are sorted without a function to be
 * called for each comparison: a start sorts a million.
 */
function orderOf(numbers: readonly number[]): Uint32Array {
  const { length } = numbers
  const isPacked =
    isLittleEndian && length <= mostPlaces && numbers.every((number) => number >= 0 && number < mostNumber)
  if (!isPacked) {
    return Uint32Array.from(numbers.keys()).sort((a, b) => (numbers[a] as number) - (numbers[b] as number))
  }
  const packed = new BigUint64Array(length)
  const halves = new Uint32Array(packed.buffer)
  const low = 32 - placeBits
  for (let i = 0; i < length; i++) {
    const number = numbers[i] as number
    halves[i * 2] = (((number % 2 ** low) << placeBits) | i) >>> 0
    halves[i * 2 + 1] = Math.floor(number / 2 ** low)
  }
  packed.sort()
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = (halves[i * 2] as number) & (mostPlaces - 1)
  return order
}

/** Puts places of ids in the order of their texts: a number made of a few letters tells most of them apart. */
export function sortByName(places: Uint32Array, ids: readonly number[], names: Names): void {
  const byText = (some: Uint32Array) => {
    some.sort((a, b) => names.compare(ids[a] as number, ids[b] as number))
  }
  const own = new Uint32Array(places.length)
  for (let i = 0; i < places.length; i++) own[i] = ids[places[i] as number] as number
  const leads = places.length > mostAlone ? names.leads(own) : undefined
  if (leads === undefined) byText(places)
  else sortByNumber(places, leads, byText)
}
