import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type FileRef, fileSchema } from '../../domain/message'
import { boundTo, seal, unseal } from '../envelope'
import { type Files, type KeyName, StoreUnavailable } from '../store'
import { DamagedStore } from './damage'
import { type Disk, removeTemporaries, replaceFile } from './disk'
import type { KeyRing } from './key-ring'

/** First line of a file, in clear: nothing personal stands in it. Behind it the envelope of a JSON line of `FileRef` and the bytes. */
const headerSchema = z.object({
  lianxin: z.literal('file'),
  format: z.literal(1),
  key: z.string(),
  at: z.string(),
})

export interface FilesDeps {
  disk: Disk
  folder: string
  ring: KeyRing
  now: () => string
}

/** Files in `files/<2 hex>/<id>`, each sealed under a key of its own, name and type with it. */
export function openFiles({ disk, folder, ring, now }: FilesDeps): Files {
  const root = join(folder, 'files')
  const pathOf = (id: string) => filePath(folder, id)
  const nameOf = (id: string): KeyName => `file:${id}`
  const inTurn = turns()

  async function keep({ id, name, type, bytes }: Parameters<Files['put']>[0]): Promise<FileRef> {
    const path = pathOf(id)
    const file: FileRef = { id, name, type, size: bytes.length, sha256: sha256(bytes) }
    try {
      let key = ring.current(nameOf(id))
      if (key === undefined) {
        key = ring.make(nameOf(id))
        await ring.add([key])
      }
      await disk.makeFolder(dirname(path))
      await replaceFile(disk, path, fileContent({ file, bytes, ref: key.ref, at: now() }, key.key))
    } catch (error) {
      throw new StoreUnavailable(`a file could not be kept: ${reason(error)}`)
    }
    return file
  }

  async function remove(id: string): Promise<void> {
    const path = pathOf(id)
    const key = ring.current(nameOf(id))
    // The key first: without it the bytes are nothing, also where a copy of them lies in a backup.
    if (key !== undefined) await ring.drop([key.ref])
    await disk.remove(path)
  }

  return {
    put: (file) => inTurn(file.id, () => keep(file)),

    delete: (id) => inTurn(id, () => remove(id)),

    async get(id) {
      const path = pathOf(id)
      const whole = await disk.readFile(path)
      if (whole === undefined) return undefined
      const kept = await openFile(path, whole, async (ref) => ring.byRef(ref))
      return kept && { file: kept.file, bytes: kept.bytes }
    },

    async list(before) {
      const found: string[] = []
      for (const part of await disk.list(root)) {
        for (const id of await disk.list(join(root, part))) {
          if (id.endsWith('.tmp')) continue
          const file = await disk.open(join(root, part, id), 'read')
          try {
            const { header } = headerOf(join(root, part, id), await file.read(1_000, 0))
            if (header.at < before) found.push(id)
          } finally {
            await file.close()
          }
        }
      }
      return found.sort()
    },
  }
}

/** A file as it is kept: under which data key, by reference, and since when. */
export interface KeptFile {
  file: FileRef
  bytes: Uint8Array
  ref: string
  at: string
}

export function filePath(folder: string, id: string): string {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) throw new Error(`not an id for a file: ${JSON.stringify(id)}`)
  return join(folder, 'files', createHash('sha256').update(id).digest('hex').slice(0, 2), id)
}

/** The bytes on the disk. */
export function fileContent({ file, bytes, ref, at }: KeptFile, key: Uint8Array): Buffer {
  const header = JSON.stringify({ lianxin: 'file', format: 1, key: ref, at })
  const plain = Buffer.concat([Buffer.from(`${JSON.stringify(file)}\n`), bytes])
  return Buffer.concat([Buffer.from(`${header}\n`), seal(key, boundTo('file', file.id), plain)])
}

/** Undefined when its data key was destroyed. */
export async function openFile(
  path: string,
  whole: Buffer,
  keyOf: (ref: string) => Promise<Buffer | undefined>,
): Promise<KeptFile | undefined> {
  const { header, end } = headerOf(path, whole)
  const key = await keyOf(header.key)
  if (key === undefined) return undefined
  const plain = unseal(key, boundTo('file', basename(path)), whole.subarray(end + 1))
  if (plain === undefined) throw new DamagedStore(path, 0, 'the envelope does not open')
  const feed = plain.indexOf(10)
  const file = fileSchema.parse(JSON.parse(plain.toString('utf8', 0, feed)))
  const bytes = plain.subarray(feed + 1)
  if (sha256(bytes) !== file.sha256) throw new DamagedStore(path, 0, 'the bytes are not the original ones')
  return { file, bytes, ref: header.key, at: header.at }
}

/** What is done to one file is done one after another: two writers would share a temporary file and disagree about the key. */
function turns(): <R>(id: string, work: () => Promise<R>) => Promise<R> {
  const last = new Map<string, Promise<unknown>>()
  return (id, work) => {
    const mine = (last.get(id) ?? Promise.resolve()).then(work)
    const settled = mine
      .catch(() => {})
      .finally(() => {
        if (last.get(id) === settled) last.delete(id)
      })
    last.set(id, settled)
    return mine
  }
}

/** At start only: later a temporary file may be one that is just being written. */
export async function removeUnfinishedFiles(disk: Disk, folder: string): Promise<void> {
  const root = join(folder, 'files')
  for (const part of await disk.list(root)) await removeTemporaries(disk, join(root, part))
}

function headerOf(path: string, bytes: Buffer) {
  const end = bytes.indexOf(10)
  try {
    return { header: headerSchema.parse(JSON.parse(bytes.toString('utf8', 0, end))), end }
  } catch {
    throw new DamagedStore(path, 1, 'not the header of a file')
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function reason(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
}
