import { expect, test } from 'vitest'
import { ApiError, toApiError } from '../../../src/channels/telegram/api-error'
import { outcomeOf, refusals } from '../../../src/channels/telegram/outcome'

const answered = (error_code: number, description: string, parameters?: object) =>
  toApiError({ response: { error_code, description, parameters } })
const broken = (code: string, more: object = {}) => toApiError(Object.assign(new Error('x'), { code, ...more }))

test.each([
  [403, 'Forbidden: bot was blocked by the user', 'unreachable', 'blocked'],
  [403, 'Forbidden: user is deactivated', 'unreachable', 'deactivated'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'unreachable', 'not-started'],
  [403, 'Forbidden: something new', 'unreachable', 'forbidden'],
  [400, 'Bad Request: chat not found', 'unreachable', 'no-such-chat'],
  [400, 'Bad Request: BUTTON_DATA_INVALID', 'refused', 'bad-request'],
  [413, 'Request Entity Too Large', 'refused', 'too-large'],
  [401, 'Unauthorized', 'later', 'token-refused'],
])('%i %s is %s', (code, description, kind, reason) => {
  expect(outcomeOf(answered(code, description), true)).toMatchObject({ kind, reason })
})

test('an edit that changes nothing is done, one whose message is gone is sent anew', () => {
  expect(outcomeOf(answered(400, 'Bad Request: message is not modified: …'), true)).toEqual({ kind: 'sent' })
  expect(outcomeOf(answered(400, 'Bad Request: message to edit not found'), true)).toBe('edit-gone')
})

test('a flood waits as long as the platform asks, and a little where it does not say', () => {
  const flood = answered(429, 'Too Many Requests: retry after 12', { retry_after: 12 })
  expect(outcomeOf(flood, true)).toEqual({ kind: 'flood', milliseconds: 12_000 })
  expect(outcomeOf(answered(429, 'Too Many Requests'), true)).toMatchObject({ kind: 'flood' })
})

test('what never left is tried again; what may have arrived is unknown', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH'])
    expect(outcomeOf(broken(code), false)).toBeUndefined()
  expect(outcomeOf(broken('ETIMEDOUT', { syscall: 'connect' }), false)).toBeUndefined()
  expect(outcomeOf(broken('ECONNRESET'), true)).toEqual({ kind: 'unknown', reason: 'ECONNRESET' })
  expect(outcomeOf(toApiError({ name: 'AbortError' }), true)).toEqual({ kind: 'unknown', reason: 'timeout' })
})

test('an error of the server is tried again, but never for what must not come twice', () => {
  expect(outcomeOf(answered(502, 'Bad Gateway'), true)).toBeUndefined()
  expect(outcomeOf(answered(502, 'Bad Gateway'), false)).toEqual({ kind: 'unknown', reason: 'http-502' })
})

test('a page of something on the way is tried again, also for what must not come twice', () => {
  for (const fault of [{ type: 'invalid-json' }, { response: { error: 'forbidden' } }, { response: { ok: false } }])
    for (const mayRepeat of [true, false]) expect(outcomeOf(toApiError(fault), mayRepeat)).toBeUndefined()
})

test('every rule can be reached: none stands behind one that takes all of its code', () => {
  for (const [index, rule] of refusals.entries()) {
    const first = refusals.findIndex(({ code, says }) => code === rule.code && rule.says.includes(says))
    expect(first, rule.says).toBe(index)
  }
})

test('an error tells neither the token nor what was to be said', () => {
  const fault = toApiError(
    Object.assign(new Error('request to https://api/bot1:SECRET/sendMessage failed'), { code: 'ECONNRESET' }),
  )
  expect(fault).toBeInstanceOf(ApiError)
  expect(`${fault.message} ${JSON.stringify(fault)}`).not.toContain('SECRET')
})
