import { createHash, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { upTo } from '../up-to'
import type { Receiver } from './receiver'

/** The platform sends up to 100 at a time; more than these at once are not held in memory but asked for again. */
const mostAtOnce = 256
/** Updates hold text and descriptions of files, never the files. */
const maxBytes = 1024 * 1024

/** `POST /telegram/webhook`: 200 once the update is kept, else an error, so that the platform brings it again. */
export function webhookRoutes(deps: {
  receiver: Pick<Receiver, 'take'>
  secret: string
  onFault(fault: unknown): void
}): Hono {
  const right = digest(deps.secret)
  let underWay = 0
  const again = (context: Context) => {
    context.header('Retry-After', '1')
    return context.body(null, 503)
  }
  const isOurs = (context: Context) =>
    timingSafeEqual(digest(context.req.header('x-telegram-bot-api-secret-token') ?? ''), right)
  const limit = upTo(maxBytes, (context) => context.body(null, 413))
  return new Hono().post(
    '/webhook',
    async (context, next) => {
      if (!isOurs(context)) return context.body(null, 403)
      if (underWay >= mostAtOnce) return again(context)
      // From here on, since reading it takes memory too.
      underWay++
      await next().finally(() => underWay--)
    },
    limit,
    async (context) => {
      const update = await context.req.json().catch(() => undefined)
      if (update === undefined) return context.body(null, 400)
      try {
        await deps.receiver.take(update)
        return context.body(null, 200)
      } catch (fault) {
        deps.onFault(fault)
        return again(context)
      }
    },
  )
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
