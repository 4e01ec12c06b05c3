import type { ChatMessage } from '../api/chat-message'
import { chatRoutes } from '../api/chat-routes'
import type { SessionChanged } from '../api/stream-event'
import { backoffDelay } from './backoff'
import { readGone, readMessage, readSessionChanged } from './wire-reader'

export interface MessageStreamDeps {
  receivedTo: () => number
  onMessage: (message: ChatMessage) => void
  onTyping: () => void
  onSession: (changed: SessionChanged) => void
  onGone: (lastWords: string[]) => void
  /** Asks by GET for what came after `receivedTo`; true when the server answered. */
  catchUp: () => Promise<boolean>
  onConnection: (isConnected: boolean) => void
}

const pollMilliseconds = 4000
const pollsBetweenStreams = 10
const openMilliseconds = 15_000
/** A phone that changes cells keeps a dead stream open and SSE comments reach no script; a GET this often notices. */
const watchMilliseconds = 45_000
/** After a sent message the stream has this long to bring something. */
const newsMilliseconds = 5000

/** Keeps messages coming: server-sent events; where these fail or are swallowed by a proxy, GET; with its own patience between tries. */
export function startMessageStream(deps: MessageStreamDeps) {
  let source: EventSource | null = null
  let timer: number | undefined
  let failures = 0
  /** How often GET brought what an open stream had not. */
  let misses = 0
  let polls = 0
  let isStopped = false

  const later = (milliseconds: number, act: () => void) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(act, milliseconds)
  }

  const closeSource = () => {
    source?.close()
    source = null
  }

  const open = () => {
    closeSource()
    if (isStopped) return
    const opened = new EventSource(`${chatRoutes.stream}?after=${deps.receivedTo()}`)
    source = opened
    const fail = () => {
      if (source !== opened) return
      closeSource()
      failures += 1
      void recover()
    }
    later(openMilliseconds, fail)
    opened.onerror = fail
    opened.onopen = () => {
      failures = 0
      deps.onConnection(true)
      later(watchMilliseconds, watch)
    }
    opened.addEventListener('message', (event) => {
      misses = 0
      const message = readMessage(parseData(event))
      if (message !== null) deps.onMessage(message)
    })
    opened.addEventListener('typing', deps.onTyping)
    opened.addEventListener('session', (event) => {
      const changed = readSessionChanged(parseData(event))
      if (changed !== null) deps.onSession(changed)
    })
    opened.addEventListener('gone', (event) => {
      const lastWords = readGone(parseData(event))
      if (lastWords !== null) deps.onGone(lastWords)
    })
  }

  /** Without a stream: fetch what came meanwhile, then try the stream again, or keep asking where it works badly. */
  const recover = async () => {
    const isReachable = await deps.catchUp()
    if (isStopped || source !== null) return
    deps.onConnection(isReachable)
    if (isReachable && failures >= 3 && polls < pollsBetweenStreams) {
      polls += 1
      later(pollMilliseconds, recover)
    } else {
      polls = 0
      later(backoffDelay(isReachable ? Math.min(failures, 3) : failures), open)
    }
  }

  /** With a stream open: is it alive and does it bring everything? */
  const watch = async () => {
    const watched = source
    const before = deps.receivedTo()
    const isReachable = await deps.catchUp()
    if (isStopped || watched === null || source !== watched) return
    if (isReachable && deps.receivedTo() === before) return later(watchMilliseconds, watch)
    misses += isReachable ? 1 : 0
    if (misses < 2) return open()
    closeSource()
    failures = 3
    void recover()
  }

  open()
  return {
    /** The network is back or the page is looked at again. */
    wake: () => {
      if (source !== null && source.readyState === EventSource.OPEN) void watch()
      else open()
    },
    /** The server has taken a message of ours, so something must come. */
    expectNews: () => {
      const before = deps.receivedTo()
      if (source !== null)
        later(newsMilliseconds, () => (deps.receivedTo() === before ? watch() : later(watchMilliseconds, watch)))
    },
    stop: () => {
      isStopped = true
      window.clearTimeout(timer)
      closeSource()
    },
  }
}

function parseData(event: Event): unknown {
  try {
    return JSON.parse((event as MessageEvent<string>).data)
  } catch {
    return null
  }
}
