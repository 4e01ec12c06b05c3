import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Incoming } from '../../bot/incoming'
import type { FileRef } from '../../domain/message'
import { seen } from '../../store/collections'
import type { Store } from '../../store/store'
import { maxFileBytes } from '../../web/api/limits'
import { SendFile, SendMessage } from '../../web/api/send-message'
import { plainFileName, typeOf } from '../upload-type'
import { accountOf } from './conversation'
import type { Visitor } from './visitor'

type Update =
  | { ok: true; id: string; content: Incoming['content'] }
  | { ok: false; code: 'bad-request' | 'file-type' | 'too-large' }

export function isMultipart(context: Context): boolean {
  return context.req.header('content-type')?.startsWith('multipart/form-data') === true
}

/** What a visitor sent: a text, a press, or a file, whose bytes are kept before the message that names them. */
export async function readUpdate(context: Context, store: Store, visitor: Visitor): Promise<Update> {
  if (isMultipart(context)) return readFile(context, store, visitor)
  const sent = SendMessage.safeParse(await context.req.json().catch(() => undefined))
  if (!sent.success) return { ok: false, code: 'bad-request' }
  const content =
    'text' in sent.data
      ? { kind: 'text' as const, text: sent.data.text }
      : { kind: 'choice' as const, value: sent.data.choice }
  return { ok: true, id: sent.data.id, content }
}

async function readFile(context: Context, store: Store, visitor: Visitor): Promise<Update> {
  const form = await context.req.formData().catch(() => undefined)
  const fields = SendFile.safeParse({ id: form?.get('id'), name: form?.get('name') ?? undefined })
  const upload = form?.get('file')
  if (!fields.success || !(upload instanceof File) || upload.size === 0) return { ok: false, code: 'bad-request' }
  if (upload.size > maxFileBytes) return { ok: false, code: 'too-large' }
  const bytes = new Uint8Array(await upload.arrayBuffer())
  const type = await typeOf(bytes)
  if (!type) return { ok: false, code: 'file-type' }
  const name = plainFileName(fields.data.name ?? upload.name)
  const file = await keepOnce(store, visitor, fields.data.id, { name, type, bytes })
  return { ok: true, id: fields.data.id, content: { kind: 'file', file } }
}

/** Stores the bytes before the message that names them; a repeated upload finds its message and stores nothing. */
async function keepOnce(
  store: Store,
  visitor: Visitor,
  update: string,
  { name, type, bytes }: { name: string; type: string; bytes: Uint8Array },
): Promise<FileRef> {
  const hex = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
  const sha256 = hex(bytes)
  const id = `f-${hex(`${visitor.id}:${update}:${sha256}`).slice(0, 24)}`
  const account = await accountOf(store, visitor.id)
  const known = account && (await store.read((tx) => tx.get(seen, `${account.id}:${update}`)))
  if (known) return { id, name, type, size: bytes.byteLength, sha256 }
  return store.files.put({ id, name, type, bytes })
}
