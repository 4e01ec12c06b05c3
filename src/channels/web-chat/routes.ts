import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import type { FileRef } from '../../domain/message'
import { seen } from '../../store/collections'
import { type Store, StoreUnavailable } from '../../store/store'
import { OpenSession } from '../../web/api/chat-session'
import { maxFileBytes } from '../../web/api/limits'
import { MessagesQuery } from '../../web/api/list-messages'
import { SendFile, SendMessage } from '../../web/api/send-message'
import { StreamQuery } from '../../web/api/stream-event'
import { plainFileName, typeOf } from '../upload-type'
import { webChatAbilities, webChatChannel } from './abilities'
import { accountOf, lookOf, messagesOf, noteVisit } from './conversation'
import type { Hub } from './hub'
import { Rate } from './rate'
import { refuse } from './refuse'
import { streamTo } from './stream'
import { type Visitor, Visitors } from './visitor'

export interface WebChatDeps {
  store: Store
  hub: Hub
  converse(incoming: Incoming): Promise<Conversed>
  /** What the cookie and the addresses of files are signed with. */
  secret: Buffer
  publicUrl: string | null
  /** The address of the peer, behind a trusted proxy the one it names; undefined on this machine itself. */
  peerOf(context: Context): string | undefined
  isSecure(context: Context): boolean
  botName(): Promise<string>
  now(): string
}

/** Each page about one message a second, each address (a whole dormitory, perhaps) twenty. */
const perVisitor = { burst: 40, perSecond: 1 }
const perAddress = { burst: 400, perSecond: 20 }

/** The web chat's routes, below `/api/chat`. */
export function webChatRoutes(deps: WebChatDeps): Hono {
  const visitors = new Visitors(deps.secret)
  const milliseconds = () => Date.parse(deps.now())
  const visitorRate = new Rate(perVisitor.burst, perVisitor.perSecond, milliseconds)
  const addressRate = new Rate(perAddress.burst, perAddress.perSecond, milliseconds)
  const app = new Hono()

  /** Why a request that changes something is not taken, before anything of it is read. */
  function refusal(context: Context, visitor: Visitor | undefined) {
    const language = visitor?.language ?? 'zh-CN'
    if (!isOwnOrigin(context, deps.publicUrl)) return refuse(context, 'wrong-origin', language)
    const peer = deps.peerOf(context)
    const wait = (peer && addressRate.take(peer)) || (visitor && visitorRate.take(visitor.id))
    return wait ? refuse(context, 'too-many', language, wait) : undefined
  }

  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store')
    await next()
  })

  app.post('/session', async (context) => {
    const refused = refusal(context, undefined)
    if (refused) return refused
    const wanted = OpenSession.safeParse(await context.req.json().catch(() => ({})))
    const visitor = visitors.open(context, wanted.data?.language, deps.isSecure(context))
    const account = await accountOf(deps.store, visitor.id)
    return context.json({
      id: createHash('sha256').update(visitor.id).digest('hex').slice(0, 16),
      name: await deps.botName(),
      ...(await lookOf(deps.store, account, visitor.language)),
    })
  })

  const tooLarge = (context: Context) => refuse(context, 'too-large', visitors.read(context)?.language ?? 'zh-CN')
  app.post('/messages', bodyLimit({ maxSize: maxFileBytes + 64 * 1024, onError: tooLarge }), async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', 'zh-CN')
    const refused = refusal(context, visitor)
    if (refused) return refused
    const update = await readUpdate(context, deps, visitor)
    if (!update.ok) return refuse(context, update.code, visitor.language)
    try {
      const conversed = await deps.converse(incomingFrom(visitor, update.id, update.content, deps.now()))
      if (conversed.kind === 'conflict') return refuse(context, 'id-reused', visitor.language)
      if (conversed.gone) {
        deps.hub.sayLast(
          visitor.id,
          conversed.replies.map((reply) => reply.text),
        )
        visitors.forget(context, deps.isSecure(context))
      } else deps.hub.wakeVisitor(visitor.id)
      return context.json({}, 202)
    } catch (fault) {
      if (fault instanceof StoreUnavailable) return refuse(context, 'not-saved', visitor.language)
      throw fault
    }
  })

  app.get('/messages', async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', 'zh-CN')
    const query = MessagesQuery.safeParse(context.req.query())
    if (!query.success) return refuse(context, 'bad-request', visitor.language)
    const account = await accountOf(deps.store, visitor.id)
    if (!account) return context.json({ messages: [] })
    const { after, before, limit } = query.data
    const range = after !== undefined ? { after, limit } : { before: before ?? Number.MAX_SAFE_INTEGER, limit }
    const messages = await messagesOf(deps.store, account, range, (file) => visitors.fileUrl(visitor.id, file))
    if (before === undefined || before > 2_000_000_000) await noteVisit(deps.store, account, deps.now())
    return context.json({ messages })
  })

  app.get('/stream', (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', 'zh-CN')
    const query = StreamQuery.safeParse(context.req.query())
    const last = Number(context.req.header('last-event-id') ?? Number.NaN)
    const after = Number.isSafeInteger(last) ? last : (query.data?.after ?? 0)
    context.header('X-Accel-Buffering', 'no')
    const fileUrl = (file: string) => visitors.fileUrl(visitor.id, file)
    return streamSSE(context, (sse) => streamTo(sse, { ...deps, fileUrl }, visitor, after))
  })

  app.get('/files/:id', async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', 'zh-CN')
    const id = context.req.param('id')
    const found = visitors.mayFetch(visitor.id, id, context.req.query('for') ?? '') && (await deps.store.files.get(id))
    return found ? fileResponse(found.file, found.bytes) : refuse(context, 'not-found', visitor.language)
  })

  app.post('/forget', (context) => {
    const refused = refusal(context, visitors.read(context))
    if (refused) return refused
    visitors.forget(context, deps.isSecure(context))
    return context.body(null, 204)
  })

  return app
}

