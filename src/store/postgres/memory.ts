import { boundTo } from '../envelope'
import type { Change, Doc } from '../store'
import type { DataKey } from './data-keys'

/** A document as it was last seen here, or that there was none. */
export interface Remembered {
  rev: string
  value: Doc | undefined
  /** What it is sealed under. */
  key: DataKey | undefined
}

const most = 4_000

/**
 * What was read and written last, opened. It may be out of date at any moment: who decides by it has to let the commit check that it still
 * stands.
 */
export class Memory {
  readonly #docs = new Recent<Remembered>(most)
  readonly #ids = new Recent<string>(most)
  readonly #seqs = new Recent<number>(most)

  doc(of: string, id: string): Remembered | undefined {
    return this.#docs.get(boundTo(of, id))
  }

  keepDoc(of: string, id: string, doc: Remembered): void {
    this.#docs.set(boundTo(of, id), doc)
  }

  /** The id that stood under a unique key. */
  idUnder(of: string, index: string, equals: string): string | undefined {
    return this.#ids.get(boundTo(of, index, equals))
  }

  keepIdUnder(of: string, index: string, equals: string, id: string): void {
    this.#ids.set(boundTo(of, index, equals), id)
  }

  /** Of a log's last entry under a key. */
  seq(log: string, key: string): number | undefined {
    return this.#seqs.get(boundTo(log, key))
  }

  keepSeq(log: string, key: string, seq: number): void {
    this.#seqs.set(boundTo(log, key), seq)
  }

  /** Others have changed it. */
  forget(changes: readonly Change[]): void {
    for (const { of, id } of changes) for (const each of [this.#docs, this.#seqs]) each.delete(boundTo(of, id))
  }
}

/** Of what is more than fits, what was used longest ago goes. */
class Recent<V> {
  readonly #values = new Map<string, V>()

  constructor(private readonly most: number) {}

  get(name: string): V | undefined {
    const value = this.#values.get(name)
    if (value !== undefined) this.set(name, value)
    return value
  }

  set(name: string, value: V): void {
    this.#values.delete(name)
    this.#values.set(name, value)
    if (this.#values.size > this.most) this.#values.delete(this.#values.keys().next().value as string)
  }

  delete(name: string): void {
    this.#values.delete(name)
  }
}
