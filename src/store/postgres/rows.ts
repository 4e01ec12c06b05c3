import type { Keys } from '../plan'
import { orderBytes, toText } from './bytes'
import { type Bound, quoted, type Statement, statement } from './statement'
import type { Table } from './table'

/** What stands in a row beside its keys. */
export interface Content {
  v: number
  sealedBy: string | null
  sealed: Buffer | null
  clear: string | null
}

/** What a transaction knew of the row it replaces: its revision, that there was none, or nothing. */
export type Before = string | 'absent' | undefined

export interface Change {
  id: string
  before: Before
  /** Null removes the row. */
  now: { rev: string; content: Content; keys: Keys } | null
}

/**
 * A statement that fails where it does not change exactly one row: what was read has been changed by somebody else since. Nobody waits for
 * its answer before the commit is sent.
 */
function once(text: string): Statement {
  return statement(`WITH changed AS (${text} RETURNING 1) SELECT 1 / count(*) FROM changed`)
}

/** The statements by which a table's rows are written. */
export class RowWriter {
  readonly #insert: Statement
  readonly #upsert: Statement
  readonly #update: Statement
  readonly #delete: Statement
  readonly #deleteKnown: Statement
  readonly #lists: { position: number; insert: Statement; delete: Statement }[]

  constructor(private readonly table: Table) {
    const columns = ['id', 'rev', 'v', 'sealed_by', 'sealed', 'clear', ...indexColumns(table)]
    const { name } = table
    const numbers = columns.map((_, i) => `$${i + 1}`).join(', ')
    const set = columns
      .slice(1)
      .map((column, i) => `${column} = $${i + 2}`)
      .join(', ')
    const insert = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${numbers})`
    this.#insert = statement(insert)
    this.#upsert = statement(`${insert} ON CONFLICT (id) DO UPDATE SET ${set}`)
    this.#update = once(`UPDATE ${name} SET ${set} WHERE id = $1 AND rev = $${columns.length + 1}`)
    this.#delete = statement(`DELETE FROM ${name} WHERE id = $1`)
    this.#deleteKnown = once(`DELETE FROM ${name} WHERE id = $1 AND rev = $2`)
    this.#lists = table.columns.flatMap((column, position) => {
      if (!column.lists) return []
      const side = quoted(table.plan.collection.name, column.name)
      return {
        position,
        insert: statement(`INSERT INTO ${side} (key, ord, id) SELECT key, $2, $3 FROM unnest($1::text[]) AS key`),
        delete: statement(`DELETE FROM ${side} WHERE id = $1`),
      }
    })
  }

  write({ id, before, now }: Change): Bound[] {
    const key = toText(id)
    if (now === null) return before === 'absent' ? [] : [...this.#removeLists(key), this.#remove(key, before)]
    const { v, sealedBy, sealed, clear } = now.content
    const values = [key, now.rev, v, sealedBy, sealed, clear, ...indexValues(this.table, now.keys)]
    const lists = [...(before === 'absent' ? [] : this.#removeLists(key)), ...this.#addLists(key, now.keys)]
    if (before === 'absent') return [{ statement: this.#insert, values }, ...lists]
    if (before === undefined) return [{ statement: this.#upsert, values }, ...lists]
    return [{ statement: this.#update, values: [...values, before] }, ...lists]
  }

  #remove(key: string, before: Before): Bound {
    return before === undefined
      ? { statement: this.#delete, values: [key] }
      : { statement: this.#deleteKnown, values: [key, before] }
  }

  #removeLists(key: string): Bound[] {
    return this.#lists.map((list) => ({ statement: list.delete, values: [key] }))
  }

  #addLists(key: string, keys: Keys): Bound[] {
    return this.#lists.flatMap(({ position, insert }) => {
      const [order, ...values] = keys[position] ?? [0]
      return values.length === 0 ? [] : { statement: insert, values: [values.map(toText), orderBytes(order), key] }
    })
  }
}

/** Columns of the document's own row for its indexes. */
function indexColumns(table: Table): string[] {
  return table.columns
    .filter(({ lists }) => !lists)
    .flatMap(({ name, isOrdered }) => [quoted(`${name}_key`), ...(isOrdered ? [quoted(`${name}_order`)] : [])])
}

function indexValues(table: Table, keys: Keys): unknown[] {
  return table.columns.flatMap(({ lists, isOrdered }, position) => {
    if (lists) return []
    const [order, key] = keys[position] ?? []
    const text = key === undefined ? null : toText(key)
    return isOrdered ? [text, order === undefined ? null : orderBytes(order)] : [text]
  })
}
