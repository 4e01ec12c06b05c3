import type { Order } from '../order'
import { compareOrders } from '../order'
import type { Plan } from '../plan'
import type { Doc, Query } from '../store'
import { fromText, orderBytes, toText } from './bytes'
import { type Bound, quoted, type Statement, statement } from './statement'

type Column = Plan['indexes'][number] & {
  /** Where the key and the order stand: in the table of the documents, or for lists in one of their own. */
  key: string
  order: string
  from: string
}

/** Every document has the order 0 where an index has none. */
const zero = `'\\x${orderBytes(0).toString('hex')}'::bytea`

/** The document's key goes with it, so that one that was destroyed anywhere is seen at once. */
export const withKey = 'LEFT JOIN lianxin_keys k ON k.ref = d.sealed_by'
export const content = 'd.id, d.rev::text, d.v, d.sealed_by, d.sealed, d.clear::text, k.ref, k.wrapped'

/** What a row of a table is read as. */
export interface StoredRow {
  id: string
  /** Another for each time it was written. */
  rev: string
  v: number
  sealed_by: string | null
  sealed: Buffer | null
  clear: string | null
  /** Null where the key is lost, as distinct from destroyed. */
  ref: string | null
  wrapped: Buffer | null
}

/** A collection's table with the statements that read it. */
export class Table<T extends Doc = Doc> {
  readonly name: string
  readonly columns: Column[]
  readonly getStatement: Statement
  readonly walkStatement: Statement

  constructor(readonly plan: Plan<T>) {
    const { name } = plan.collection
    this.name = quoted(name)
    this.columns = plan.indexes.map((index) => {
      const side = quoted(name, index.name)
      return index.lists
        ? {
            ...index,
            key: 'i.key',
            order: index.isOrdered ? 'i.ord' : zero,
            from: `${side} i JOIN ${this.name} d USING (id)`,
          }
        : {
            ...index,
            key: `d.${quoted(`${index.name}_key`)}`,
            order: index.isOrdered ? `d.${quoted(`${index.name}_order`)}` : zero,
            from: `${this.name} d`,
          }
    })
    this.getStatement = statement(`SELECT ${content} FROM ${this.name} d ${withKey} WHERE d.id = $1`)
    this.walkStatement = statement(
      `SELECT ${content} FROM ${this.name} d ${withKey} WHERE d.id > $1 ORDER BY d.id LIMIT $2`,
    )
  }

  /** Documents that match and can be read, in the query's order, leaving out some by id. */
  find(position: number, query: Query, without: readonly string[]): Bound {
    const { column, where, values } = this.#matching(position, query, without)
    const direction = query.order === 'descending' ? ' DESC' : ''
    const order = column.isOrdered ? `${column.order}${direction}, d.id${direction}` : `d.id${direction}`
    values.push(query.limit ?? null)
    const text =
      `SELECT ${content} FROM ${column.from} ${withKey} WHERE ${where}` +
      ` AND (k.ref IS NULL OR k.wrapped IS NOT NULL) ORDER BY ${order} LIMIT $${values.length}`
    return { statement: statement(text), values }
  }

  /** How many match, up to the query's limit and no further. Who asks whether there is any is not told of what nobody can read. */
  count(position: number, query: Query, without: readonly string[]): Bound {
    const { column, where, values } = this.#matching(position, query, without)
    values.push(query.limit ?? null)
    const readable =
      query.limit === undefined
        ? ''
        : ' AND NOT EXISTS (SELECT FROM lianxin_keys g WHERE g.ref = d.sealed_by AND g.wrapped IS NULL)'
    const text =
      `SELECT count(*)::integer AS count FROM` +
      ` (SELECT 1 FROM ${column.from} WHERE ${where}${readable} LIMIT $${values.length}) AS found`
    return { statement: statement(text), values }
  }

  /** The id of another document under a unique key. */
  other(position: number, key: string, id: string, without: readonly string[]): Bound {
    const column = this.column(position)
    const text = `SELECT d.id FROM ${column.from} WHERE ${column.key} = $1 AND d.id <> $2 AND d.id <> ALL($3) LIMIT 1`
    return { statement: statement(text), values: [toText(key), toText(id), without.map(toText)] }
  }

  idOf(row: Pick<StoredRow, 'id'>): string {
    return fromText(row.id)
  }

  column(position: number): Column {
    return this.columns[position] as Column
  }

  #matching(position: number, query: Query, without: readonly string[]) {
    const column = this.column(position)
    const values: unknown[] = [toText(this.plan.key(position, query.equals))]
    const conditions = [`${column.key} = $1`]
    const bound = (value: unknown) => `$${values.push(value)}`
    const { from, to, after } = query
    if (column.isOrdered) {
      if (from !== undefined) conditions.push(`${column.order} >= ${bound(orderBytes(from))}`)
      if (to !== undefined) conditions.push(`${column.order} <= ${bound(orderBytes(to))}`)
      if (after !== undefined) {
        const sign = query.order === 'descending' ? '<' : '>'
        conditions.push(
          `(${column.order}, d.id) ${sign} (${bound(orderBytes(after.order))}, ${bound(toText(after.id))}::text COLLATE "C")`,
        )
      }
    } else conditions.push(...withoutOrder(query, bound))
    if (without.length > 0) conditions.push(`d.id <> ALL(${bound(without.map(toText))})`)
    return { column, where: conditions.join(' AND '), values }
  }
}

/** The same bounds where every order is 0. */
function withoutOrder({ from, to, after, order }: Query, bound: (value: unknown) => string): string[] {
  const compare = (other: Order) => compareOrders(0, other)
  if ((from !== undefined && compare(from) < 0) || (to !== undefined && compare(to) > 0)) return ['false']
  if (after === undefined) return []
  const sign = order === 'descending' ? '<' : '>'
  const compared = compare(after.order)
  if (compared === 0) return [`d.id ${sign} ${bound(toText(after.id))}::text COLLATE "C"`]
  return compared > 0 === (sign === '>') ? [] : ['false']
}
