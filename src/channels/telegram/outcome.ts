import type { Sent } from '../../delivery/messenger'
import type { ApiError } from './api-error'

interface Rule {
  code: number
  says: string
  /** `edit-gone`: what was to be changed cannot be; it is sent as a message of its own. */
  means: Sent | 'edit-gone'
}

const unreachable = (reason: string): Sent => ({ kind: 'unreachable', reason })

/** What the platform's refusals mean, by code and words: the code alone does not tell. */
export const refusals: readonly Rule[] = [
  { code: 403, says: 'bot was blocked by the user', means: unreachable('blocked') },
  { code: 403, says: 'user is deactivated', means: unreachable('deactivated') },
  { code: 403, says: "bot can't initiate conversation", means: unreachable('not-started') },
  { code: 403, says: '', means: unreachable('forbidden') },
  { code: 400, says: 'chat not found', means: unreachable('no-such-chat') },
  { code: 400, says: 'message is not modified', means: { kind: 'sent' } },
  { code: 400, says: 'message to edit not found', means: 'edit-gone' },
  { code: 400, says: "message can't be edited", means: 'edit-gone' },
  { code: 400, says: '', means: { kind: 'refused', reason: 'bad-request' } },
  { code: 413, says: '', means: { kind: 'refused', reason: 'too-large' } },
  // A token that was revoked may be put in order.
  { code: 401, says: '', means: { kind: 'later', milliseconds: 60_000, reason: 'token-refused' } },
  { code: 404, says: '', means: { kind: 'later', milliseconds: 60_000, reason: 'token-refused' } },
]

/** Seconds to wait when a 429 does not say. */
const floodSeconds = 5

/** What became of a send that failed; undefined where it is to be tried again after a pause that grows. */
export function outcomeOf(error: ApiError, mayRepeat: boolean): Sent | 'edit-gone' | undefined {
  if (error.code === 429) return { kind: 'flood', milliseconds: error.retryAfterMs ?? floodSeconds * 1000 }
  const rule = refusals.find(({ code, says }) => code === error.code && error.description.includes(says))
  if (rule) return rule.means
  // A server that answers with an error of its own has hardly ever sent; only what must not come twice is not repeated.
  if (error.code >= 500 && !mayRepeat && error.mayHaveArrived) return { kind: 'unknown', reason: `http-${error.code}` }
  if (error.code >= 500) return undefined
  if (error.mayHaveArrived) return { kind: 'unknown', reason: error.description }
  return undefined
}
