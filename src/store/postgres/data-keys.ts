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

/** A master key by the number under which it counts, or may come to count. */
export interface NumberedKey {
  generation: number
  key: Buffer
}

const mostOpened = 10_000
/** A data key under one master key. While another takes over it stands there under both, one piece behind the other. */
export const pieceLength = 60

/** The data keys, each wrapped by the master key; the database says which there are. */
export class DataKeys {
  readonly #opened = new Map<string, Buffer>()
  /** The one that counts, and one that may come to count. */
  #masters: readonly NumberedKey[]

  constructor(masterKey: Buffer) {
    this.#masters = [{ generation: 0, key: masterKey }]
  }

  get masterKey(): Buffer {
    return (this.#masters[0] as NumberedKey).key
  }

  /** Of the key that counts, as this process knows it. */
  get generation(): number {
    return (this.#masters[0] as NumberedKey).generation
  }

  /** The last by which keys are wrapped that are made here. */
  get newest(): NumberedKey {
    return this.#masters.at(-1) as NumberedKey
  }

  /** The number of the key that was given. */
  numbered(generation: number): void {
    this.#masters = [{ generation, key: this.masterKey }]
  }

  /** From here on every key is wrapped by this one too. */
  hold(coming: NumberedKey): void {
    const [counting] = this.#masters
    const { generation } = this.newest
    if (counting && coming.generation > counting.generation && coming.generation >= generation) {
      this.#masters = [counting, coming]
    }
  }

  /** Only the key of this number counts; false when it is not held. */
  keep(generation: number): boolean {
    const kept = this.#masters.filter((one) => one.generation === generation)
    if (kept.length > 0 && this.#masters.length > 1) this.#masters = kept
    return kept.length > 0
  }

  make(name: KeyName): DataKey {
    return { name, ref: `${name}/${randomBytes(6).toString('base64url')}`, key: randomBytes(32) }
  }

  wrap(key: DataKey): Buffer {
    return Buffer.concat(this.#masters.map((master) => wrapBy(master, key)))
  }

  unwrap(ref: string, wrapped: Buffer): DataKey {
    let key = this.#opened.get(ref)
    if (key === undefined) {
      for (const master of this.#masters) key ??= pieceBy(master, ref, wrapped)?.key
      if (key === undefined) throw new DamagedStore('lianxin_keys', 0, `data key ${ref} cannot be unwrapped`)
      if (this.#opened.size >= mostOpened) this.#opened.clear()
      this.#opened.set(ref, key)
    }
    return { name: nameOf(ref), ref, key }
  }
}

export function wrapBy(master: NumberedKey, { ref, key }: Pick<DataKey, 'ref' | 'key'>): Buffer {
  return seal(master.key, boundTo('key', ref), key)
}

/** What a master key opens of a wrapped key, and the piece in which it does. */
export function pieceBy(
  master: Pick<NumberedKey, 'key'>,
  ref: string,
  wrapped: Buffer,
): { key: Buffer; piece: Buffer } | undefined {
  for (let at = 0; at < wrapped.length; at += pieceLength) {
    const piece = wrapped.subarray(at, at + pieceLength)
    const key = unseal(master.key, boundTo('key', ref), piece)
    if (key !== undefined) return { key, piece }
  }
  return undefined
}

function nameOf(ref: string): KeyName {
  return ref.slice(0, ref.lastIndexOf('/')) as KeyName
}

export const keyByName = statement('SELECT ref, wrapped FROM lianxin_keys WHERE name = $1 AND wrapped IS NOT NULL')

/**
 * Fails where the master key that counts is a later one than the newest it is wrapped by. Where that newest already counts, only its piece, the last, is kept: whoever has not heard of it yet adds nothing that the one before it opens.
 */
export function insertKey(key: Pick<DataKey, 'name' | 'ref'>, wrapped: Buffer, generation: number): Bound {
  return { statement: insert, values: [key.ref, key.name, wrapped, generation] }
}
const insert = statement(
  `WITH counting AS (
     SELECT (value::json->>'generation')::integer AS generation FROM lianxin_state WHERE name = 'keys'),
   made AS (
     INSERT INTO lianxin_keys (ref, name, wrapped, generation)
     SELECT $1, $2, CASE WHEN c.generation = $4 THEN substring(w.whole FROM octet_length(w.whole) - ${pieceLength - 1}) ELSE w.whole END, $4::integer
     FROM counting c, (SELECT $3::bytea AS whole) w WHERE c.generation <= $4 RETURNING 1)
   SELECT 1 / count(*) FROM made`,
)

/** One that was made and destroyed in the same breath. */
export function insertDestroyed({ name, ref }: Pick<DataKey, 'name' | 'ref'>): Bound {
  return { statement: destroyed, values: [ref, name] }
}
const destroyed = statement('INSERT INTO lianxin_keys (ref, name) VALUES ($1, $2)')

/** The reference stays, to tell a destroyed key from a lost one. */
export const dropKeyByName = statement(
  'UPDATE lianxin_keys SET wrapped = NULL WHERE name = $1 AND wrapped IS NOT NULL RETURNING ref',
)
