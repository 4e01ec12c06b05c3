import { createHash } from 'node:crypto'
import type { FileRef } from '../../domain/message'
import { seen } from '../../store/collections'
import type { Store } from '../../store/store'
import { accountOf } from './conversation'
import type { Visitor } from './visitor'

interface Upload {
  name: string
  type: string
  bytes: Uint8Array
}

/** Stores the bytes before the message that names them; a repeated upload finds its message and stores nothing. */
export class Uploads {
  readonly #underWay = new Map<string, Promise<FileRef>>()

  constructor(private readonly store: Store) {}

  async keep(visitor: Visitor, update: string, upload: Upload): Promise<FileRef> {
    const { bytes, name, type } = upload
    const sha256 = hex(bytes)
    const id = `f-${hex(`${visitor.id}:${update}:${sha256}`).slice(0, 24)}`
    const account = await accountOf(this.store, visitor.id)
    const known = account && (await this.store.read((tx) => tx.get(seen, `${account.id}:${update}`)))
    if (known) return { id, name, type, size: bytes.byteLength, sha256 }
    return this.#once(id, () => this.store.files.put({ id, name, type, bytes }))
  }

  /** Two writers of one file would spoil it for each other: who comes while it is being kept waits for that. */
  #once(id: string, put: () => Promise<FileRef>): Promise<FileRef> {
    const running = this.#underWay.get(id)
    if (running) return running
    const mine = put().finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, mine)
    return mine
  }
}

function hex(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}
