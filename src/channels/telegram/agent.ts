import { lookup } from 'node:dns'
import { Agent as PlainAgent } from 'node:http'
import { Agent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { HttpProxy, SocksProxy } from './proxy-agent'

/** IPv4 addresses first: where IPv6 is there in name only, a try by it costs its whole time-out (telegraf/telegraf#1981). */
const ipv4First: LookupFunction = (host, options, callback) => lookup(host, { ...options, verbatim: false }, callback)

const kept = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 256, scheduling: 'fifo' as const }

/** The name is looked up where the proxy is: where Telegram is barred, what the names here say of it is false. */
const namedBeyond = (proxy: string) => proxy.replace(/^socks5:/i, 'socks5h:').replace(/^socks4:/i, 'socks4a:')

/** How the Bot API's https address is reached: by itself, or through an http or SOCKS proxy. */
export function agentFor(proxy: string | undefined): Agent {
  if (proxy && /^socks/i.test(proxy)) return new SocksProxy(namedBeyond(proxy), kept) as unknown as Agent
  if (proxy) return new HttpProxy(proxy, kept) as unknown as Agent
  // The 250 ms that Node gives each address are too few for a slow line.
  return new Agent({ ...kept, lookup: ipv4First, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 3000 })
}

/** For a server of one's own at a plain address. */
export function plainAgent(): PlainAgent {
  return new PlainAgent({ ...kept, lookup: ipv4First })
}
