import type { QueryResultRow } from 'pg'

/** A text of SQL under the name that a connection prepares it under. */
export interface Statement {
  name: string
  text: string
}

/** A statement with what it is asked with. */
export interface Bound {
  statement: Statement
  values: readonly unknown[]
}

/** Asks the database: inside a transaction, or by itself. */
export type Ask = (statement: Statement, values: readonly unknown[]) => Promise<QueryResultRow[]>

const names = new Map<string, string>()

/** The same text has the same name in every connection. */
export function statement(text: string): Statement {
  let name = names.get(text)
  if (name === undefined) {
    name = `lianxin${names.size}`
    names.set(text, name)
  }
  return { name, text }
}

export function quoted(...names: readonly string[]): string {
  return `"${names.join('.').replaceAll('"', '""')}"`
}
