import type { Keys, Plan } from '../plan'
import {
  type Collection,
  type Doc,
  type KeyName,
  type Log,
  type LogEntry,
  UniqueViolation,
  type WriteTx,
} from '../store'
import { entriesName, type Layer, type NewEntry } from './layer'
import { matching } from './matching'
import type { State } from './state'
import { View, type ViewDeps } from './view'

/** What a write callback sees and changes: its own layer, over what waits for its fsync, over what is durable. */
export class Transaction extends View implements WriteTx {
  constructor(
    deps: ViewDeps,
    state: State,
    private readonly own: Layer,
    pending: Layer,
  ) {
    super(deps, state, [own, pending])
  }

  async put<T extends Doc>(collection: Collection<T>, doc: T): Promise<void> {
    this.live()
    const plan = this.plan(collection)
    // Opens what stands there: a document that cannot be read must not be replaced as if it had not been.
    this.open(collection, doc.id)
    this.#checkReadable(collection, doc.id)
    const version = this.deps.codec.encode(plan, doc, this.layers)
    this.#checkUnique(plan, doc.id, version.keys)
    this.own.table(collection.name).set(doc.id, version)
  }

  async delete<T extends Doc>(collection: Collection<T>, id: string): Promise<void> {
    this.live()
    this.plan(collection)
    this.#checkReadable(collection, id)
    this.own.table(collection.name).set(id, { row: null, keys: [] })
  }

  async append<T extends LogEntry>(log: Log<T>, key: string, entry: T): Promise<number> {
    this.live()
    if (!this.deps.shape.logs.has(log.name)) throw new Error(`the store has no log ${log.name}`)
    const seq = this.lastSeq(log.name, key) + 1
    const made: NewEntry = {
      log: log.name,
      key,
      seq,
      ...this.deps.codec.encodeEntry(log, key, seq, entry, this.layers),
    }
    const name = entriesName(log.name, key)
    const before = this.own.entries.get(name)
    if (before) before.push(made)
    else this.own.entries.set(name, [made])
    return seq
  }

  async add(counter: string, by: number): Promise<void> {
    this.live()
    if (by !== 0) this.own.counters.set(counter, { sum: this.sum(counter) + by })
  }

  async dropKey(name: KeyName): Promise<void> {
    this.live()
    const key = this.deps.codec.currentKey(name, this.layers)
    if (key === undefined) return
    this.own.dropped.add(key.ref)
    this.own.keys.set(name, { dropped: true })
  }

  /** The commit will read the row that stands in the snapshot: one that is damaged fails this write, not the store. */
  #checkReadable<T extends Doc>(collection: Collection<T>, id: string): void {
    this.state.table(collection.name).get(id)
  }

  #checkUnique<T extends Doc>(plan: Plan<T>, id: string, keys: Keys): void {
    plan.indexes.forEach((index, position) => {
      if (!index.unique) return
      for (const key of keys[position]?.slice(1) ?? []) {
        const table = this.state.table(plan.collection.name)
        for (const other of matching(table, this.layers, position, key as string, { index: index.name, equals: '' })) {
          if (other !== id) throw new UniqueViolation(plan.collection.name, index.name)
        }
      }
    })
  }
}
