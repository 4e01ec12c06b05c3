import type { Client } from 'pg'
import { DamagedStore } from '../json/damage'
import { type NumberedKey, pieceBy, pieceLength, wrapBy } from './data-keys'

/** The master key that counts, and the one that is to. */
export interface Rewrapping {
  before: NumberedKey
  coming: NumberedKey
}

/** Between two such slices everybody who needs a key has their turn. */
const slice = 500

interface KeyRow {
  ref: string
  wrapped: Buffer
}

const notYet = `SELECT ref, wrapped FROM lianxin_keys
  WHERE ref > $1 AND wrapped IS NOT NULL AND generation < $2 ORDER BY ref LIMIT ${slice}`
const twofold = `SELECT ref, wrapped FROM lianxin_keys
  WHERE ref > $1 AND octet_length(wrapped) > ${pieceLength} ORDER BY ref LIMIT ${slice}`
/** One that was destroyed meanwhile stays so. */
const rewrite = `
  UPDATE lianxin_keys k SET wrapped = n.wrapped, generation = $4
  FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS n (ref, before, wrapped)
  WHERE k.ref = n.ref AND k.wrapped = n.before RETURNING k.ref, k.wrapped`

/** Every key that is not yet so stands there wrapped by both. */
export async function wrapByBoth(client: Client, { before, coming }: Rewrapping): Promise<void> {
  await inSlices(client, notYet, [coming.generation], async (rows) => {
    const opened = new Map<string, Buffer>()
    const wrapped = rows.map(({ ref, wrapped }) => {
      const found = pieceBy(before, ref, wrapped)
      if (found === undefined) throw new DamagedStore('lianxin_keys', 0, `data key ${ref} cannot be unwrapped`)
      opened.set(ref, found.key)
      return Buffer.concat([found.piece, wrapBy(coming, { ref, key: found.key })])
    })
    const written = await write(client, rows, wrapped, coming.generation)
    for (const { ref, wrapped } of written) {
      const key = opened.get(ref)
      if (key === undefined || !pieceBy(coming, ref, wrapped)?.key.equals(key)) {
        throw new DamagedStore('lianxin_keys', 0, 'the keys read back are not those that were written')
      }
    }
  })
}

/** Of what stands there under two master keys only what this one wrapped stays. */
export async function clearTwofold(client: Client, master: NumberedKey): Promise<void> {
  await inSlices(client, twofold, [], async (rows) => {
    const found = rows.flatMap((row) => {
      const piece = pieceBy(master, row.ref, row.wrapped)?.piece
      return piece ? [{ row, piece: Buffer.from(piece) }] : []
    })
    await write(
      client,
      found.map(({ row }) => row),
      found.map(({ piece }) => piece),
      master.generation,
    )
  })
}

async function inSlices(
  client: Client,
  text: string,
  values: readonly unknown[],
  work: (rows: readonly KeyRow[]) => Promise<void>,
): Promise<void> {
  for (let last = ''; ; ) {
    const { rows } = await client.query<KeyRow>(text, [last, ...values])
    if (rows.length > 0) await work(rows)
    if (rows.length < slice) return
    last = rows.at(-1)?.ref ?? ''
  }
}

async function write(
  client: Client,
  rows: readonly KeyRow[],
  wrapped: readonly Buffer[],
  generation: number,
): Promise<KeyRow[]> {
  if (rows.length === 0) return []
  const values = [rows.map(({ ref }) => ref), rows.map((row) => row.wrapped), wrapped, generation]
  return (await client.query<KeyRow>(rewrite, values)).rows
}
