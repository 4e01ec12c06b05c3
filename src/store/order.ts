import type { Query } from './store'

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

/** Whether an entry of its key is one that a query asks for. */
export function isWithin(entry: Entry, { from, to, after, order }: Query): boolean {
  if (from !== undefined && compareOrders(entry.order, from) < 0) return false
  if (to !== undefined && compareOrders(entry.order, to) > 0) return false
  if (after === undefined) return true
  return order === 'descending' ? compareEntries(entry, after) < 0 : compareEntries(entry, after) > 0
}
