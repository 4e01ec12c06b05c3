import { randomBytes } from 'node:crypto'
import { boundTo, seal, unseal } from '../envelope'
import { DamagedStore } from '../json/damage'
import type { KeyName } from '../store'
import { type Bound, statement } from './statement'

/** A data key and the reference that envelopes under it carry: `<name>/<generation>`. A name gets a new generation after a drop. */
export interface DataKey {
  name: KeyName
  ref: string
  key: Buffer
}

const mostOpened = 10_000

/** The data keys, each wrapped by the master key; the database says which there are. */
export class DataKeys {
  readonly #opened = new Map<string, Buffer>()

  constructor(public masterKey: Buffer) {}

  make(name: KeyName): DataKey {
    return { name, ref: `${name}/${randomBytes(6).toString('base64url')}`, key: randomBytes(32) }
  }

  wrap({ ref, key }: DataKey): Buffer {
    return seal(this.masterKey, boundTo('key', ref), key)
  }

  unwrap(ref: string, wrapped: Buffer): DataKey {
    let key = this.#opened.get(ref)
    if (key === undefined) {
      key = unseal(this.masterKey, boundTo('key', ref), wrapped)
      if (key === undefined) throw new DamagedStore('lianxin_keys', 0, `data key ${ref} cannot be unwrapped`)
      if (this.#opened.size >= mostOpened) this.#opened.clear()
      this.#opened.set(ref, key)
    }
    return { name: ref.slice(0, ref.lastIndexOf('/')) as KeyName, ref, key }
  }
}

export const keyByName = statement('SELECT ref, wrapped FROM lianxin_keys WHERE name = $1 AND wrapped IS NOT NULL')

export function insertKey(key: Pick<DataKey, 'name' | 'ref'>, wrapped: Buffer | null): Bound {
  return { statement: insert, values: [key.ref, key.name, wrapped] }
}
const insert = statement('INSERT INTO lianxin_keys (ref, name, wrapped) VALUES ($1, $2, $3)')

/** The reference stays, to tell a destroyed key from a lost one. */
export const dropKeyByName = statement(
  'UPDATE lianxin_keys SET wrapped = NULL WHERE name = $1 AND wrapped IS NOT NULL RETURNING ref',
)
