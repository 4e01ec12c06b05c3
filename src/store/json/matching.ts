import { compareEntries, type Entry, isWithin } from '../order'
import type { Query } from '../store'
import type { Layer, LayerTable } from './layer'
import type { SortedEntries } from './sorted-entries'
import type { Table } from './table'

/** Where a query lies in the durable entries of its key, as ranks. */
function bounds(group: SortedEntries, query: Query): { start: number; end: number } {
  const { from, to, after } = query
  let start = from === undefined ? 0 : group.before(from)
  let end = to === undefined ? group.size : group.upTo(to)
  if (after !== undefined) {
    if (query.order === 'descending') end = Math.min(end, group.before(after.order, after.id))
    else start = Math.max(start, group.upTo(after.order, after.id))
  }
  return { start, end: Math.max(start, end) }
}

/** Ids that match, in the query's order (limit aside): the layers, the top one first, over the durable entries. */
export function* matching(table: Table, layers: readonly Layer[], position: number, key: string, query: Query) {
  const over: LayerTable[] = []
  const laid: Entry[] = []
  for (const { tables } of layers) {
    const layer = tables.get(table.name)
    if (layer === undefined) continue
    for (const id of layer.ids(position, key)) {
      if (over.some((above) => above.versions.has(id))) continue
      const order = layer.versions.get(id)?.keys[position]?.[0]
      const entry = { order: order ?? 0, id }
      if (isWithin(entry, query)) laid.push(entry)
    }
    over.push(layer)
  }
  const descending = query.order === 'descending'
  if (laid.length > 1) laid.sort(descending ? (a, b) => compareEntries(b, a) : compareEntries)

  let next = 0
  const group = table.indexes[position]?.group(key)
  if (group !== undefined) {
    const { start, end } = bounds(group, query)
    for (const entry of descending ? group.descending(start, end) : group.ascending(start, end)) {
      if (over.some((layer) => layer.versions.has(entry.id))) continue
      for (let first = laid[next]; first !== undefined; first = laid[++next]) {
        const comes = compareEntries(first, entry)
        if (descending ? comes < 0 : comes > 0) break
        yield first.id
      }
      yield entry.id
    }
  }
  for (; next < laid.length; next++) yield (laid[next] as Entry).id
}

export function countMatching(
  table: Table,
  layers: readonly Layer[],
  position: number,
  key: string,
  query: Query,
): number {
  let count = 0
  if (layers.some((layer) => layer.tables.has(table.name))) {
    const { limit = Number.POSITIVE_INFINITY } = query
    for (const _ of matching(table, layers, position, key, query)) if (++count >= limit) break
  } else {
    const group = table.indexes[position]?.group(key)
    if (group !== undefined) {
      const { start, end } = bounds(group, query)
      count = end - start
    }
  }
  return Math.min(count, query.limit ?? Number.POSITIVE_INFINITY)
}
