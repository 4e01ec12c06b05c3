import type { Collection, Doc, Log, LogEntry, Logged, LogQuery, Query, ReadTx } from '../store'
import { toText } from './bytes'
import type { Codec } from './codec'
import type { DataKeys } from './data-keys'
import { lastSeq } from './log-table'
import type { Memory } from './memory'
import type { Shape } from './shape'
import { type Ask, statement } from './statement'
import type { StoredRow, Table } from './table'

export interface ViewDeps {
  shape: Shape
  codec: Codec
  keys: DataKeys
  memory: Memory
}

const counterSum = statement('SELECT sum FROM lianxin_counters WHERE name = $1')

/** Whether a query asks for all that there can be under a unique key: one document at most. */
export function isWhole<T extends Doc>({ plan }: Table<T>, { index, from, to, after, limit = 1 }: Query): boolean {
  const isBounded = from !== undefined || to !== undefined || after !== undefined || limit < 1
  return plan.indexes[plan.position(index)]?.unique === true && !isBounded
}

/** Reads what is durable, each answer by itself. */
export class View implements ReadTx {
  #ended = false

  constructor(
    protected readonly deps: ViewDeps,
    protected readonly ask: Ask,
  ) {}

  /** A transaction is over when its callback is: what it started and did not await must not slip into nothing. */
  end(): void {
    this.#ended = true
  }

  async get<T extends Doc>(collection: Collection<T>, id: string): Promise<T | undefined> {
    this.live()
    const [row] = await this.ask(this.deps.shape.table(collection).getStatement, [toText(id)])
    return this.opened(collection, id, row as StoredRow | undefined)
  }

  async find<T extends Doc>(collection: Collection<T>, query: Query): Promise<T[]> {
    this.live()
    const rows = await this.rows(collection, query, [])
    const table = this.deps.shape.table(collection)
    if (!isWhole(table, query)) return rows.flatMap((row) => this.deps.codec.document(collection, row) ?? [])
    return rows.flatMap((row) => this.opened(collection, table.idOf(row), row) ?? [])
  }

  async count<T extends Doc>(collection: Collection<T>, query: Query): Promise<number> {
    this.live()
    return this.counted(collection, query, [])
  }

  async counter(name: string): Promise<number> {
    this.live()
    const [row] = await this.ask(counterSum, [toText(name)])
    return row?.sum ?? 0
  }

  async entries<T extends LogEntry>(log: Log<T>, query: LogQuery): Promise<Logged<T>[]> {
    this.live()
    if (query.limit <= 0) return []
    const { statement, values } = this.deps.shape.log(log.name).entries(query)
    const rows = await this.ask(statement, values)
    if (query.after === undefined) rows.reverse()
    return rows.flatMap((row) => {
      const entry = this.deps.codec.entry(log, query.key, row.seq, row as StoredRow)
      return entry ? [{ ...entry, seq: row.seq }] : []
    })
  }

  /** What stands in a row, remembered for who comes next. */
  protected opened<T extends Doc>(collection: Collection<T>, id: string, row: StoredRow | undefined): T | undefined {
    const { codec, keys, memory } = this.deps
    const value = row && codec.document(collection, row)
    // One that cannot be read any more may be so within this transaction only.
    if (collection.seldomThere || (row && value === undefined)) return value
    const key = row?.sealed_by && row.wrapped ? keys.unwrap(row.sealed_by, row.wrapped) : undefined
    memory.keepDoc(collection.name, id, { rev: row?.rev ?? 'absent', value, key })
    return value
  }

  protected async rows<T extends Doc>(
    collection: Collection<T>,
    query: Query,
    without: readonly string[],
  ): Promise<StoredRow[]> {
    const table = this.deps.shape.table(collection)
    const bound = table.find(table.plan.position(query.index), query, without)
    if (query.limit !== undefined && query.limit <= 0) return []
    const rows = (await this.ask(bound.statement, bound.values)) as StoredRow[]
    if (isWhole(table, query)) {
      const { memory } = this.deps
      for (const row of rows) memory.keepIdUnder(collection.name, query.index, query.equals, table.idOf(row))
    }
    return rows
  }

  protected async counted<T extends Doc>(
    collection: Collection<T>,
    query: Query,
    without: readonly string[],
  ): Promise<number> {
    const table = this.deps.shape.table(collection)
    const { statement, values } = table.count(table.plan.position(query.index), query, without)
    return (await this.ask(statement, values))[0]?.count
  }

  protected async seqOf(log: string, key: string): Promise<number> {
    const seq = Number((await this.ask(lastSeq, [log, toText(key)]))[0]?.seq ?? 0)
    this.deps.memory.keepSeq(log, key, seq)
    return seq
  }

  protected live(): void {
    if (this.#ended) throw new Error('the transaction is over')
  }
}
