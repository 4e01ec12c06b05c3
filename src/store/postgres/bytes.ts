import { createHash } from 'node:crypto'
import type { Order } from '../order'

/** Compared byte by byte these stand as orders do: numbers before texts, numbers by size, texts by code unit. */
export function orderBytes(order: Order): Buffer {
  if (typeof order === 'string') return Buffer.concat([Buffer.of(2), Buffer.from(order, 'utf16le').swap16()])
  const bytes = Buffer.alloc(9)
  bytes[0] = 1
  // Without the sign of a zero.
  bytes.writeDoubleBE(order + 0, 1)
  if (order < 0) for (let i = 1; i < 9; i++) bytes[i] = ~(bytes[i] as number)
  else bytes[1] = (bytes[1] as number) | 0x80
  return bytes
}

/** The way back. */
export function bytesOrder(bytes: Buffer): Order {
  const rest = Buffer.from(bytes.subarray(1))
  if (bytes[0] === 2) return rest.swap16().toString('utf16le')
  if ((rest[0] as number) & 0x80) rest[0] = (rest[0] as number) & 0x7f
  else for (let i = 0; i < 8; i++) rest[i] = ~(rest[i] as number)
  return rest.readDoubleBE()
}

/** Ids and keys may hold what no text of PostgreSQL can: a zero, or half of a pair. */
export function toText(value: string): string {
  return value.replace(/[\0\\\p{Surrogate}]/gu, (c) => `\\${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function fromText(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** The advisory lock that stands for a name in a database, which others may share. */
export function lockNumber(place: string, name: string): string {
  return createHash('sha256').update(`${place}\0${name}`).digest().readBigInt64BE().toString()
}
