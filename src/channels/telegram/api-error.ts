/** Why a call did not succeed; holds neither the token nor what was to be said. */
export class ApiError extends Error {
  constructor(
    /** The platform's code; 0 when no answer came. */
    readonly code: number,
    /** The platform's words, in small letters; for a network error its code. */
    readonly description: string,
    readonly retryAfterMs: number | undefined,
    /** Whether the request may have had its effect. */
    readonly mayHaveArrived: boolean,
  ) {
    super(`${code} ${description}`)
  }
}

/** Errors of a connection that was never made: nothing of the request left. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/** The platform's own no. */
export function refusal(code: number, description = '', retryAfter?: number): ApiError {
  const wait = retryAfter === undefined ? undefined : retryAfter * 1000
  return new ApiError(code, description.toLowerCase(), wait, code >= 500)
}

/** No answer, or not the whole of one. `hasLeft`: whether anything of the request can have been sent, where that is known. */
export function brokenLine(fault: unknown, hasLeft?: boolean): ApiError {
  const { code, syscall, name } = fault as { code?: string; syscall?: string; name?: string }
  const isOurs = name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR'
  const reason = isOurs ? 'timeout' : (code ?? 'no-answer')
  return new ApiError(0, reason, undefined, hasLeft ?? !(unsent.has(reason) || syscall === 'connect'))
}

interface Answered {
  response: { error_code: number; description: string; parameters?: { retry_after?: number } }
}

const isAnswered = (fault: unknown): fault is Answered =>
  typeof fault === 'object' && fault !== null && 'response' in fault && typeof fault.response === 'object'

/** Tells apart, of what telegraf's client threw, an answer of the platform and a broken line. */
export function toApiError(fault: unknown): ApiError {
  if (!isAnswered(fault)) return brokenLine(fault)
  const { error_code, description, parameters } = fault.response
  return refusal(error_code, description, parameters?.retry_after)
}
