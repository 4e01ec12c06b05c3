import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMessageSender } from '../../../src/web/chat-page/message-sender'
import { addPending, changePending, type PendingQueue } from '../../../src/web/chat-page/pending-queue'
import type { SendOutcome } from '../../../src/web/chat-page/transport'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function senderWith(outcomes: SendOutcome[]) {
  let queue: PendingQueue = []
  const sent: string[] = []
  let renewals = 0
  const sender = createMessageSender({
    queue: () => queue,
    change: (id, change) => {
      queue = changePending(queue, id, change)
    },
    fileOf: async () => null,
    send: ({ id }) => {
      sent.push(id)
      return { outcome: Promise.resolve(outcomes.shift() ?? { ok: true, seq: null }), abort: () => undefined }
    },
    onAccepted: () => undefined,
    renewSession: async () => {
      renewals += 1
      return true
    },
    texts: () => ({ fileLost: 'file lost', refused: 'refused' }),
  })
  for (const id of ['a', 'b']) queue = addPending(queue, { id, body: { kind: 'text', text: id }, at: '' })
  return {
    sender,
    sent,
    statuses: () => queue.map(({ status }) => status),
    queue: () => queue,
    renewals: () => renewals,
  }
}

describe('sending', () => {
  test('tries the same message again until the server has it, and only then the next', async () => {
    const later: SendOutcome = { ok: false, problem: 'later', message: null, retryAfterSeconds: null }
    const { sender, sent, statuses } = senderWith([later, later])
    sender.nudge()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['a', 'a', 'a', 'b'])
    expect(statuses()).toEqual(['sent', 'sent'])
  })

  test('waits as long as the server asks, and says its reason', async () => {
    const { sender, sent, queue } = senderWith([
      { ok: false, problem: 'later', message: '慢一点', retryAfterSeconds: 20 },
    ])
    sender.nudge()
    await vi.advanceTimersByTimeAsync(19_000)
    expect(sent).toEqual(['a'])
    expect(queue()[0]).toMatchObject({ status: 'waiting', reason: '慢一点' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(sent).toEqual(['a', 'a', 'b'])
  })

  test('goes on after a refusal and keeps what was written', async () => {
    const { sender, sent, queue } = senderWith([{ ok: false, problem: 'refused', message: '看不懂' }])
    sender.nudge()
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual(['a', 'b'])
    expect(queue()[0]).toMatchObject({ status: 'failed', reason: '看不懂', body: { text: 'a' } })
  })

  test('makes a new session when the old one is gone', async () => {
    const { sender, sent, renewals } = senderWith([{ ok: false, problem: 'no-session' }])
    sender.nudge()
    await vi.advanceTimersByTimeAsync(0)
    expect(renewals()).toBe(1)
    expect(sent).toEqual(['a', 'a', 'b'])
  })
})
