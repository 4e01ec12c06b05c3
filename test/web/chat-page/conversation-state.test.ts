import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../../src/web/api/chat-message'
import { changeConversation, emptyConversation, openQuestionSeq } from '../../../src/web/chat-page/conversation-state'

const message = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  seq,
  from: 'bot',
  text: `no. ${seq}`,
  choices: [],
  file: null,
  at: '2026-11-20T14:00:00.000Z',
  ...more,
})
const seqs = (messages: ChatMessage[]) => messages.map(({ seq }) => seq)

describe('the conversation', () => {
  test('is the same in whatever order and however often its messages arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 10 })), (batches) => {
        let conversation = emptyConversation
        for (const batch of batches)
          conversation = changeConversation(conversation, {
            type: 'arrived',
            messages: batch.map((seq) => message(seq)),
          })
        const expected = Array.from(new Set(batches.flat())).sort((a, b) => a - b)
        expect(seqs(conversation.messages)).toEqual(expected)
        expect(conversation.receivedTo).toBe(expected[expected.length - 1] ?? 0)
      }),
    )
  })

  test('puts earlier messages above and asks no more when a page is not full', () => {
    const opened = changeConversation(emptyConversation, {
      type: 'opened',
      messages: [message(3), message(4)],
      limit: 2,
    })
    expect(opened).toMatchObject({ hasEarlier: true, receivedTo: 4 })
    const whole = changeConversation(opened, { type: 'earlier', messages: [message(2)], limit: 2 })
    expect(seqs(whole.messages)).toEqual([2, 3, 4])
    expect(whole).toMatchObject({ hasEarlier: false, receivedTo: 4 })
  })

  test('goes on with the stream before an own message that was acknowledged ahead of it', () => {
    const ahead = changeConversation(
      changeConversation(emptyConversation, { type: 'arrived', messages: [message(1)] }),
      { type: 'acknowledged', message: message(3, { from: 'me', id: 'a', text: '在吗' }) },
    )
    expect(seqs(ahead.messages)).toEqual([1, 3])
    expect(ahead.receivedTo).toBe(1)
  })

  test("keeps the server's copy of an own message", () => {
    const copy = message(1, { from: 'me', id: 'a', text: '拖欠工资' })
    const known = changeConversation(emptyConversation, { type: 'arrived', messages: [copy] })
    const late = changeConversation(known, { type: 'acknowledged', message: { ...copy, text: 'a label' } })
    expect(late.messages).toEqual([copy])
  })
})

describe('the open question', () => {
  const choices = [{ label: '可以', value: 'a.b.c' }]

  test('is the one asked last, over notices that came after it', () => {
    const messages = [message(1, { choices }), message(2, { choices }), message(3, { from: 'officer' })]
    expect(openQuestionSeq(messages, false)).toBe(2)
  })

  test('is none once the person has answered, or while the answer is on its way', () => {
    expect(openQuestionSeq([message(1, { choices }), message(2, { from: 'me' })], false)).toBeNull()
    expect(openQuestionSeq([message(1, { choices })], true)).toBeNull()
  })
})
