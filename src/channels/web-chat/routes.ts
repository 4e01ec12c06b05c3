import { createHash } from 'node:crypto'
import { type Context, Hono, type Next } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import { type Store, StoreUnavailable } from '../../store/store'
import { OpenSession } from '../../web/api/chat-session'
import { maxFileBytes } from '../../web/api/limits'
import { MessagesQuery } from '../../web/api/list-messages'
import type { MessageAccepted } from '../../web/api/send-message'
import { StreamQuery } from '../../web/api/stream-event'
import { upTo } from '../up-to'
import { webChatAbilities, webChatChannel } from './abilities'
import { AtOnce } from './at-once'
import { accountOf, lookOf, messagesOf, noteVisit } from './conversation'
import type { Hub } from './hub'
import { Newest } from './newest'
import { Rate } from './rate'
import { isMultipart, readUpdate } from './read-update'
import { refuse } from './refuse'
import { sendFile } from './send-file'
import { streamTo } from './stream'
import { Uploads } from './uploads'
import { preferred, type Visitor, Visitors } from './visitor'

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
  /** Told of a fault of ours while a page listened; never given what was said. */
  onFault(fault: unknown): void
}

/** Each page about one message a second, each address (a whole dormitory, perhaps) twenty. */
const perVisitor = { burst: 40, perSecond: 1 }
const perAddress = { burst: 400, perSecond: 20 }
/** Looking is cheaper than writing; a file is opened and checked as a whole each time. */
const looking = { visitor: { burst: 600, perSecond: 20 }, address: { burst: 6000, perSecond: 400 } }
const fetching = { visitor: { burst: 200, perSecond: 3 }, address: { burst: 1000, perSecond: 30 } }
const mostStreams = { visitor: 16, address: 2000 }
/** An upload stands in memory until it is kept. */
const mostUploadBytes = { address: 120 * 1024 * 1024, all: 240 * 1024 * 1024 }
const maxFormBytes = maxFileBytes + 64 * 1024
/** A text of the greatest length, each sign of it written as an escape, and what stands around it. */
const maxJsonBytes = 64 * 1024

