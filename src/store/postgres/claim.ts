import type { Doc, Queue } from '../store'
import { orderBytes, toText } from './bytes'
import { type Bound, statement } from './statement'
import { content, type Table, withKey } from './table'

/**
 * The rows that may be claimed by the rules of `Queue`, locked: the first of its line, due, and none of the line under a lease. A row that
 * somebody is writing is passed over; what cannot be read any more holds nobody up.
 */
export function claimable<T extends Doc>(table: Table<T>, queue: Queue<T>, now: string, limit: number): Bound {
  const column = (index: string, of: string) => {
    const { key, order } = table.column(table.plan.position(index))
    return { key: key.replace('d.', `${of}.`), order: order.replace('d.', `${of}.`) }
  }
  const [ready, line] = [column(queue.index, 'd'), column(queue.line, 'd')]
  const [before, leased] = [column(queue.line, 'l'), column(queue.leases, 'x')]
  const text = `SELECT ${content} FROM ${table.name} d ${withKey}
    WHERE ${ready.key} = $1 AND ${ready.order} <= $2 AND (k.ref IS NULL OR k.wrapped IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1 FROM ${table.name} l
      WHERE ${before.key} = ${line.key} AND (${before.order}, l.id) < (${line.order}, d.id)
      AND NOT EXISTS (SELECT 1 FROM lianxin_keys g WHERE g.ref = l.sealed_by AND g.wrapped IS NULL))
    AND NOT EXISTS (SELECT 1 FROM ${table.name} x WHERE ${leased.key} = ${line.key} AND ${leased.order} > $2)
    ORDER BY ${ready.order}, d.id LIMIT $3 FOR UPDATE OF d SKIP LOCKED`
  return { statement: statement(text), values: [toText(queue.ready), orderBytes(now), limit] }
}
