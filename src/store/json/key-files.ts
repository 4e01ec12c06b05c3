import { join } from 'node:path'
import type { KeyName } from '../store'
import { checkedLine, headerLine, intactLines, isIntact, readHeader } from './checked-line'
import type { Disk } from './disk'
import { keyGeneration } from './key-check'

/** Data keys stand in so many files, by name, and in `recent`. */
export const keyShards = 64

/** What stands behind a name: `<generation of the key>.<wrapped key in base64>`; behind the reference of a destroyed key nothing. */
export type KeyLine = readonly [name: string, kept: string | null]

const aKeyFile = /^(?:[0-9a-f]{2}|recent)(?:-(\d+))?\.jsonl$/

/** Each change of the master key writes all files anew under other names: the ring's generation stands in them, 0 in none. */
export function keyPath(keys: string, shard: number | 'recent', generation: number): string {
  const name = shard === 'recent' ? shard : shard.toString(16).padStart(2, '0')
  return join(keys, `${name}${generation > 0 ? `-${generation}` : ''}.jsonl`)
}

/** The files of all rings in a folder `keys`, whatever else stands there, the master key above all. */
export async function allKeyFiles(disk: Disk, keys: string): Promise<string[]> {
  return (await disk.list(keys)).filter((name) => aKeyFile.test(name) || name === 'check.json').sort()
}

/** Those that count; what tells so comes last. */
export async function keyFiles(disk: Disk, keys: string): Promise<string[]> {
  const generation = await keyGeneration(disk, keys)
  if (generation === undefined) return []
  const names = (await allKeyFiles(disk, keys)).filter((name) => Number(aKeyFile.exec(name)?.[1] ?? 0) === generation)
  return [...names.filter((name) => name !== 'check.json'), 'check.json']
}

export function keyFileText(lines: readonly KeyLine[]): string {
  return headerLine('keys', {}) + keyLinesText(lines)
}

export function keyLinesText(lines: readonly KeyLine[]): string {
  return lines.map((line) => checkedLine(JSON.stringify(line))).join('')
}

/** With `mayBeTorn` a last line that is not whole is left out. Each line is verified when it is taken. */
export async function readKeyFile(disk: Disk, path: string, mayBeTorn: boolean): Promise<Iterable<KeyLine>> {
  const bytes = await disk.readFile(path)
  if (bytes === undefined) return []
  return keyLines(path, mayBeTorn ? bytes.subarray(0, intactLength(bytes)) : bytes)
}

function* keyLines(path: string, bytes: Buffer): Generator<KeyLine> {
  for (const { number, json } of intactLines(path, bytes)) {
    if (number === 1) readHeader(path, json, 'keys')
    else yield JSON.parse(json) as KeyLine
  }
}

export function nameOf(ref: string): KeyName {
  return ref.slice(0, ref.lastIndexOf('/')) as KeyName
}

/** The reference of a key as it is kept. */
export function refOf(name: string, kept: string): string {
  return `${name}/${kept.slice(0, kept.indexOf('.'))}`
}

/** A wrapped key as its line tells it; null is one that was destroyed. */
export function lineOfKey(ref: string, wrapped: Buffer | null): KeyLine {
  const name = nameOf(ref)
  return wrapped === null ? [ref, null] : [name, `${ref.slice(name.length + 1)}.${wrapped.toString('base64')}`]
}

/** The same back. */
export function keyOfLine([name, kept]: KeyLine): { ref: string; wrapped: Buffer | null } {
  return kept === null ? { ref: name, wrapped: null } : { ref: refOf(name, kept), wrapped: wrappedIn(kept) }
}

export function wrappedIn(kept: string): Buffer {
  return Buffer.from(kept.slice(kept.indexOf('.') + 1), 'base64')
}

/** Up to the end of the last line, leaving out one torn line at the very end. */
function intactLength(bytes: Buffer): number {
  const before = bytes.lastIndexOf(10, bytes.length - 2) + 1
  return bytes.length > 0 && bytes[bytes.length - 1] === 10 && isIntact(bytes, before, bytes.length - 1)
    ? bytes.length
    : before
}
