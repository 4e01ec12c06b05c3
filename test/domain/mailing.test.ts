import { expect, test } from 'vitest'
import {
  contactMatter,
  mailingId,
  mailingMoves,
  mailingOutcomes,
  mailingStates,
  moveMailing,
  movesOf,
  newMailing,
  outcomeOfRow,
} from '../../src/domain/mailing'
import type { OutboxRow } from '../../src/domain/message'

const now = '2026-11-20T02:00:00.000Z'
const later = '2026-11-20T03:00:00.000Z'
const mailing = newMailing(contactMatter('first', '2026-12'), { path: ['root'], by: null }, now)

test('is found again by what it is about', () => {
  expect(mailing.id).toBe('contact-2026-12')
  expect(mailingId(contactMatter('repeat', '2026-12'))).toBe('contact-repeat-2026-12')
  expect(mailingId({ kind: 'invitation', event: 'event-1' })).toBe('event-1')
})

test('is paused while it runs, goes on when it is paused, is cancelled as long as it has not ended', () => {
  const may = { running: ['pause', 'cancel'], paused: ['go-on', 'cancel'], cancelled: [] }
  for (const state of mailingStates) {
    const standing = { ...mailing, state }
    expect(movesOf(standing), state).toEqual(may[state])
    for (const { id, to } of mailingMoves) {
      const moved = moveMailing(standing, id, later)
      if (movesOf(standing).includes(id)) expect(moved).toEqual({ ...standing, state: to, stateAt: later })
      else expect(moved, `${state} ${id}`).toBeUndefined()
      expect(moveMailing({ ...standing, endedAt: now }, id, later), id).toBeUndefined()
    }
  }
})

test('counts every end a row can come to, and none that can still be sent', () => {
  const ends: [OutboxRow['state'], string | null, ReturnType<typeof outcomeOfRow>][] = [
    ['queued', null, undefined],
    ['queued', 'flood', undefined],
    ['held', 'quiet-hours', undefined],
    ['sending', null, undefined],
    ['sent', null, 'sent'],
    ['waiting', null, 'waiting'],
    ['unknown', 'lease-ran-out', 'unknown'],
    ['expired', 'expired', 'expired'],
    ['cancelled', 'no-longer-wanted', 'unwanted'],
    ['cancelled', 'mailing-cancelled', 'cancelled'],
    ['failed', 'unreachable', 'unreachable'],
    ['failed', 'channel-off', 'channel-off'],
    ['failed', 'no-connection', 'no-connection'],
    ['failed', 'http-502', 'no-connection'],
    ['failed', 'bad-request', 'refused'],
    ['failed', 'too-large', 'refused'],
    ['failed', null, 'refused'],
  ]
  for (const [state, reason, outcome] of ends)
    expect(outcomeOfRow({ state, reason }), `${state} ${reason}`).toBe(outcome)
  // An erased row is no row any more.
  expect(new Set(ends.map(([, , outcome]) => outcome)).size).toBe(mailingOutcomes.length)
})
