import type { Context } from 'hono'
import type { Incoming } from '../../bot/incoming'
import { maxFileBytes } from '../../web/api/limits'
import { SendFile, SendMessage } from '../../web/api/send-message'
import { plainFileName, typeOf } from '../upload-type'
import type { Uploads } from './uploads'
import type { Visitor } from './visitor'

type Update =
  | { ok: true; id: string; content: Incoming['content'] }
  | { ok: false; code: 'bad-request' | 'file-type' | 'too-large' }

export function isMultipart(context: Context): boolean {
  return context.req.header('content-type')?.startsWith('multipart/form-data') === true
}

/** What a visitor sent: a text, a press, or a file, whose bytes are kept before the message that names them. */
export async function readUpdate(context: Context, uploads: Uploads, visitor: Visitor): Promise<Update> {
  if (isMultipart(context)) return readFile(context, uploads, visitor)
  const sent = SendMessage.safeParse(await context.req.json().catch(() => undefined))
  if (!sent.success) return { ok: false, code: 'bad-request' }
  const content =
    'text' in sent.data
      ? { kind: 'text' as const, text: sent.data.text }
      : { kind: 'choice' as const, value: sent.data.choice }
  return { ok: true, id: sent.data.id, content }
}

async function readFile(context: Context, uploads: Uploads, visitor: Visitor): Promise<Update> {
  const form = await context.req.formData().catch(() => undefined)
  const fields = SendFile.safeParse({ id: form?.get('id'), name: form?.get('name') ?? undefined })
  const upload = form?.get('file')
  if (!fields.success || !(upload instanceof File) || upload.size === 0) return { ok: false, code: 'bad-request' }
  if (upload.size > maxFileBytes) return { ok: false, code: 'too-large' }
  const bytes = new Uint8Array(await upload.arrayBuffer())
  const type = await typeOf(bytes)
  if (!type) return { ok: false, code: 'file-type' }
  const name = plainFileName(fields.data.name ?? upload.name)
  const file = await uploads.keep(visitor, fields.data.id, { name, type, bytes })
  return { ok: true, id: fields.data.id, content: { kind: 'file', file } }
}
