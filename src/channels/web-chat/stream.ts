import type { SSEStreamingApi } from 'hono/streaming'
import type { Account } from '../../domain/account'
import type { Store } from '../../store/store'
import { heartbeatSeconds } from '../../web/api/limits'
import type { StreamEvent } from '../../web/api/stream-event'
import { accountOf, lookOf, messagesOf, noteVisit } from './conversation'
import type { Hub } from './hub'
import type { Visitor } from './visitor'

interface StreamDeps {
  store: Store
  hub: Hub
  fileUrl(file: string): string
  now(): string
}

const page = 100

/** Sends a visitor's conversation as it grows, until the page goes away. */
export async function streamTo(sse: SSEStreamingApi, deps: StreamDeps, visitor: Visitor, after: number): Promise<void> {
  let seq = after
  let look = ''
  let account: Account | undefined
  // What has to be looked at again: whose page it is and how it looks, or only what was said.
  let stale: 'all' | 'history' | undefined = 'all'
  let wake: () => void = () => undefined
  const listening: (() => void)[] = []
  const stir = (what: 'all' | 'history') => {
    if (stale !== 'all') stale = what
    wake()
  }
  const listen = (topic: string, what: 'all' | 'history') => listening.push(deps.hub.on(topic, () => stir(what)))
  // Before its first message a visitor has no account to listen to.
  listening.push(deps.hub.on(`visitor:${visitor.id}`, () => account || stir('all')))
  sse.onAbort(() => wake())
  // A comment from time to time keeps the line open through proxies.
  const heartbeat = setInterval(() => {
    void sse.write(': \n\n')
    // That somebody said something first may have been missed of another process.
    if (!account) stir('all')
  }, heartbeatSeconds * 1000)
  try {
    while (!sse.aborted && !sse.closed && !deps.hub.closed) {
      if (!stale) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      const what = stale
      stale = undefined
      if (what === 'all') {
        const current = await accountOf(deps.store, visitor.id)
        if (current && (current.id !== account?.id || current.person !== account.person)) {
          listen(`history:${current.id}`, 'history')
          listen(`accounts:${current.id}`, 'all')
          for (const topic of [`persons:${current.person}`, `officers:${current.person}`]) listen(topic, 'all')
          stale = 'all'
        }
        if (!current && (account || deps.hub.lastUpdate(visitor.id))) return await sendLastWords(sse, deps.hub, visitor)
        account = current
        look = await sendLook(sse, deps, account, visitor, look)
      }
      if (account) seq = await sendNew(sse, deps, account, seq)
    }
  } finally {
    clearInterval(heartbeat)
    for (const stop of listening) stop()
  }
}

async function sendNew(sse: SSEStreamingApi, deps: StreamDeps, account: Account, after: number): Promise<number> {
  let seq = after
  for (;;) {
    const messages = await messagesOf(deps.store, account, { after: seq, limit: page }, deps.fileUrl)
    for (const message of messages) await send(sse, { event: 'message', data: message }, String(message.seq))
    seq = messages.at(-1)?.seq ?? seq
    if (messages.length < page) break
  }
  if (seq > after) await noteVisit(deps.store, account, deps.now())
  return seq
}

async function sendLook(
  sse: SSEStreamingApi,
  { store }: StreamDeps,
  account: Account | undefined,
  visitor: Visitor,
  before: string,
): Promise<string> {
  const data = await lookOf(store, account, visitor.language)
  const look = JSON.stringify(data)
  if (before !== '' && look !== before) await send(sse, { event: 'session', data })
  return look
}

function send(sse: SSEStreamingApi, { event, data }: StreamEvent, id?: string): Promise<void> {
  return sse.writeSSE({ event, data: JSON.stringify(data), ...(id && { id }) })
}

/** The person erased everything: what was said last stands nowhere but here. */
async function sendLastWords(sse: SSEStreamingApi, hub: Hub, visitor: Visitor): Promise<void> {
  await send(sse, { event: 'gone', data: { texts: await hub.lastWords(visitor.id) } })
}
