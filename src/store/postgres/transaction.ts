import { boundTo } from '../envelope'
import { compareEntries } from '../order'
import type { Keys } from '../plan'
import {
  type Collection,
  type Doc,
  type KeyName,
  type Log,
  type LogEntry,
  type Logged,
  type LogQuery,
  type Query,
  type Queue,
  UniqueViolation,
  type WriteTx,
} from '../store'
import { Assumed, stillSo } from './assumed'
import { toText } from './bytes'
import { claimable } from './claim'
import { type Appended, type Known, KnownDocuments } from './known'
import type { Remembered } from './memory'
import { newRevision } from './revision'
import { Sealing } from './sealing'
import type { Ask, Bound } from './statement'
import type { StoredRow, Table } from './table'
import { Again } from './trouble'
import { isWhole, View, type ViewDeps } from './view'

/**
 * What a write callback sees and changes. It keeps its changes to itself until the commit sends them all together; what it has read once it
 * does not ask for again, nor for what is remembered; if any of that has been changed since by somebody else, the callback runs again.
 */
export class Transaction extends View implements WriteTx {
  readonly known: KnownDocuments
  readonly appended: Appended[] = []
  /** Seqs of logs as they were before and are now, by log and key. */
  readonly heads = new Map<string, { log: string; key: string; before: number; now: number }>()
  readonly added = new Map<string, number>()
  /** Unique keys that nothing stood under, by name. */
  readonly taken = new Set<string>()
  readonly sealing: Sealing
  readonly #sums = new Map<string, Promise<number>>()
  readonly #seqs = new Map<string, Promise<number>>()
  /** Unique keys that nobody had when they were looked for. */
  readonly #free = new Set<string>()
  readonly #assumed: Assumed

  constructor(
    deps: ViewDeps,
    ask: Ask,
    /** Whether it may go by what is remembered, or taken for granted, and let the commit check it. */
    mayAssume: boolean,
  ) {
    super(deps, ask)
    this.sealing = new Sealing(deps.keys, ask)
    this.known = new KnownDocuments(deps.shape, this.sealing)
    this.#assumed = new Assumed(deps.memory, mayAssume)
  }

  /** Whether anything was changed that only a commit makes durable. */
  get isEmpty(): boolean {
    return !this.known.isAnyWritten && this.appended.length + this.added.size === 0 && !this.sealing.hasDropped
  }

  override async get<T extends Doc>(collection: Collection<T>, id: string): Promise<T | undefined> {
    this.live()
    const known = this.known.of(collection).get(id)
    if (known && (known.before !== undefined || known.written !== undefined)) return this.known.valueOf<T>(known)
    const remembered = this.#assumed.of(collection, id)
    if (remembered) return this.#assume(collection, id, remembered)
    const [row] = await this.ask(this.deps.shape.table(collection).getStatement, [toText(id)])
    return this.#read(collection, id, row as StoredRow | undefined)
  }

