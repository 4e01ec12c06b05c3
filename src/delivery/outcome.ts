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

/** How often a row may leave: once more where a second copy is better than none, never twice to the many. */
export const mostSends: Record<OutboxRow['lane'], number> = { reply: 2, notice: 2, bulk: 1 }

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
      if (row.attempts < mostSends[row.lane]) return queuedAgain(row, sent.reason, row.notBefore)
      return { ...row, state: 'unknown', reason: sent.reason, settledAt: now }
    case 'unreachable':
      // Another account of the person may do.
      if ('person' in row.to) return queuedAgain(notSent(row), sent.reason, row.notBefore)
      return { ...notSent(row), state: 'failed', reason: sent.reason, settledAt: now }
  }
}

function queuedAgain(row: OutboxRow, reason: string | null, notBefore: Instant): OutboxRow {
  return { ...row, state: 'queued', reason, notBefore, settledAt: null }
}

/** Nothing of it left, so that this try does not count. */
function notSent(row: OutboxRow): OutboxRow {
  return { ...row, attempts: Math.max(0, row.attempts - 1) }
}
