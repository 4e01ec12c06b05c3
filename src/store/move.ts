import { createHash } from 'node:crypto'
import type { KeptFile } from './json/files'
import type { KeyCheck } from './json/key-check'
import type { Keys } from './plan'
import type { Collection, Log } from './store'

/** A document or an entry as it stands in both engines: sealed under a data key, by its reference, or in clear. */
export interface KeptContent {
  v: number
  sealedBy: string | null
  sealed: Buffer | null
  clear: string | null
}

/** What a store is made of, piece by piece; nothing of it is opened but files, which the engines lay out differently. */
export type Piece =
  | { is: 'key'; ref: string; wrapped: Buffer | null }
  | { is: 'row'; id: string; keys: Keys; content: KeptContent }
  | { is: 'counter'; name: string; sum: number }
  | { is: 'entry'; key: string; seq: number; month: string; content: KeptContent }
  /** How far a log has come under a key, after its entries. */
  | { is: 'head'; key: string; seq: number }
  | ({ is: 'file' } & KeptFile)

export type Part =
  | { of: 'keys' | 'counters' | 'files' }
  | { of: 'collection'; name: string }
  | { of: 'log'; name: string }

/** Keys first: what is sealed under them comes after. */
export function partsOf(collections: readonly Collection[], logs: readonly Log[]): Part[] {
  return [
    { of: 'keys' },
    ...collections.map(({ name }): Part => ({ of: 'collection', name })),
    { of: 'counters' },
    ...logs.map(({ name }): Part => ({ of: 'log', name })),
    { of: 'files' },
  ]
}

export function partName(part: Part): string {
  return 'name' in part ? part.name : part.of
}

/** Says where in a part a piece stands; plain, for it is written down. */
export type Place = string | number | readonly (string | number)[]

export interface Source {
  check: KeyCheck
  /** Another once anything in it has changed. */
  fingerprint: string
  count(part: Part): Promise<number>
  /** The pieces after a place, each with its own. */
  read(part: Part, after: Place | undefined): AsyncIterable<{ piece: Piece; place: Place }>
}

/** How far a move has come: the part it is at, by number, and the last piece of it that stands. */
export interface Progress {
  fingerprint: string
  part: number
  after: Place | null
}

export interface Target {
  progress: Progress
  begin(part: Part, count: number): Promise<void>
  /** What was taken and the progress stand together, or neither. */
  take(part: Part, pieces: readonly Piece[], progress: Progress): Promise<void>
  finish(part: Part, progress: Progress): Promise<void>
}

const mostPieces = 500
const mostBytes = 4 * 1024 * 1024

/** Moves what has not been moved yet; may be killed at any moment and goes on where it stopped. */
export async function movePieces(
  source: Source,
  target: Target,
  parts: readonly Part[],
  onProgress: (part: Part, done: number, all: number) => void,
): Promise<void> {
  const { fingerprint, part: first } = target.progress
  for (const [number, part] of parts.entries()) {
    if (number < first) continue
    const all = await source.count(part)
    await target.begin(part, all)
    let after = number === first ? (target.progress.after ?? undefined) : undefined
    let done = 0
    let batch: Piece[] = []
    let bytes = 0
    const flush = async () => {
      if (batch.length === 0 || after === undefined) return
      await target.take(part, batch, { fingerprint, part: number, after })
      done += batch.length
      onProgress(part, done, all)
      batch = []
      bytes = 0
    }
    for await (const { piece, place } of source.read(part, after)) {
      batch.push(piece)
      after = place
      bytes += sizeOf(piece)
      if (batch.length >= mostPieces || bytes >= mostBytes) await flush()
    }
    await flush()
    await target.finish(part, { fingerprint, part: number + 1, after: null })
  }
}

function sizeOf(piece: Piece): number {
  if (piece.is === 'file') return piece.bytes.length
  return 'content' in piece ? (piece.content.sealed ?? piece.content.clear ?? '').length : 0
}

/** How many pieces a part has, and a sum over all of them in whichever order. */
export interface Tally {
  count: number
  sum: string
}

export async function tally(source: Source, part: Part): Promise<Tally> {
  let count = 0
  let sum = 0n
  for await (const { piece } of source.read(part, undefined)) {
    count++
    sum += createHash('sha256').update(pieceText(piece)).digest().readBigUInt64BE()
  }
  return { count, sum: BigInt.asUintN(64, sum).toString(16) }
}

/** The month of an entry is left out: by a clock that went back the engines file it differently. */
function pieceText(piece: Piece): string {
  const of = ({ v, sealedBy, sealed, clear }: KeptContent) => [v, sealedBy, sealed?.toString('base64') ?? null, clear]
  switch (piece.is) {
    case 'key':
      return JSON.stringify([piece.ref, piece.wrapped?.toString('base64') ?? null])
    case 'row':
      return JSON.stringify([
        piece.id,
        piece.keys.map((one) => one && [one[0], ...one.slice(1).sort()]),
        ...of(piece.content),
      ])
    case 'counter':
      return JSON.stringify([piece.name, piece.sum])
    case 'entry':
      return JSON.stringify([piece.key, piece.seq, ...of(piece.content)])
    case 'head':
      return JSON.stringify([piece.key, piece.seq])
    case 'file':
      return JSON.stringify([piece.file, piece.ref, piece.at])
  }
}

/** The source was written by a version whose tables are others: that version, or the first start of this one, has to come before. */
export class OtherVersion extends Error {}