/** The web chat's routes, below `/api/chat`. */
export function webChatRoutes(deps: WebChatDeps): Hono {
  const visitors = new Visitors(deps.secret)
  const uploads = new Uploads(deps.store)
  const milliseconds = () => Date.parse(deps.now())
  const visitorRate = new Rate(perVisitor.burst, perVisitor.perSecond, milliseconds)
  const addressRate = new Rate(perAddress.burst, perAddress.perSecond, milliseconds)
  const rates = (kind: typeof looking) => ({
    visitor: new Rate(kind.visitor.burst, kind.visitor.perSecond, milliseconds),
    address: new Rate(kind.address.burst, kind.address.perSecond, milliseconds),
  })
  const looks = rates(looking)
  const fetches = rates(fetching)
  const streams = { visitor: new Newest(mostStreams.visitor), address: new Newest(mostStreams.address) }
  const uploading = { address: new AtOnce(mostUploadBytes.address), all: new AtOnce(mostUploadBytes.all) }
  const app = new Hono()

  /** Why a request that changes something is not taken, before anything of it is read. */
  function refusal(context: Context, visitor: Visitor | undefined) {
    const language = visitor?.language ?? preferred(context)
    if (!isOwnOrigin(context, deps.publicUrl)) return refuse(context, 'wrong-origin', language)
    const peer = deps.peerOf(context)
    const wait = (peer && addressRate.take(peer)) || (visitor && visitorRate.take(visitor.id))
    return wait ? refuse(context, 'too-many', language, wait) : undefined
  }

  /** Why a visitor is shown nothing for a while. */
  function tooMuch(context: Context, visitor: Visitor, rate: typeof looks) {
    const peer = deps.peerOf(context)
    const wait = (peer && rate.address.take(peer)) || rate.visitor.take(visitor.id)
    return wait ? refuse(context, 'too-many', visitor.language, wait) : undefined
  }

  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store')
    await next()
  })

  app.onError((fault, context) => {
    if (!(fault instanceof StoreUnavailable)) throw fault
    const isMessage = context.req.method === 'POST' && context.req.path.endsWith('/messages')
    const language = visitors.read(context)?.language ?? preferred(context)
    return refuse(context, isMessage ? 'not-saved' : 'away', language)
  })

  const tooLarge = (context: Context) =>
    refuse(context, 'too-large', visitors.read(context)?.language ?? preferred(context))
  const upToJson = upTo(maxJsonBytes, tooLarge)
  const upToForm = upTo(maxFormBytes, tooLarge)
  /** Before any of the body is read: who may not send it does not make us hold it. */
  async function admit(context: Context, next: Next) {
    const visitor = visitors.read(context)
    const refused = visitor ? refusal(context, visitor) : refuse(context, 'no-session', preferred(context))
    if (refused || !isMultipart(context)) return refused ?? upToJson(context, next)
    return upToForm(context, () => withRoom(context, next))
  }

  /** Many at once, each of the full size, would not fit into memory: who comes too many sends it a little later. */
  async function withRoom(context: Context, next: Next) {
    const bytes = Number(context.req.header('content-length')) || maxFormBytes
    const all = uploading.all.take('all', bytes)
    const own = all && uploading.address.take(deps.peerOf(context) ?? '', bytes)
    if (!own) {
      all?.()
      context.res = refuse(context, 'too-many', visitors.read(context)?.language ?? preferred(context), 3)
      return
    }
    try {
      await next()
    } finally {
      own()
      all()
    }
  }

  app.post('/session', upToJson, async (context) => {
    const refused = refusal(context, undefined)
    if (refused) return refused
    const wanted = OpenSession.safeParse(await context.req.json().catch(() => ({})))
    const known = visitors.read(context)
    const account = known && (await accountOf(deps.store, known.id))
    const look = await lookOf(deps.store, account, wanted.data?.language ?? known?.language ?? preferred(context))
    const visitor = visitors.open(context, look.language, deps.isSecure(context))
    const id = createHash('sha256').update(visitor.id).digest('hex').slice(0, 16)
    return context.json({ id, name: await deps.botName(), ...look })
  })

  app.post('/messages', admit, async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', preferred(context))
    const update = await readUpdate(context, uploads, visitor)
    if (!update.ok) return refuse(context, update.code, visitor.language)
    // The message that erased everything, sent again because its answer was lost, must not begin a new conversation.
    if (deps.hub.lastUpdate(visitor.id) === update.id) {
      visitors.forget(context, deps.isSecure(context))
      return context.json({} satisfies MessageAccepted, 202)
    }
    const conversed = await deps.converse(incomingFrom(visitor, update.id, update.content, deps.now()))
    if (conversed.kind === 'conflict') return refuse(context, 'id-reused', visitor.language)
    if (conversed.gone) {
      const texts = conversed.replies.map((reply) => reply.text)
      deps.hub.sayLast(visitor.id, { update: update.id, texts })
      visitors.forget(context, deps.isSecure(context))
    } else deps.hub.wakeVisitor(visitor.id)
    return context.json({} satisfies MessageAccepted, 202)
  })

  app.get('/messages', async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', preferred(context))
    const refused = tooMuch(context, visitor, looks)
    if (refused) return refused
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
    if (!visitor) return refuse(context, 'no-session', preferred(context))
    const refused = tooMuch(context, visitor, looks)
    if (refused) return refused
    const query = StreamQuery.safeParse(context.req.query())
    const last = Number(context.req.header('last-event-id') ?? Number.NaN)
    const after = Number.isSafeInteger(last) ? last : (query.data?.after ?? 0)
    context.header('X-Accel-Buffering', 'no')
    const fileUrl = (file: string) => visitors.fileUrl(visitor.id, file)
    // The page comes again by itself; Hono would print the fault, and with it perhaps what was said.
    const peer = deps.peerOf(context)
    return streamSSE(context, async (sse) => {
      const end = () => sse.abort()
      const left = [streams.visitor.open(visitor.id, end), ...(peer ? [streams.address.open(peer, end)] : [])]
      await streamTo(sse, { ...deps, fileUrl }, visitor, after).catch(deps.onFault)
      for (const leave of left) leave()
    })
  })

  app.get('/files/:id', async (context) => {
    const visitor = visitors.read(context)
    if (!visitor) return refuse(context, 'no-session', preferred(context))
    const refused = tooMuch(context, visitor, fetches)
    if (refused) return refused
    const id = context.req.param('id')
    const found = visitors.mayFetch(visitor.id, id, context.req.query('for') ?? '') && (await deps.store.files.get(id))
    if (!found) return refuse(context, 'not-found', visitor.language)
    const asked = { range: context.req.header('range'), ifRange: context.req.header('if-range') }
    return sendFile(found.file, found.bytes, asked)
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