  override async find<T extends Doc>(collection: Collection<T>, query: Query): Promise<T[]> {
    this.live()
    const { limit = Number.POSITIVE_INFINITY } = query
    const table = this.deps.shape.table(collection)
    const mine = this.known.written(collection)
    const isWholeKey = isWhole(table, query)
    const recalled = isWholeKey && mine.size === 0 ? this.#recalled(collection, query) : undefined
    if (recalled) return [recalled]
    const rows = await this.rows(collection, query, [...mine.keys()])
    if (isWholeKey && rows.length === 0) this.#free.add(boundTo(collection.name, query.index, query.equals))
    const found = rows.flatMap((row) => this.#read(collection, table.idOf(row), row) ?? [])
    const laid = this.known.matching(table, query, mine)
    if (laid.length === 0) return found
    const position = table.plan.position(query.index)
    const entries = [...found, ...laid].map((doc) => {
      return { doc, id: doc.id, order: table.plan.keys(doc)[position]?.[0] ?? 0 }
    })
    entries.sort(query.order === 'descending' ? (a, b) => compareEntries(b, a) : compareEntries)
    return entries.slice(0, limit).map(({ doc }) => doc)
  }

  override async count<T extends Doc>(collection: Collection<T>, query: Query): Promise<number> {
    this.live()
    const table = this.deps.shape.table(collection)
    const mine = this.known.written(collection)
    const count = await this.counted(collection, query, [...mine.keys()])
    const laid = this.known.matching(table, query, mine).length
    return Math.min(count + laid, query.limit ?? Number.POSITIVE_INFINITY)
  }

  async put<T extends Doc>(collection: Collection<T>, doc: T): Promise<void> {
    this.live()
    const table = this.deps.shape.table(collection)
    const parsed = collection.schema.parse(doc)
    if (parsed.id !== doc.id) throw new Error(`${collection.name}: the schema changes the id`)
    const keys = table.plan.keys(parsed)
    await this.#checkUnique(table, parsed, keys)
    const key = await this.sealing.key(table.plan.sealedBy(parsed))
    const content = this.deps.codec.content(boundTo(collection.name, doc.id), collection.version, parsed, key)
    this.known.of(collection).set(doc.id, {
      before: this.known.of(collection).get(doc.id)?.before,
      value: this.deps.codec.given(parsed),
      ref: content.sealedBy,
      written: { rev: newRevision(), content, keys, key },
    })
  }

  async delete<T extends Doc>(collection: Collection<T>, id: string): Promise<void> {
    this.live()
    this.deps.shape.table(collection)
    const before = this.known.of(collection).get(id)?.before
    this.known.of(collection).set(id, { before, value: undefined, ref: null, written: null })
  }

  override async counter(name: string): Promise<number> {
    this.live()
    let sum = this.#sums.get(name)
    if (sum === undefined) {
      sum = super.counter(name)
      this.#sums.set(name, sum)
    }
    return (await sum) + (this.added.get(name) ?? 0)
  }

  async add(counter: string, by: number): Promise<void> {
    this.live()
    if (by !== 0) this.added.set(counter, (this.added.get(counter) ?? 0) + by)
  }

  async append<T extends LogEntry>(log: Log<T>, key: string, entry: T): Promise<number> {
    this.live()
    this.deps.shape.log(log.name)
    const value = log.schema.parse(entry)
    const name = boundTo(log.name, key)
    let before = this.#seqs.get(name)
    if (before === undefined) {
      const remembered = this.#assumed.seq(log.name, key)
      before = remembered === undefined ? this.seqOf(log.name, key) : Promise.resolve(remembered)
      this.#seqs.set(name, before)
    }
    const [last, sealing] = await Promise.all([before, this.sealing.key(log.sealedBy(value))])
    const head = this.heads.get(name) ?? { log: log.name, key, before: last, now: last }
    const seq = head.now + 1
    this.heads.set(name, { ...head, now: seq })
    const content = this.deps.codec.content(boundTo(log.name, key, seq), log.version, value, sealing)
    this.appended.push({
      log: log.name,
      key,
      seq,
      month: value.at.slice(0, 7),
      content,
      value: this.deps.codec.given(value),
    })
    return seq
  }

  override async entries<T extends LogEntry>(log: Log<T>, query: LogQuery): Promise<Logged<T>[]> {
    const durable = await super.entries(log, query)
    const { after = 0, before = Number.POSITIVE_INFINITY, limit } = query
    const own = this.appended
      .filter((each) => each.log === log.name && each.key === query.key && each.seq > after && each.seq < before)
      .filter(({ content }) => !this.sealing.isDropped(content.sealedBy))
      .map(({ value, seq }) => ({ ...(value as T), seq }))
    if (limit <= 0) return []
    const all = [...durable, ...own]
    return query.after === undefined ? all.slice(-limit) : all.slice(0, limit)
  }

  dropKey(name: KeyName): Promise<void> {
    this.live()
    return this.sealing.drop(name)
  }

  /** The rows that `claim` may take, locked. */
  claimable<T extends Doc>(queue: Queue<T>, now: string, limit: number): Promise<T[]> {
    const table = this.deps.shape.table(queue.collection)
    const { statement, values } = claimable(table, queue, now, limit)
    return this.ask(statement, values).then((rows) =>
      rows.flatMap((row) => this.#read(queue.collection, table.idOf(row as StoredRow), row as StoredRow) ?? []),
    )
  }

  /** Fails with the commit unless all that was assumed still stands. Rows it writes are checked as they are written. */
  checks(): Bound[] {
    const unchecked = this.#assumed.documents((seen) => !this.known.isCheckedAnyway(seen))
    return stillSo([...unchecked, ...this.known.ofNewcomers()], [...this.#assumedKeys(), ...this.sealing.used])
  }

  /** For who gives up because of what it saw: throws Again unless that still stands. */
  async confirm(): Promise<void> {
    const checks = stillSo(
      this.#assumed.documents(() => true),
      this.#assumedKeys(),
    )
    for (const { statement, values } of checks) await this.ask(statement, values)
  }

  /** After the commit: what was written is as it was put. */
  remember(): void {
    const { memory } = this.deps
    this.known.remember(memory)
    for (const { log, key, now } of this.heads.values()) memory.keepSeq(log, key, now)
  }

  #assumedKeys(): string[] {
    return this.#assumed.refs((ref) => !this.sealing.isDropped(ref))
  }

  #assume<T extends Doc>(collection: Collection<T>, id: string, remembered: Remembered): T | undefined {
    const { rev, value, key } = remembered
    this.#assumed.take(collection, this.deps.shape.table(collection).name, id, remembered)
    const known: Known = { before: rev, value, ref: key?.ref ?? null }
    this.known.of(collection).set(id, known)
    this.sealing.know(key)
    return this.known.valueOf<T>(known)
  }

  /** What stood under a unique key, and has it still. */
  #recalled<T extends Doc>(collection: Collection<T>, query: Query): T | undefined {
    const { index, equals } = query
    const id = this.#assumed.idUnder(collection, query)
    if (id === undefined) return undefined
    const known = this.known.of(collection).get(id)
    const remembered = known ? undefined : this.#assumed.of(collection, id)
    const value = known ? this.known.valueOf<T>(known) : (remembered?.value as T | undefined)
    if (value === undefined || collection.indexes[index]?.equals(value) !== equals) return undefined
    return remembered ? this.#assume(collection, id, remembered) : value
  }

  /** What the database gave: as it was read first, or not at all. */
  #read<T extends Doc>(collection: Collection<T>, id: string, row: StoredRow | undefined): T | undefined {
    const table = this.known.of(collection)
    const before = row?.rev ?? 'absent'
    const known = table.get(id)
    if (known?.before !== undefined) {
      if (known.before !== before) throw new Again('changed while it was read')
      return this.known.valueOf<T>(known)
    }
    const value = this.opened(collection, id, row)
    const ref = row?.sealed_by ?? null
    table.set(id, { ...known, before, value, ref })
    if (row) this.sealing.seen(row)
    return value
  }

  async #checkUnique<T extends Doc>(table: Table<T>, doc: T, keys: Keys): Promise<void> {
    const { name } = table.plan.collection
    const mine = this.known.written(table.plan.collection)
    const known = this.known.of(table.plan.collection).get(doc.id)
    for (const [position, index] of table.columns.entries()) {
      const key = keys[position]?.[1]
      if (!index.unique || key === undefined) continue
      const violated = () => new UniqueViolation(name, index.name)
      for (const [id, other] of mine) if (id !== doc.id && other.written?.keys[position]?.[1] === key) throw violated()
      const before = known?.written?.keys ?? (known?.value && table.plan.keys(known.value as T))
      if (before?.[position]?.[1] === key) continue
      this.taken.add(`${name}.${index.name} ${key}`)
      const equals = table.plan.collection.indexes[index.name]?.equals(doc)
      if (this.#free.has(boundTo(name, index.name, String(equals)))) continue
      const { statement, values } = table.other(position, key, doc.id, [...mine.keys()])
      if ((await this.ask(statement, values)).length > 0) throw violated()
    }
  }
}
