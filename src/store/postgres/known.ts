import { isWithin } from '../order'
import type { Keys } from '../plan'
import type { Collection, Doc, LogEntry, Query } from '../store'
import type { Seen } from './assumed'
import type { DataKey } from './data-keys'
import type { Memory } from './memory'
import type { Before, Content } from './rows'
import type { Sealing } from './sealing'
import type { Shape } from './shape'
import type { Table } from './table'

/** A document as the transaction read it, or has put or deleted it. */
export interface Known {
  before: Before
  value: Doc | undefined
  /** Of what it is sealed under. */
  ref: string | null
  /** Undefined while it is as it was read. */
  written?: { rev: string; content: Content; keys: Keys; key: DataKey | undefined } | null
}

export interface Appended {
  log: string
  key: string
  seq: number
  month: string
  content: Content
  value: LogEntry
}

/** Every document that a transaction has read or written, by collection and id. */
export class KnownDocuments {
  readonly tables = new Map<string, Map<string, Known>>()

  constructor(
    private readonly shape: Shape,
    private readonly sealing: Sealing,
  ) {}

  get isAnyWritten(): boolean {
    return [...this.tables.values()].some((table) => [...table.values()].some(({ written }) => written !== undefined))
  }

  of({ name }: { name: string }): Map<string, Known> {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new Map()
      this.tables.set(name, table)
    }
    return table
  }

  written(collection: { name: string }): Map<string, Known> {
    return new Map([...this.of(collection)].filter(([, { written }]) => written !== undefined))
  }

  /** Undefined also where the transaction has destroyed its key. */
  valueOf<T extends Doc>({ value, ref }: Known): T | undefined {
    return this.sealing.isDropped(ref) ? undefined : (value as T | undefined)
  }

  /** Of what was written, what a query asks for. */
  matching<T extends Doc>(table: Table<T>, query: Query, mine: ReadonlyMap<string, Known>): T[] {
    const position = table.plan.position(query.index)
    const wanted = table.plan.key(position, query.equals)
    return [...mine].flatMap(([id, known]) => {
      const [order, ...keys] = known.written?.keys[position] ?? [0]
      const value = this.valueOf<T>(known)
      return value && keys.includes(wanted) && isWithin({ order, id }, query) ? value : []
    })
  }

  /** Whether a document's row is read again as it is written. */
  isCheckedAnyway({ of, id }: Seen): boolean {
    const { before, written } = this.tables.get(of)?.get(id) ?? {}
    return written !== undefined && !(written === null && before === 'absent')
  }

  /**
   * What was read of people for whom a key is made: who was known and has no key any more was erased meanwhile, and a new one would let what
   * was read of them live on.
   */
  ofNewcomers(): Seen[] {
    const { made } = this.sealing
    if (made.size === 0) return []
    return [...this.tables].flatMap(([of, documents]) => {
      const { name: table, plan } = this.shape.table({ name: of } as Collection)
      return [...documents].flatMap(([id, { before, value, written }]) => {
        if (value === undefined || written !== undefined || before === undefined || before === 'absent') return []
        return made.has(`person:${plan.collection.subject(value)}`) ? { of, table, id, rev: before } : []
      })
    })
  }

  /** After the commit: what was written is as it was put. */
  remember(memory: Memory): void {
    for (const [of, table] of this.tables) {
      if (this.shape.tables.get(of)?.plan.collection.seldomThere) continue
      for (const [id, { value, written }] of table) {
        if (written === undefined) continue
        const { rev, key } = written ?? { rev: 'absent', key: undefined }
        if (!this.sealing.isDropped(key?.ref ?? null)) memory.keepDoc(of, id, { rev, value, key })
      }
    }
  }
}
