import { crc32 } from 'node:zlib'
import { DamagedStore, NewerFormat } from './damage'

/** A line of every file of the store: CRC-32 in 8 hex digits, a space, JSON, a line feed. */
export function checkedLine(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

/** Whether the bytes from `start` to `end` (the line feed, excluded) are as they were written. */
export function isIntact(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 10 || bytes[start + 8] !== 0x20) return false
  const sum = crc32(bytes.subarray(start + 9, end))
    .toString(16)
    .padStart(8, '0')
  return bytes.toString('latin1', start, start + 8) === sum
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

export type Header<T> = { lianxin: string; format: number } & T

/** Format of every kind of file; raised when an older bot could not read it any more. */
const format = 1

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
