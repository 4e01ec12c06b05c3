import type { Language } from '../../domain/language'
import type { ChatMessage } from '../api/chat-message'
import { chatRoutes } from '../api/chat-routes'
import type { ChatSession } from '../api/chat-session'
import type { PendingMessage } from './pending-queue'
import { readAcceptedSeq, readErrorMessage, readMessageList, readSession } from './wire-reader'

interface Reply {
  /** 0: nothing came back. */
  status: number
  body: unknown
  retryAfterSeconds: number | null
}

interface Call {
  method: 'GET' | 'POST'
  path: string
  body?: Document | XMLHttpRequestBodyInit
  isJson?: boolean
  onProgress?: (share: number) => void
}

/** A line that moves no byte for this long counts as broken. */
const stallSeconds = 60

/** XMLHttpRequest and not fetch: it tells upload progress and can be given up on browsers without AbortController. */
function startCall({ method, path, body, isJson, onProgress }: Call): { reply: Promise<Reply>; abort: () => void } {
  const request = new XMLHttpRequest()
  let stall: number | undefined
  const watch = () => {
    window.clearTimeout(stall)
    stall = window.setTimeout(() => request.abort(), stallSeconds * 1000)
  }
  const reply = new Promise<Reply>((resolve) => {
    request.open(method, path)
    if (isJson) request.setRequestHeader('content-type', 'application/json')
    request.onloadend = () => {
      window.clearTimeout(stall)
      resolve({
        status: request.status,
        body: parseJson(request.responseText),
        retryAfterSeconds: Number.parseInt(request.getResponseHeader('retry-after') ?? '', 10) || null,
      })
    }
    request.upload.onprogress = (event) => {
      watch()
      if (event.lengthComputable) onProgress?.(event.loaded / event.total)
    }
    request.onprogress = watch
    watch()
    request.send(body ?? null)
  })
  return { reply, abort: () => request.abort() }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export type Fetched<T> =
  | { ok: true; value: T }
  | { ok: false; problem: 'unreachable' | 'no-session'; message: string | null; retryAfterSeconds: number | null }

async function fetchValue<T>(call: Call, read: (body: unknown) => T | null): Promise<Fetched<T>> {
  const { status, body, retryAfterSeconds } = await startCall(call).reply
  const value = status === 200 ? read(body) : null
  if (value !== null) return { ok: true, value }
  const problem = status === 401 ? 'no-session' : 'unreachable'
  return { ok: false, problem, message: readErrorMessage(body), retryAfterSeconds }
}

export function openSession(language: Language | null): Promise<Fetched<ChatSession>> {
  const body = JSON.stringify(language === null ? {} : { language })
  return fetchValue({ method: 'POST', path: chatRoutes.session, body, isJson: true }, readSession)
}

export function fetchMessages(range: { after: number } | { before: number }, limit: number) {
  const query = 'after' in range ? `after=${range.after}` : `before=${range.before}`
  const path = `${chatRoutes.messages}?${query}&limit=${limit}`
  return fetchValue<ChatMessage[]>({ method: 'GET', path }, readMessageList)
}

export async function forgetDevice(): Promise<boolean> {
  const { status } = await startCall({ method: 'POST', path: chatRoutes.forget, body: '{}', isJson: true }).reply
  // 401: the server had forgotten this device already.
  return status === 204 || status === 200 || status === 401
}

export type SendOutcome =
  | { ok: true; seq: number | null }
  /** Said no to this very message; trying it again unchanged is useless. */
  | { ok: false; problem: 'refused'; message: string | null }
  | { ok: false; problem: 'no-session' }
  /** Not now; the same message goes again later. */
  | { ok: false; problem: 'later'; message: string | null; retryAfterSeconds: number | null }

export function sendPending(
  pending: PendingMessage,
  file: Blob | null,
  onProgress: (share: number) => void,
): { outcome: Promise<SendOutcome>; abort: () => void } {
  const { id, body } = pending
  const path = chatRoutes.messages
  let call: Call
  if (body.kind === 'file') {
    const form = new FormData()
    form.append('id', id)
    form.append('name', body.name)
    form.append('file', file ?? new Blob(), body.name)
    call = { method: 'POST', path, body: form, onProgress }
  } else {
    const json = body.kind === 'text' ? { id, text: body.text } : { id, choice: body.value }
    call = { method: 'POST', path, body: JSON.stringify(json), isJson: true, onProgress }
  }
  const { reply, abort } = startCall(call)
  return { outcome: reply.then(replyToOutcome), abort }
}

function replyToOutcome({ status, body, retryAfterSeconds }: Reply): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true, seq: readAcceptedSeq(body) }
  if (status === 401) return { ok: false, problem: 'no-session' }
  const message = readErrorMessage(body)
  if (status === 0 || status === 408 || status === 429 || status >= 500)
    return { ok: false, problem: 'later', message, retryAfterSeconds }
  return { ok: false, problem: 'refused', message }
}
