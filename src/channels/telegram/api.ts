import { type Agent, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { Telegram } from 'telegraf'
import { agentFor, plainAgent } from './agent'
import { ApiError, strangePage, toApiError } from './api-error'
import { postJson } from './post-json'

export interface ApiSettings {
  token: string
  /** Where the Bot API is, with a slash at its end. */
  root: string
  proxy: string | undefined
}

/** The Bot API: calls that end in a result or an `ApiError`, and nothing that holds the token. */
export class Api {
  readonly #client: Telegram
  readonly #agent: Agent
  readonly #methods: string

  constructor({ token, root, proxy }: ApiSettings) {
    const isSecure = root.startsWith('https:')
    this.#agent = isSecure ? agentFor(proxy) : plainAgent()
    this.#methods = new URL(`./bot${token}/`, root).href
    this.#files = new URL(`./file/bot${token}/`, root).href
    this.#client = new Telegram(token, { apiRoot: root, webhookReply: false, ...(isSecure && { agent: this.#agent }) })
  }

  readonly #files: string

  /** Calls a method and gives its result, which the caller has to look at: it comes from outside. */
  call(
    method: string,
    payload: Record<string, unknown> = {},
    { timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const address = new URL(method, this.#methods)
    return within(timeoutMs, signal, (ended) => postJson(address, payload, { agent: this.#agent, signal: ended }))
  }

  /** The same with a file among the parameters, as telegraf's client takes it. */
  async upload(method: string, payload: Record<string, unknown>, timeoutMs = 50_000): Promise<unknown> {
    try {
      // Its types end at an older Bot API and name one method each.
      return await this.#client.callApi(method as 'getMe', payload as never, {
        signal: AbortSignal.timeout(timeoutMs) as never,
      })
    } catch (fault) {
      throw toApiError(fault)
    }
  }

  /** The bytes behind a path that `getFile` gave, at most so many. The address holds the token and goes nowhere else. */
  download(path: string, maxBytes: number, signal: AbortSignal, silentMs = 30_000): Promise<Buffer> {
    const address = new URL(path, this.#files)
    const request = address.protocol === 'https:' ? secureRequest : plainRequest
    return new Promise((resolve, reject) => {
      const fail = (code: number, description: string) => reject(new ApiError(code, description, undefined, false))
      const asking = request(address, { agent: this.#agent }, (response) => {
        const status = response.statusCode ?? 0
        const expected = Number(response.headers['content-length'] ?? Number.NaN)
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          // However long a large file takes on a slow line, something of it has to come.
          silence.refresh()
          size += part.length
          if (size > maxBytes) asking.destroy()
          else parts.push(part)
        })
        response.on('close', () => {
          if (size > maxBytes) fail(413, 'file is too big')
          else if (status !== 200) reject(strangePage(status))
          else if (!response.complete || (Number.isFinite(expected) && expected !== size)) fail(0, 'broken off')
          else resolve(Buffer.concat(parts))
        })
        response.on('error', () => undefined)
      })
      const end = () => {
        asking.destroy()
        // By itself it would say nothing while a proxy's line is being made.
        fail(0, 'timeout')
      }
      const silence = setTimeout(end, silentMs)
      signal.addEventListener('abort', end, { once: true })
      asking.on('close', () => {
        clearTimeout(silence)
        signal.removeEventListener('abort', end)
      })
      asking.on('error', (fault) => fail(0, (fault as NodeJS.ErrnoException).code ?? 'no-answer'))
      asking.end()
    })
  }
}

/** Ends the work after so long, or with the signal. Not by `AbortSignal.any`: a signal that lives long remembers each one made of it. */
async function within<R>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (ended: AbortSignal) => Promise<R>,
): Promise<R> {
  const ending = new AbortController()
  const end = () => ending.abort()
  const timer = setTimeout(end, milliseconds)
  if (signal?.aborted) end()
  signal?.addEventListener('abort', end)
  try {
    return await work(ending.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}
