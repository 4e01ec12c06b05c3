import { crc32 } from 'node:zlib'
import { DamagedStore, NewerFormat } from './damage'

/** A line of every file of the store: CRC-32 in 8 hex digits, a space, JSON, a line feed. */
export function checkedLine(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

/** Bytes of a checked line around its JSON: the sum, the space, and the line feed behind it. */
export const lineFrame = 10

/** The same as bytes into `into` at a place; gives where the next line begins. */
export function writeCheckedLine(into: Buffer, at: number, json: Buffer): number {
  into.write(crc32(json).toString(16).padStart(8, '0'), at, 'latin1')
  into[at + 8] = 0x20
  into.set(json, at + 9)
  into[at + 9 + json.length] = 0x0a
  return at + json.length + lineFrame
}

/** Whether the bytes from `start` to `end` (the line feed, excluded) are as they were written. */
export function isIntact(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 10 || bytes[start + 8] !== 0x20) return false
  let sum = 0
  for (let i = start; i < start + 8; i++) {
    const code = bytes[i] as number
    if (code >= 0x30 && code <= 0x39) sum = sum * 16 + code - 0x30
    else if (code >= 0x61 && code <= 0x66) sum = sum * 16 + code - 0x57
    else return false
  }
  return sum === crc32(bytes.subarray(start + 9, end))
}

export function lineJson(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start + 9, end)
}

/** The JSON text of each line of a file in which every line must be whole. */
export function* intactLines(file: string, bytes: Buffer): Generator<{ number: number; json: string }> {
  let number = 0
  for (let start = 0; start < bytes.length; ) {
    number++
    const feed = bytes.indexOf(10, start)
    if (feed < 0 || !isIntact(bytes, start, feed)) throw new DamagedStore(file, number, 'checksum does not match')
    yield { number, json: lineJson(bytes, start, feed) }
    start = feed + 1
  }
}

/** The JSON text of those lines that are whole. */
export function* readableLines(bytes: Buffer): Generator<string> {
  let start = 0
  for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, start)) {
    if (isIntact(bytes, start, feed)) yield lineJson(bytes, start, feed)
    start = feed + 1
  }
}

export type Header<T> = { lianxin: string; format: number } & T

/** Format of every kind of file; raised when an older bot could not read it any more. */
export const format = 1

export function headerLine<T extends object>(kind: string, fields: T): string {
  return checkedLine(JSON.stringify({ lianxin: kind, format, ...fields }))
}

export function readHeader<T extends object>(file: string, json: string, kind: string): Header<T> {
  const header = JSON.parse(json) as Header<T>
  if (header === null || typeof header !== 'object' || header.lianxin !== kind || typeof header.format !== 'number') {
    throw new DamagedStore(file, 1, `not the header of a ${kind}`)
  }
  if (header.format > format) throw new NewerFormat(file, 1, `format ${header.format} is newer than ${format}`)
  return header
}
