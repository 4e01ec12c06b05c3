import { toText } from './bytes'
import type { DataKey } from './data-keys'
import { type Bound, statement } from './statement'

interface Document {
  of: string
  /** The table's name, quoted. */
  table: string
  id: string
  rev: string
}

/** So that there are few different statements, and none of them is long. */
const most = 12

/** What a transaction took from memory instead of asking for it: documents by revision, and the keys they are sealed under. */
export class Assumed {
  readonly #documents: Document[] = []
  readonly #refs = new Set<string>()

  get isFull(): boolean {
    return this.#documents.length >= most
  }

  add(document: Document, key: DataKey | undefined): void {
    this.#documents.push(document)
    if (key) this.#refs.add(key.ref)
  }

  /** A statement that fails unless all of it still stands, but for what `isChecked` says is checked anyway. */
  check(isChecked: (of: string, id: string) => boolean, isDropped: (ref: string) => boolean): Bound[] {
    const documents = this.#documents.filter(({ of, id }) => !isChecked(of, id))
    const refs = [...this.#refs].filter((ref) => !isDropped(ref))
    const values: unknown[] = []
    const bound = (value: unknown) => `$${values.push(value)}`
    const conditions = documents
      .sort((a, b) => (a.table < b.table ? -1 : 1))
      .map(({ table, id, rev }) => {
        const now = `(SELECT rev FROM ${table} WHERE id = ${bound(toText(id))})`
        return rev === 'absent' ? `${now} IS NULL` : `${now} IS NOT DISTINCT FROM ${bound(rev)}::bigint`
      })
    for (const ref of refs) {
      conditions.push(`EXISTS (SELECT FROM lianxin_keys WHERE ref = ${bound(ref)} AND wrapped IS NOT NULL)`)
    }
    if (conditions.length === 0) return []
    return [{ statement: statement(`SELECT 1 / CASE WHEN ${conditions.join(' AND ')} THEN 1 ELSE 0 END`), values }]
  }
}
