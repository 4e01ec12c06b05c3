import type { Order } from './order'
import type { Collection, Doc, KeyName } from './store'

/** For each index of the collection, in the order of `Plan.indexes`: the order, then the equality keys; null when left out. */
export type Keys = ([Order, ...string[]] | null)[]

/** A collection with its indexes in a fixed order: what its rows rely on. */
export class Plan<T extends Doc = Doc> {
  readonly indexes: { name: string; sensitive: boolean; unique: boolean; lists: boolean; isOrdered: boolean }[]
  readonly #positions: Map<string, number>
  /** When it differs from the one rows were written under, their keys must be computed anew. */
  readonly signature: string

  constructor(
    readonly collection: Collection<T>,
    private readonly blind: (collection: string, index: string, value: string) => string,
  ) {
    const names = Object.keys(collection.indexes).sort()
    if (names.includes('subject')) throw new Error(`${collection.name}: the index subject is the store's own`)
    this.indexes = ['subject', ...names].map((name) => {
      const { sensitive = false, unique = false, lists = false, order } = collection.indexes[name] ?? {}
      if (unique && lists) throw new Error(`${collection.name}.${name}: a unique index gives no lists`)
      return { name, sensitive, unique, lists, isOrdered: order !== undefined }
    })
    this.#positions = new Map(this.indexes.map((index, i) => [index.name, i]))
    const flags = this.indexes.map((index) => `${index.name}${index.sensitive ? '*' : ''}`)
    this.signature = `${collection.version}:${flags.join(',')}`
  }

  position(index: string): number {
    const position = this.#positions.get(index)
    if (position === undefined) throw new Error(`no index ${this.collection.name}.${index}`)
    return position
  }

  /** The equality key as it stands in the index. */
  key(position: number, value: string): string {
    const index = this.indexes[position]
    return index?.sensitive ? this.blind(this.collection.name, index.name, value) : value
  }

  keys(doc: T): Keys {
    return this.indexes.map(({ name }, position) => {
      if (name === 'subject') {
        const subject = this.collection.subject(doc)
        return subject === undefined ? null : [0, subject]
      }
      const index = this.collection.indexes[name]
      const equals = index?.equals(doc)
      if (equals === undefined || equals.length === 0) {
        return typeof equals === 'string' ? [index?.order?.(doc) ?? 0, this.key(position, equals)] : null
      }
      const values = typeof equals === 'string' ? [equals] : [...new Set(equals)]
      if (typeof equals !== 'string' && !index?.lists) throw new Error(`${this.collection.name}.${name} gives a list`)
      return [index?.order?.(doc) ?? 0, ...values.map((value) => this.key(position, value))]
    })
  }

  sealedBy(doc: T): KeyName | undefined {
    return this.collection.sealedBy(doc)
  }
}
