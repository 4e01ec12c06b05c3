import { expect, test } from 'vitest'
import type { ChatMessage } from '../../../src/web/api/chat-message'
import { newestBurst } from '../../../src/web/chat-page/newest-burst'

/** Messages of a minute, by speaker and second. */
const said = (...spoken: [ChatMessage['from'], number][]): ChatMessage[] =>
  spoken.map(([from, second], index) => ({
    seq: index + 1,
    from,
    text: '…',
    choices: [],
    file: null,
    at: new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString(),
  }))

test('an answer of several messages begins after the question', () => {
  expect(newestBurst(said(['bot', 0], ['me', 1], ['bot', 2], ['bot', 2], ['bot', 3]), 0)).toBe(3)
})

test('a notice that comes later is of its own', () => {
  expect(newestBurst(said(['me', 0], ['bot', 1], ['bot', 30], ['officer', 31]), 0)).toBe(3)
})

test('what was read already does not count', () => {
  expect(newestBurst(said(['me', 0], ['bot', 1], ['bot', 2]), 2)).toBe(3)
  expect(newestBurst(said(['me', 0], ['bot', 1], ['bot', 2]), 3)).toBeNull()
})

test('there is none after own words, and none in silence', () => {
  expect(newestBurst(said(['bot', 0], ['me', 1]), 0)).toBeNull()
  expect(newestBurst([], 0)).toBeNull()
})
