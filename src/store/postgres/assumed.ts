import type { Collection, Doc, Query } from '../store'
import { toText } from './bytes'
import type { Memory, Remembered } from './memory'
import type { Before } from './rows'
import { type Bound, statement } from './statement'

/** A document by the revision in which it was seen, or `absent`. */
export interface Seen {
  of: string
  /** The table's name, quoted. */
  table: string
  id: string
  rev: NonNullable<Before>
}

/** So that there are few different statements, and none of them is long. */
const most = 12

/** What a transaction takes from memory, or for granted, instead of asking for it; the commit checks it. */
export class Assumed {
  readonly #documents: Seen[] = []
  readonly #refs = new Set<string>()

  constructor(
    private readonly memory: Memory,
    /** Not where it was in vain before. */
    private readonly mayAssume: boolean,
  ) {}

  /** What may be taken for a document. */
  of({ name, seldomThere }: Pick<Collection, 'name' | 'seldomThere'>, id: string): Remembered | undefined {
    if (!this.mayAssume || this.#documents.length >= most) return undefined
    return seldomThere ? { rev: 'absent', value: undefined, key: undefined } : this.memory.doc(name, id)
  }

  /** The id that stood under a unique key. */
  idUnder({ name }: Pick<Collection, 'name'>, { index, equals }: Query): string | undefined {
    return this.memory.idUnder(name, index, equals)
  }

  /** Of a log's last entry under a key. */
  seq(log: string, key: string): number | undefined {
    return this.mayAssume ? this.memory.seq(log, key) : undefined
  }

  take<T extends Doc>(collection: Collection<T>, table: string, id: string, { rev, key }: Remembered): void {
    this.#documents.push({ of: collection.name, table, id, rev })
    if (key) this.#refs.add(key.ref)
  }

  documents(isWanted: (seen: Seen) => boolean): Seen[] {
    return this.#documents.filter(isWanted)
  }

  refs(isWanted: (ref: string) => boolean): string[] {
    return [...this.#refs].filter(isWanted)
  }
}

/** A statement that fails unless these documents are as they were seen and these keys stand. */
export function stillSo(documents: readonly Seen[], refs: readonly string[]): Bound[] {
  const values: unknown[] = []
  const bound = (value: unknown) => `$${values.push(value)}`
  const conditions = [...documents]
    .sort((a, b) => (a.table < b.table ? -1 : 1))
    .map(({ table, id, rev }) => {
      const now = `(SELECT rev FROM ${table} WHERE id = ${bound(toText(id))})`
      return rev === 'absent' ? `${now} IS NULL` : `${now} IS NOT DISTINCT FROM ${bound(rev)}::bigint`
    })
  for (const ref of new Set(refs)) {
    conditions.push(`EXISTS (SELECT FROM lianxin_keys WHERE ref = ${bound(ref)} AND wrapped IS NOT NULL)`)
  }
  if (conditions.length === 0) return []
  return [{ statement: statement(`SELECT 1 / CASE WHEN ${conditions.join(' AND ')} THEN 1 ELSE 0 END`), values }]
}
