import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { ChatMessage } from '../../../src/web/api/chat-message'
import { ChatSession } from '../../../src/web/api/chat-session'
import { SessionChanged } from '../../../src/web/api/stream-event'
import { readErrorMessage, readMessage, readSession, readSessionChanged } from '../../../src/web/chat-page/wire-reader'

const message = {
  seq: 7,
  id: '5f0c7d1e-8e7e-4b0e-9d0a-0a0a0a0a0a0a',
  from: 'officer',
  text: '你好',
  choices: [{ label: '好', value: 'r.s.o' }],
  file: { url: '/api/chat/files/1', name: 'a.jpg', type: 'image/jpeg', size: 3 },
  at: '2026-11-20T14:00:00.000Z',
  name: '王老师',
}
const session = {
  id: 's',
  language: 'zh-CN',
  name: '联心',
  menu: [{ label: '维权', items: [{ label: '我要投诉', command: '/complain' }] }],
}

/** The sample with one field, at any depth, replaced or left out. */
const spoiltOnce = (sample: object) => {
  const paths: (string | number)[][] = []
  const walk = (value: unknown, path: (string | number)[]) => {
    if (path.length > 0) paths.push(path)
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
  walk(sample, [])
  const odd = fc.constantFrom(undefined, null, '', 'x', 0, 1, -1, 1.5, true, [], {}, [{}], 'en', '2026-11-20T14:00:00Z')
  return fc.tuple(fc.constantFrom(...paths), odd).map(([path, value]) => {
    const copy = structuredClone(sample) as Record<string | number, unknown>
    let at = copy
    for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
    at[path[path.length - 1]!] = value
    return copy
  })
}

function expectSameVerdict(schema: z.ZodType, read: (value: unknown) => unknown, sample: object) {
  expect(read(sample)).toEqual(schema.parse(sample))
  fc.assert(
    fc.property(spoiltOnce(sample), (value) => {
      expect(read(value) !== null).toBe(schema.safeParse(value).success)
    }),
    { numRuns: 600 },
  )
}

describe("the page's reader of the wire", () => {
  test('takes and refuses the same messages as the schema', () => expectSameVerdict(ChatMessage, readMessage, message))
  test('takes and refuses the same sessions as the schema', () => expectSameVerdict(ChatSession, readSession, session))
  test('takes and refuses the same changes of a session as the schema', () =>
    expectSameVerdict(SessionChanged, readSessionChanged, { language: 'en', menu: session.menu }))

  test('finds the sentence of a refusal', () => {
    expect(readErrorMessage({ error: { code: 'too-many', message: '慢一点' } })).toBe('慢一点')
    expect(readErrorMessage('<html>')).toBeNull()
  })
})
