import type { Account } from '../domain/account'
import { after, type Instant } from '../domain/instant'
import type { OutboxRow } from '../domain/message'
import type { Sent } from './messenger'

/** What became of a claimed row. `laid`: it waits in the history until the person looks. */
export type Outcome =
  | { kind: 'tried'; account: Account; sent: Sent }
  | { kind: 'laid'; account: Account }
  | { kind: 'over'; state: 'unknown' | 'expired' | 'cancelled' | 'failed'; reason: string }
  | { kind: 'put-back'; notBefore: Instant; reason: string | null }

/**
 * Seconds after which what may not have arrived is sent again, by how often it has left: on a bad line two breaks in a row are no rarity, and
 * whoever gets no answer is worse off than who gets it twice. To the many nothing is sent again.
 */
const pauses: Record<OutboxRow['lane'], readonly number[]> = { reply: [0, 2, 10, 60], notice: [0, 2, 10, 60], bulk: [] }

/** How often a row may leave. */
export function mostSends(lane: OutboxRow['lane']): number {
  return pauses[lane].length + 1
}

/** The claimed row as it stands after that; queued again, it holds its line. */
export function rowAfter(claimed: OutboxRow, outcome: Outcome, now: Instant): OutboxRow {
  const row = { ...claimed, leasedUntil: null }
  switch (outcome.kind) {
    case 'laid':
      return { ...row, state: 'waiting', account: outcome.account.id, settledAt: now }
    case 'over':
      return { ...row, state: outcome.state, reason: outcome.reason, settledAt: now }
    case 'put-back':
      return queuedAgain(notSent(row), outcome.reason, outcome.notBefore)
    case 'tried':
      return afterTry({ ...row, account: outcome.account.id }, outcome.sent, now)
  }
}

function afterTry(row: OutboxRow, sent: Sent, now: Instant): OutboxRow {
  switch (sent.kind) {
    case 'sent':
      return { ...row, state: 'sent', reason: null, settledAt: now }
    case 'later':
      return queuedAgain(notSent(row), sent.reason, after(now, sent.milliseconds))
    case 'flood':
      return queuedAgain(notSent(row), 'flood', after(now, sent.milliseconds))
    case 'refused':
      return { ...row, state: 'failed', reason: sent.reason, settledAt: now }
    case 'unknown':
      return afterUnknown(row, sent.reason, now)
    case 'unreachable':
      // Another account of the person may do.
      if ('person' in row.to) return queuedAgain(notSent(row), sent.reason, row.notBefore)
      return { ...notSent(row), state: 'failed', reason: sent.reason, settledAt: now }
  }
}

/** What left and had no answer. Claimed by nobody, as what a channel was to answer by itself, it has not left yet. */
function afterUnknown(row: OutboxRow, reason: string, now: Instant): OutboxRow {
  const pause = pauses[row.lane][Math.max(0, row.attempts - 1)]
  if (pause !== undefined) return queuedAgain(row, reason, pause === 0 ? row.notBefore : after(now, pause * 1000))
  return { ...row, state: 'unknown', reason, settledAt: now }
}

/**
 * The row as it stands when the process that had claimed it is dead. Were it sent at once each time, a bot that dies again and again within
 * its first second would have used up all tries in a few.
 */
export function rowAfterDeath(claimed: OutboxRow, now: Instant): OutboxRow {
  return afterUnknown({ ...claimed, leasedUntil: null }, 'lease-ran-out', now)
}

function queuedAgain(row: OutboxRow, reason: string | null, notBefore: Instant): OutboxRow {
  return { ...row, state: 'queued', reason, notBefore, settledAt: null }
}

/** Nothing of it left, so that this try does not count. */
function notSent(row: OutboxRow): OutboxRow {
  return { ...row, attempts: Math.max(0, row.attempts - 1) }
}
