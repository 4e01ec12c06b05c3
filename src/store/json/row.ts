import type { Collection, Doc, KeyName } from '../store'
import type { Order } from './sorted-entries'

/** For each index of the collection, in the order of `Plan.indexes`: the order, then the equality keys; null when left out. */
export type Keys = ([Order, ...string[]] | null)[]

/**
 * A document as the store keeps it, in memory and on the disk, as JSON text: `{"k":keys,"v":version,"y":key reference,"s":envelope}`
 * when sealed, `{"k":keys,"v":version,"d":document}` when clear. The index keys stand beside the envelope so that a start decrypts nothing.
 */
export type Row = string

const mark = '],"v":'

/** Reads only the keys: inside JSON `],"v":` can stand nowhere but at their end. */
export function keysText(row: Row): string {
  return row.slice(5, row.indexOf(mark) + 1)
}

export function keysOf(row: Row): Keys {
  return JSON.parse(keysText(row)) as Keys
}

export interface Content {
  v: number
  /** Reference of the data key, and the envelope in base64. */
  y?: string
  s?: string
  d?: unknown
}

export function contentOf(row: Row): Content {
  return JSON.parse(`{${row.slice(row.indexOf(mark) + 2)}`) as Content
}

/** `content` is the JSON text of a `Content`. */
export function row(keys: Keys, content: string): Row {
  return `{"k":${JSON.stringify(keys)},${content.slice(1)}`
}

/** A collection with its indexes in a fixed order: what its rows on the disk rely on. */
export class Plan<T extends Doc = Doc> {
  readonly indexes: { name: string; sensitive: boolean; unique: boolean }[]
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
      const index = collection.indexes[name]
      return { name, sensitive: index?.sensitive === true, unique: index?.unique === true }
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
      return [index?.order?.(doc) ?? 0, ...values.map((value) => this.key(position, value))]
    })
  }

  sealedBy(doc: T): KeyName | undefined {
    return this.collection.sealedBy(doc)
  }
}
