import { z } from 'zod'
import { proxyFault } from './proxy-agent'

/** Why a call did not succeed; holds neither the token nor what was to be said. */
export class ApiError extends Error {
  constructor(
    /** The platform's code; 0 when no answer came, 502 when something on the way gave one. */
    readonly code: number,
    /** The platform's words, in small letters; for a network error its code, for a page the status it came with. */
    readonly description: string,
    readonly retryAfterMs: number | undefined,
    /** Whether the request may have had its effect. */
    readonly mayHaveArrived: boolean,
  ) {
    super(`${code} ${description}`)
  }
}

const errorCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/** Errors of a connection that was never made: nothing of the request left. */
const isUnmade = (reason: string) => errorCodes.has(reason) || reason.startsWith(proxyFault)

/** The platform's own no, which always has a code; `ok` is not looked at, since telegraf's client leaves it out. */
const refusalSchema = z.object({
  error_code: z.int(),
  description: z.string().catch(''),
  parameters: z.object({ retry_after: z.number().optional() }).optional().catch(undefined),
})

/** Undefined where it is not the platform that speaks. */
export function toRefusal(answer: unknown): ApiError | undefined {
  const { data } = refusalSchema.safeParse(answer)
  if (!data) return undefined
  const seconds = data.parameters?.retry_after
  const wait = seconds === undefined ? undefined : seconds * 1000
  return new ApiError(data.error_code, data.description.toLowerCase(), wait, data.error_code >= 500)
}

/** A page in place of an answer: something on the way spoke. Only one that had asked further has an error of a server. */
export function strangePage(status?: number): ApiError {
  const isServers = status !== undefined && status >= 500
  return new ApiError(isServers ? status : 502, status ? `http-${status}` : 'no-json', undefined, isServers)
}

/** No answer, or not the whole of one. `hasLeft`: whether anything of the request can have been sent, where that is known. */
export function brokenLine(fault: unknown, hasLeft?: boolean): ApiError {
  const { code, syscall, name } = fault as { code?: string; syscall?: string; name?: string }
  const isOurs = name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR'
  const reason = isOurs ? 'timeout' : (code ?? 'no-answer')
  return new ApiError(0, reason, undefined, hasLeft ?? !(isUnmade(reason) || syscall === 'connect'))
}

/** Tells apart, of what telegraf's client threw, an answer of the platform, a page in its place and a broken line. */
export function toApiError(fault: unknown): ApiError {
  const { response, type } = fault as { response?: unknown; type?: string }
  if (response !== undefined) return toRefusal(response) ?? strangePage()
  return type === 'invalid-json' ? strangePage() : brokenLine(fault)
}
