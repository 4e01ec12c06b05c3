import { boundTo } from '../envelope'
import type { Plan } from '../plan'
import type { Collection, Doc, Log, LogEntry, Logged, LogQuery, Query, ReadTx } from '../store'
import type { Codec } from './codec'
import { entriesName, type Layer } from './layer'
import type { Head } from './log-files'
import { countMatching, matching } from './matching'
import { contentOf } from './row'
import { countersTable, headsTable, type Shape, type State } from './state'

export interface ViewDeps {
  shape: Shape
  codec: Codec
}

/** Reads what is durable, and over it what the layers (the top one first) hold. */
export class View implements ReadTx {
  #ended = false

  constructor(
    protected readonly deps: ViewDeps,
    protected readonly state: State,
    protected readonly layers: readonly Layer[],
  ) {}

  /** A transaction is over when its callback is: what it started and did not await must not slip into nothing. */
  end(): void {
    this.#ended = true
  }

  async get<T extends Doc>(collection: Collection<T>, id: string): Promise<T | undefined> {
    this.live()
    return this.open(collection, id)
  }

  async find<T extends Doc>(collection: Collection<T>, query: Query): Promise<T[]> {
    this.live()
    const found: T[] = []
    const limit = query.limit ?? Number.POSITIVE_INFINITY
    if (limit <= 0) return found
    const plan = this.plan(collection)
    const position = plan.position(query.index)
    const key = plan.key(position, query.equals)
    for (const id of matching(this.state.table(collection.name), this.layers, position, key, query)) {
      const doc = this.open(collection, id)
      if (doc !== undefined) found.push(doc)
      if (found.length >= limit) break
    }
    return found
  }

  async count<T extends Doc>(collection: Collection<T>, query: Query): Promise<number> {
    this.live()
    const plan = this.plan(collection)
    const position = plan.position(query.index)
    return countMatching(
      this.state.table(collection.name),
      this.layers,
      position,
      plan.key(position, query.equals),
      query,
    )
  }

  async counter(name: string): Promise<number> {
    this.live()
    return this.sum(name)
  }

  async entries<T extends LogEntry>(log: Log<T>, { key, after, before, limit }: LogQuery): Promise<Logged<T>[]> {
    this.live()
    if (!this.deps.shape.logs.has(log.name)) throw new Error(`the store has no log ${log.name}`)
    const oldest = after !== undefined
    const from = Math.max(1, (after ?? 0) + 1)
    const to = Math.min(this.lastSeq(log.name, key), (before ?? Number.POSITIVE_INFINITY) - 1)
    const found: Logged<T>[] = []
    const take = (seq: number, entry: T | undefined) => {
      if (entry !== undefined) found.push({ ...entry, seq })
    }
    const head = this.#head(log.name, key)
    const fresh = this.#fresh(log.name, key).filter(({ seq }) => seq > (head?.s ?? 0) && seq >= from && seq <= to)
    const durable = async (at: number) => {
      if (head === undefined || at <= 0) return
      const last = Math.min(to, head.s)
      const known = this.#lately(log.name, key, from, oldest ? Math.min(last, from + at - 1) : last, at, oldest)
      const rest = at - known.length
      if (rest > 0 && last - known.length >= from) {
        const files = this.state.log(log.name)
        for (const { seq, content } of await files.read(key, head, from, last - known.length, rest, oldest)) {
          take(seq, this.deps.codec.decodeEntry(log, key, seq, content, this.layers))
        }
      }
      for (const { seq, value } of known) take(seq, value as T)
    }
    const own = (entries: typeof fresh) => {
      for (const { seq, row, opened } of entries) {
        if (!this.#hasDropped()) take(seq, opened.value as T)
        else take(seq, this.deps.codec.decodeEntry(log, key, seq, JSON.parse(row), this.layers))
      }
    }
    if (oldest) {
      await durable(limit)
      own(fresh.slice(0, Math.max(0, limit - found.length)))
    } else {
      const kept = limit > 0 ? fresh.slice(-limit) : []
      await durable(limit - kept.length)
      own(kept)
    }
    return found
  }

  protected live(): void {
    if (this.#ended) throw new Error('the transaction is over')
  }

  protected plan<T extends Doc>(collection: Collection<T>): Plan<T> {
    const plan = this.deps.shape.plans.get(collection.name)
    if (plan === undefined) throw new Error(`the store has no collection ${collection.name}`)
    return plan as unknown as Plan<T>
  }

  /** Throws where the document that stands there cannot be read. */
  protected open<T extends Doc>(collection: Collection<T>, id: string): T | undefined {
    for (const layer of this.layers) {
      const version = layer.tables.get(collection.name)?.versions.get(id)
      if (version === undefined) continue
      if (version.row === null || this.#isDropped(version.row)) return undefined
      return version.opened.value as T
    }
    this.plan(collection)
    const known = this.#known(boundTo(collection.name, id))
    if (known !== undefined) return known as T
    const row = this.state.tables.get(collection.name)?.get(id)
    if (row === undefined) return undefined
    const opened = this.deps.codec.decode(collection, id, row, this.layers)
    if (opened === undefined) return undefined
    this.state.lately.set(boundTo(collection.name, id), opened)
    return opened.value
  }

  protected sum(counter: string): number {
    for (const layer of this.layers) {
      const own = layer.counters.get(counter)
      if (own !== undefined) return own.sum
    }
    return Number(this.state.tables.get(countersTable)?.get(counter) ?? 0)
  }

  protected lastSeq(log: string, key: string): number {
    return this.#fresh(log, key).at(-1)?.seq ?? this.#head(log, key)?.s ?? 0
  }

  /** What is durable, when it was lately read or written. */
  #known(name: string): object | undefined {
    return this.#hasDropped() ? undefined : this.state.lately.get(name)
  }

  #hasDropped(): boolean {
    return this.layers.some((layer) => layer.dropped.size > 0)
  }

  #isDropped(row: string): boolean {
    if (!this.#hasDropped()) return false
    const { y } = contentOf(row)
    return y !== undefined && this.layers.some((layer) => layer.dropped.has(y))
  }

  #head(log: string, key: string): Head | undefined {
    const row = this.state.tables.get(headsTable(log))?.get(key)
    return row === undefined ? undefined : JSON.parse(row)
  }

  /**
   * The newest durable entries up to `to` that memory has without a gap, oldest first, at most `limit`; of a query for the oldest all
   * that it asks for, or none.
   */
  #lately(log: string, key: string, from: number, to: number, limit: number, all: boolean) {
    const found: { seq: number; value: object }[] = []
    for (let seq = to; seq >= from && found.length < limit; seq--) {
      const value = this.#known(boundTo(log, key, seq))
      if (value === undefined) return all ? [] : found.reverse()
      found.push({ seq, value })
    }
    return found.reverse()
  }

  /** Entries above the durable ones, oldest first. */
  #fresh(log: string, key: string) {
    const name = entriesName(log, key)
    return this.layers.toReversed().flatMap((layer) => layer.entries.get(name) ?? [])
  }
}
