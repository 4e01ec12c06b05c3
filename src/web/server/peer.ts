import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

const loopback = /^(::1|127\.|::ffff:127\.)/

/**
 * Who sends a request: behind a trusted proxy the address it appended last; undefined on this machine itself. What a proxy forwarded that
 * is not trusted comes from somewhere else, be the proxy here or not: all that comes through it counts as one.
 */
export function peerOf(trustProxy: boolean): (context: Context) => string | undefined {
  return (context) => {
    const forwarded = context.req.header('x-forwarded-for')
    const own = (context.env as HttpBindings).incoming?.socket.remoteAddress
    if (forwarded !== undefined && !trustProxy) return own
    const address = forwarded?.split(',').at(-1)?.trim() ?? own
    return address && !loopback.test(address) ? address : undefined
  }
}

/** Whether the person reached us by https, so that the cookie must not travel otherwise. */
export function isSecure(publicUrl: string | undefined, trustProxy: boolean): (context: Context) => boolean {
  return (context) =>
    publicUrl?.startsWith('https:') === true || (trustProxy && context.req.header('x-forwarded-proto') === 'https')
}
