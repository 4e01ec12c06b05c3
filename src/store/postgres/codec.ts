import { broughtUp, type Kept } from '../brought-up'
import { boundTo, seal, unseal } from '../envelope'
import { frozen } from '../frozen'
import { DamagedDocument, DamagedStore } from '../json/damage'
import type { Collection, Doc, Log, LogEntry } from '../store'
import { fromText } from './bytes'
import type { DataKey, DataKeys } from './data-keys'
import type { Content } from './rows'
import type { StoredRow } from './table'

/** Turns documents into what stands in rows and back: seals, opens, upgrades and parses. */
export class Codec {
  constructor(
    private readonly keys: DataKeys,
    /** For tests: nobody can change what was opened. */
    private readonly freezes: boolean,
  ) {}

  content(bound: string, version: number, value: object, key: DataKey | undefined): Content {
    const plain = JSON.stringify(value)
    if (key === undefined) return { v: version, sealedBy: null, sealed: null, clear: plain }
    return { v: version, sealedBy: key.ref, sealed: seal(key.key, bound, plain), clear: null }
  }

  /** Undefined when its data key was destroyed. */
  document<T extends Doc>(collection: Collection<T>, row: StoredRow): T | undefined {
    const id = fromText(row.id)
    return this.#open(collection, boundTo(collection.name, id), row, (trouble) => {
      return new DamagedDocument(collection.name, id, trouble)
    })
  }

  entry<T extends LogEntry>(log: Log<T>, key: string, seq: number, row: Omit<StoredRow, 'id' | 'rev'>): T | undefined {
    return this.#open(log, boundTo(log.name, key, seq), row, (trouble) => {
      return new DamagedStore(log.name, 0, `entry ${seq} of ${key}: ${trouble}`)
    })
  }

  /** As it is given to whoever reads it. */
  given<T extends object>(value: T): T {
    return this.freezes ? frozen(value) : value
  }

  #open<T extends object>(
    kind: Kept<T>,
    bound: string,
    row: Omit<StoredRow, 'id' | 'rev'>,
    damage: (trouble: string) => DamagedStore,
  ): T | undefined {
    let text = row.clear
    if (row.sealed_by !== null) {
      if (row.ref === null) throw damage(`no data key ${row.sealed_by}`)
      if (row.wrapped === null) return undefined
      const { key } = this.keys.unwrap(row.sealed_by, row.wrapped)
      const plain = row.sealed ? unseal(key, bound, row.sealed) : undefined
      if (plain === undefined) throw damage('the envelope does not open')
      text = plain.toString('utf8')
    }
    return this.given(broughtUp(kind, row.v, JSON.parse(text ?? ''), damage))
  }
}