function incomingFrom(visitor: Visitor, update: string, content: Incoming['content'], at: string): Incoming {
  return {
    channel: webChatChannel,
    externalId: visitor.id,
    abilities: webChatAbilities,
    update,
    at,
    language: visitor.language,
    content,
  }
}

type Update =
  | { ok: true; id: string; content: Incoming['content'] }
  | { ok: false; code: 'bad-request' | 'file-type' | 'too-large' }

async function readUpdate(context: Context, deps: WebChatDeps, visitor: Visitor): Promise<Update> {
  if (!context.req.header('content-type')?.startsWith('multipart/form-data')) {
    const sent = SendMessage.safeParse(await context.req.json().catch(() => undefined))
    if (!sent.success) return { ok: false, code: 'bad-request' }
    const content =
      'text' in sent.data
        ? { kind: 'text' as const, text: sent.data.text }
        : { kind: 'choice' as const, value: sent.data.choice }
    return { ok: true, id: sent.data.id, content }
  }
  const form = await context.req.formData().catch(() => undefined)
  const fields = SendFile.safeParse({ id: form?.get('id'), name: form?.get('name') ?? undefined })
  const upload = form?.get('file')
  if (!fields.success || !(upload instanceof File) || upload.size === 0) return { ok: false, code: 'bad-request' }
  if (upload.size > maxFileBytes) return { ok: false, code: 'too-large' }
  const bytes = new Uint8Array(await upload.arrayBuffer())
  const type = await typeOf(bytes)
  if (!type) return { ok: false, code: 'file-type' }
  const name = plainFileName(fields.data.name ?? upload.name)
  const file = await keepOnce(deps.store, visitor, fields.data.id, { name, type, bytes })
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

/** Never run by the browser: pictures, sound and video are shown, all else is saved. */
function fileResponse(file: FileRef, bytes: Uint8Array): Response {
  const inline = /^(image|audio|video)\//.test(file.type)
  const name = encodeURIComponent(file.name)
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': file.type,
      'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=3600',
    },
  })
}

/** A page of another site cannot write here: browsers name the page's origin with every POST. */
function isOwnOrigin(context: Context, publicUrl: string | null): boolean {
  const origin = context.req.header('origin')
  if (!origin) return context.req.header('sec-fetch-site') !== 'cross-site'
  if (origin === publicUrl) return true
  try {
    return new URL(origin).host === context.req.header('host')
  } catch {
    return false
  }
}
