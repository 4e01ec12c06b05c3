import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Store } from '../../store/store'

interface AppDeps {
  store: Pick<Store, 'health'>
  /** What else `GET /healthz` tells whoever asks: how the channels are connected, which alerts stand. */
  told(context: Context): Promise<Record<string, unknown>>
  /** Folder of the built chat page. */
  page: string
  /** Channels' routes by the path they stand under. */
  mounts: readonly { path: string; routes: Hono }[]
  /** Told of a fault by route pattern; never given what was sent. */
  onFault(route: string, fault: unknown): void
}

const self = "'self'"

const notSaved = { code: 'not-saved', message: '还没有存上，正在自动重发。/ Not saved yet. It is being sent again.' }
const away = {
  code: 'away',
  message:
    '现在连不上，会自动再试，不用重发。/ The connection is away. It is tried again by itself; nothing has to be sent again.',
}

/** The HTTP server's routes: the page, health, and what the channels bring. */
export function buildApp({ store, told, page, mounts, onFault }: AppDeps): Hono {
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: [self],
        styleSrc: [self],
        imgSrc: [self, 'blob:', 'data:'],
        mediaSrc: [self, 'blob:'],
        connectSrc: [self],
        manifestSrc: [self],
        formAction: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      crossOriginEmbedderPolicy: false,
      // A file that a person sent stands under a stricter policy of its own.
      overwrite: false,
    }),
  )
  app.get('/healthz', async (context) => {
    const more = await told(context)
    const health = store.health()
    // No other alert keeps a message from being taken and kept, and a bot that is started anew for it would be no better.
    const taken = health.ok ? { ok: true } : { ok: false, reason: health.reason }
    return context.json({ ...taken, ...more }, health.ok ? 200 : 503)
  })
  for (const { path, routes } of mounts) app.route(path, routes)
  const html = readFileSync(join(page, 'index.html'), 'utf8')
  app.get('/', (context) => context.html(html, 200, { 'Cache-Control': 'no-cache' }))
  app.use(
    '/assets/*',
    serveStatic({
      root: page,
      onFound: (_, context) => context.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  )
  app.use('/*', serveStatic({ root: page }))
  app.notFound((context) => context.json({ error: { code: 'not-found', message: 'not found' } }, 404))
  app.onError((fault, context) => {
    onFault(context.req.routePath, fault)
    return context.json({ error: context.req.method === 'GET' ? away : notSaved }, 503)
  })
  return app
}
