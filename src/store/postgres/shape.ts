import { Plan } from '../plan'
import type { Collection, Doc, Log } from '../store'
import { LogTable } from './log-table'
import { RowWriter } from './rows'
import { Table } from './table'

/** The tables of every collection and log that there is. */
export class Shape {
  readonly tables: ReadonlyMap<string, Table>
  readonly writers: ReadonlyMap<string, RowWriter>
  readonly logs: ReadonlyMap<string, LogTable>

  constructor(
    collections: readonly Collection[],
    logs: readonly Log[],
    blind: (collection: string, index: string, value: string) => string,
  ) {
    this.tables = new Map(collections.map((each) => [each.name, new Table(new Plan(each, blind))]))
    this.writers = new Map([...this.tables].map(([name, table]) => [name, new RowWriter(table)]))
    this.logs = new Map(logs.map((log) => [log.name, new LogTable(log)]))
  }

  table<T extends Doc>({ name }: Collection<T>): Table<T> {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`the store has no collection ${name}`)
    return table as unknown as Table<T>
  }

  log(name: string): LogTable {
    const log = this.logs.get(name)
    if (log === undefined) throw new Error(`the store has no log ${name}`)
    return log
  }
}
