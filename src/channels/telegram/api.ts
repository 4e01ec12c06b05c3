import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { Telegram } from 'telegraf'
import { agentFor } from './agent'
import { ApiError, toApiError } from './api-error'

export interface ApiSettings {
  token: string
  /** Where the Bot API is, with a slash at its end. */
  root: string
  proxy: string | undefined
}

/** The Bot API over telegraf's client: calls that end in a result or an `ApiError`, and nothing that holds the token. */
export class Api {
  readonly #client: Telegram
  readonly #agent: ReturnType<typeof agentFor> | undefined

  constructor(private readonly settings: ApiSettings) {
    const { token, root, proxy } = settings
    this.#agent = root.startsWith('https:') ? agentFor(proxy) : undefined
    this.#client = new Telegram(token, {
      apiRoot: root,
      webhookReply: false,
      ...(this.#agent && { agent: this.#agent }),
    })
  }

  /** Calls a method and gives its result, which the caller has to look at: it comes from outside. */
  async call(
    method: string,
    payload: Record<string, unknown> = {},
    { timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const late = AbortSignal.timeout(timeoutMs)
    try {
      // Its types end at an older Bot API and name one method each.
      return await this.#client.callApi(method as 'getMe', payload as never, {
        signal: (signal ? AbortSignal.any([late, signal]) : late) as never,
      })
    } catch (fault) {
      throw toApiError(fault)
    }
  }

  /** The bytes behind a path that `getFile` gave, at most so many. The address holds the token and goes nowhere else. */
  download(path: string, maxBytes: number, timeoutMs = 120_000): Promise<Buffer> {
    const { root, token } = this.settings
    const address = new URL(`./file/bot${token}/${path}`, root)
    const request = address.protocol === 'https:' ? secureRequest : plainRequest
    return new Promise((resolve, reject) => {
      const fail = (code: number, description: string) => reject(new ApiError(code, description, undefined, false))
      const signal = AbortSignal.timeout(timeoutMs)
      const asking = request(address, { signal, ...(this.#agent && { agent: this.#agent }) }, (response) => {
        const status = response.statusCode ?? 0
        const expected = Number(response.headers['content-length'] ?? Number.NaN)
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size > maxBytes) asking.destroy()
          else parts.push(part)
        })
        response.on('close', () => {
          if (size > maxBytes) fail(413, 'file is too big')
          else if (status !== 200) fail(status, 'no file')
          else if (!response.complete || (Number.isFinite(expected) && expected !== size)) fail(0, 'broken off')
          else resolve(Buffer.concat(parts))
        })
        response.on('error', () => undefined)
      })
      asking.on('error', (fault) => fail(0, (fault as NodeJS.ErrnoException).code ?? 'no-answer'))
      asking.end()
    })
  }
}
