import { createHash } from 'node:crypto'
import { type FileRef, fileSchema } from '../../domain/message'
import { boundTo, seal, unseal } from '../envelope'
import { DamagedStore } from '../json/damage'
import type { KeptFile } from '../json/files'
import type { Files, KeyName } from '../store'
import { type DataKeys, dropKeyByName, insertKey, keyByName } from './data-keys'
import { type Ask, type Bound, statement } from './statement'
import type { Writes } from './writes'

/** So that no single value is large for the database or for the line to it. */
const chunkSize = 512 * 1024

const selectFile = statement(
  `SELECT f.at, f.sealed_by, f.sealed, k.wrapped FROM lianxin_files f JOIN lianxin_keys k ON k.ref = f.sealed_by
   WHERE f.id = $1 AND k.wrapped IS NOT NULL`,
)
const selectChunk = statement('SELECT sealed FROM lianxin_chunks WHERE file = $1 AND number = $2')
const deleteFile = statement('DELETE FROM lianxin_files WHERE id = $1')
const insertFile = statement('INSERT INTO lianxin_files (id, at, sealed_by, sealed) VALUES ($1, $2, $3, $4)')
const insertChunk = statement('INSERT INTO lianxin_chunks (file, number, sealed) VALUES ($1, $2, $3)')
const selectOld = statement('SELECT id FROM lianxin_files WHERE at < $1 ORDER BY id COLLATE "C"')

/**
 * Files in the database, in pieces, each sealed under the file's own key with its place. Whoever would rather keep the bytes elsewhere gives
 * another `Files`: nothing in the engine asks for these.
 */
export function openFiles(deps: { ask: Ask; writes: Writes; keys: DataKeys; now: () => string }): Files {
  const { ask, writes, keys } = deps
  const nameOf = (id: string): KeyName => `file:${id}`
  const lockOf = (id: string) => {
    if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) throw new Error(`not an id for a file: ${JSON.stringify(id)}`)
    return [`file:${id}`]
  }

  return {
    async put({ id, name, type, bytes }) {
      const file: FileRef = { id, name, type, size: bytes.length, sha256: sha256(bytes) }
      await writes.run(lockOf(id), async (tx) => {
        const [kept] = await tx(keyByName, [nameOf(id)])
        const key = kept ? keys.unwrap(kept.ref, kept.wrapped) : keys.make(nameOf(id))
        const made = kept ? [] : [insertKey(key, keys.wrap(key), keys.newest.generation)]
        const old = { statement: deleteFile, values: [id] }
        const rows = insertWhole({ file, bytes, ref: key.ref, at: deps.now() }, key.key)
        return { result: file, writes: [...made, old, ...rows], changes: [] }
      })
      return file
    },

    async delete(id) {
      await writes.run(lockOf(id), async (tx) => {
        await tx(dropKeyByName, [nameOf(id)])
        return { result: undefined, writes: [{ statement: deleteFile, values: [id] }], changes: [] }
      })
    },

    async get(id) {
      lockOf(id)
      const kept = await readWhole({ ask, keys }, id)
      return kept && { file: kept.file, bytes: kept.bytes }
    },

    async list(before) {
      return (await ask(selectOld, [before])).map((row) => row.id)
    },
  }
}

/** Undefined when it is not there, or was deleted, or put anew, while it was read. */
export async function readWhole(deps: { ask: Ask; keys: DataKeys }, id: string): Promise<KeptFile | undefined> {
  const { ask, keys } = deps
  const [row] = await ask(selectFile, [id])
  if (row === undefined) return undefined
  const { key, ref } = keys.unwrap(row.sealed_by, row.wrapped)
  const file = fileSchema.parse(JSON.parse(open(key, id, boundTo('file', id), row.sealed).toString('utf8')))
  const pieces: Buffer[] = []
  for (let number = 0; number * chunkSize < file.size; number++) {
    const [chunk] = await ask(selectChunk, [id, number])
    if (chunk === undefined) return undefined
    pieces.push(open(key, id, boundTo('file', id, number), chunk.sealed))
  }
  const bytes = Buffer.concat(pieces)
  if (sha256(bytes) !== file.sha256) throw new DamagedStore('lianxin_files', 0, 'the bytes are not the original ones')
  return { file, bytes, ref, at: row.at }
}

/** A file that is not there yet. */
export function insertWhole({ file, bytes, ref, at }: KeptFile, key: Buffer): Bound[] {
  const { id } = file
  const sealed = seal(key, boundTo('file', id), JSON.stringify(file))
  return [
    { statement: insertFile, values: [id, at, ref, sealed] },
    ...Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, number) => {
      const piece = bytes.subarray(number * chunkSize, (number + 1) * chunkSize)
      return { statement: insertChunk, values: [id, number, seal(key, boundTo('file', id, number), piece)] }
    }),
  ]
}

function open(key: Buffer, id: string, bound: string, sealed: Buffer): Buffer {
  const plain = unseal(key, bound, sealed)
  if (plain === undefined) throw new DamagedStore('lianxin_files', 0, `file ${id}: the envelope does not open`)
  return plain
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
