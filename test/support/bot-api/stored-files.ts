import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { badRequest } from './refusal'
import type { FileRef } from './shapes'

export type FileKind = 'photo' | 'document' | 'voice' | 'video' | 'sticker'

export interface StoredFile {
  kind: FileKind
  name: string
  type: string
  bytes: Buffer
}

interface Kept extends StoredFile {
  ref: FileRef
  number: number
}

const MOST_BYTES = 20 * 1024 * 1024
const LINK_LASTS = 3_600_000
const extensionByKind: Record<FileKind, string> = {
  photo: '.jpg',
  document: '.dat',
  voice: '.oga',
  video: '.mp4',
  sticker: '.webp',
}

/** The files that went through the chats, by their ids, and the links to them. */
export class StoredFiles {
  readonly #byId = new Map<string, Kept>()
  readonly #links = new Map<string, { file: Kept; until: number }>()

  constructor(readonly now: () => number) {}

  /** `claimed` is the size to be told when the bytes themselves do not matter. */
  keep(file: StoredFile, claimed = file.bytes.length): FileRef {
    const number = this.#byId.size + 1
    const hash = createHash('sha256').update(file.kind).update(file.bytes).digest('base64url')
    const ref = {
      // As long as the real ones, which are too long for a button.
      file_id: `AgACAgUAAxkBAAI${hash}${String(number).padStart(9, '0')}`,
      file_unique_id: `AQAD${hash.slice(0, 12)}`,
      file_size: claimed,
    }
    this.#byId.set(ref.file_id, { ...file, ref, number })
    return ref
  }

  /** By the id a bot sent. */
  find(id: string): Kept {
    const file = this.#byId.get(id)
    if (!file) throw badRequest('wrong file identifier/HTTP URL specified')
    return file
  }

  link(id: string): FileRef & { file_path: string } {
    const file = this.#byId.get(id)
    if (!file) throw badRequest('invalid file_id')
    if (file.ref.file_size > MOST_BYTES) throw badRequest('file is too big')
    const extension = file.kind === 'document' ? extname(file.name) : extensionByKind[file.kind]
    const path = `${file.kind}s/file_${file.number}${extension}`
    this.#links.set(path, { file, until: this.now() + LINK_LASTS })
    return { ...file.ref, file_path: path }
  }

  at(path: string): StoredFile | undefined {
    const link = this.#links.get(path)
    return link && link.until > this.now() ? link.file : undefined
  }
}
