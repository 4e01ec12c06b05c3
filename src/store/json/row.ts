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
  return JSON.parse(`{${row.slice(row.indexOf(mark) + 2)}`) as Content
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
