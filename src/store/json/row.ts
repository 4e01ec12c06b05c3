import type { Keys } from '../plan'

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
  const start = row.indexOf(mark) + 2
  return sealedIn(row, start + '"v":'.length) ?? (JSON.parse(`{${row.slice(start)}`) as Content)
}

const beforeRef = ',"y":"'
const beforeEnvelope = '","s":"'

/** Of a sealed one the parts as they stand there: in a long envelope nothing has to be looked for. */
function sealedIn(row: Row, start: number): Content | undefined {
  const ref = row.indexOf(',', start) + beforeRef.length
  if (!row.startsWith(beforeRef, ref - beforeRef.length)) return undefined
  const end = row.indexOf('"', ref)
  const y = row.slice(ref, end)
  if (y.includes('\\') || !row.startsWith(beforeEnvelope, end)) return undefined
  return { v: Number(row.slice(start, ref - beforeRef.length)), y, s: row.slice(end + beforeEnvelope.length, -2) }
}

/** The JSON text of a `Content`. */
export function clearContent(v: number, plain: string): string {
  return `{"v":${v},"d":${plain}}`
}

/** The same of an envelope; base64 needs no escapes: looking for them costs as much as sealing. */
export function sealedContent(v: number, ref: string, envelope: Buffer): string {
  return `{"v":${v},"y":${JSON.stringify(ref)},"s":"${envelope.toString('base64')}"}`
}

/** `content` is the JSON text of a `Content`. */
export function row(keys: Keys, content: string): Row {
  return `{"k":${JSON.stringify(keys)},${content.slice(1)}`
}
