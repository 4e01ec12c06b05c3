import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'

/** Whether somebody who runs the bot asks: from this machine itself, or with the token. */
export function insiderOf(
  token: string | undefined,
  peerOf: (context: Context) => string | undefined,
): (context: Context) => boolean {
  const right = Buffer.from(token ?? '')
  return (context) => {
    const given = Buffer.from(context.req.header('authorization')?.replace(/^Bearer /, '') ?? '')
    const byToken = token !== undefined && given.length === right.length && timingSafeEqual(given, right)
    return byToken || peerOf(context) === undefined
  }
}
