import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addPending,
  changePending,
  nextToSend,
  type PendingQueue,
  removePending,
  renewPending,
  restorePending,
  settlePending,
} from '../../../src/web/chat-page/pending-queue'

const at = '2026-11-20T14:00:00.000Z'
const queueOf = (...ids: string[]): PendingQueue =>
  ids.reduce<PendingQueue>((queue, id) => addPending(queue, { id, body: { kind: 'text', text: id }, at }), [])

describe('the queue of what is to be sent', () => {
  test('sends one at a time, in the order written', () => {
    const queue = queueOf('a', 'b')
    expect(nextToSend(queue)?.id).toBe('a')
    expect(nextToSend(changePending(queue, 'a', { status: 'sending' }))).toBeNull()
    expect(nextToSend(changePending(queue, 'a', { status: 'sent' }))?.id).toBe('b')
  })

  test('is not held up by a message that was refused', () => {
    const queue = changePending(queueOf('a', 'b'), 'a', { status: 'failed', reason: '太长了' })
    expect(nextToSend(queue)?.id).toBe('b')
    expect(queue[0]).toMatchObject({ body: { text: 'a' }, reason: '太长了' })
  })

  test('sends what was under way at a reload again under the same id', () => {
    const stored = changePending(queueOf('a', 'b'), 'a', { status: 'sending', progress: 0.5 })
    const restored = restorePending([...stored].reverse())
    expect(restored.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(nextToSend(restored)).toMatchObject({ id: 'a', status: 'waiting', progress: 0 })
  })

  test('gives a refused message a new id when it is sent again', () => {
    const failed = changePending(queueOf('a', 'b'), 'a', { status: 'failed', reason: 'no' })
    expect(nextToSend(renewPending(failed, 'a', 'c'))).toMatchObject({ id: 'c', place: 1, reason: null })
  })

  test('lets go of what has come back and of nothing else', () => {
    const queue = queueOf('a', 'b', 'c')
    expect(settlePending(queue, new Set(['b'])).map(({ id }) => id)).toEqual(['a', 'c'])
    expect(settlePending(queue, new Set(['x']))).toBe(queue)
    expect(removePending(queue, 'a').map(({ id }) => id)).toEqual(['b', 'c'])
  })

  test('brings every message to the server once, over any mix of lost answers, refusals and reloads', () => {
    const outcome = fc.constantFrom('taken', 'answer lost', 'unreachable', 'reload')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(outcome, { maxLength: 60 }), (count, outcomes) => {
        const ids = Array.from({ length: count }, (_, index) => `m${index}`)
        let queue = queueOf(...ids)
        const taken: string[] = []
        for (const happens of [...outcomes, ...ids.map(() => 'taken')]) {
          const pending = nextToSend(queue)
          if (pending === null) break
          queue = changePending(queue, pending.id, { status: 'sending' })
          // The server keeps one effect per id.
          if (happens !== 'unreachable' && taken.indexOf(pending.id) < 0) taken.push(pending.id)
          if (happens === 'taken') queue = changePending(queue, pending.id, { status: 'sent' })
          else if (happens === 'reload') queue = restorePending(queue)
          else queue = changePending(queue, pending.id, { status: 'waiting' })
        }
        expect(taken).toEqual(ids)
      }),
    )
  })
})
