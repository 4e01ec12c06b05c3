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

/**
 * The same when a process died over it, which says less about the row: a kill during the claim's fsync comes before anything left. Only a
 * row that is itself what the process dies of has to come to an end.
 */
const pausesAfterDeath = [0, 1, 2, 4, ...Array<number>(7).fill(5)]

/** How often a row may be claimed. */
export function mostClaims(lane: OutboxRow['lane']): number {
  return lane === 'bulk' ? 1 : pausesAfterDeath.length + 1
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
      return afterPause(row, pauses[row.lane][row.attempts - 1], sent.reason, now)
    case 'unreachable':
      // Another account of the person may do.
      if ('person' in row.to) return queuedAgain(notSent(row), sent.reason, row.notBefore)
      return { ...notSent(row), state: 'failed', reason: sent.reason, settledAt: now }
  }
}

/** The row as it stands when the process that had claimed it is dead; what a channel was to answer by itself was claimed by nobody. */
export function rowAfterDeath(claimed: OutboxRow, now: Instant): OutboxRow {
  // To the many nothing is sent that may have arrived.
  const pause = claimed.lane === 'bulk' ? undefined : pausesAfterDeath[Math.max(0, claimed.attempts - 1)]
  return afterPause({ ...claimed, leasedUntil: null }, pause, 'lease-ran-out', now)
}

function afterPause(row: OutboxRow, seconds: number | undefined, reason: string, now: Instant): OutboxRow {
  if (seconds === undefined) return { ...row, state: 'unknown', reason, settledAt: now }
  return queuedAgain(row, reason, seconds === 0 ? row.notBefore : after(now, seconds * 1000))
}

function queuedAgain(row: OutboxRow, reason: string | null, notBefore: Instant): OutboxRow {
  return { ...row, state: 'queued', reason, notBefore, settledAt: null }
}

/** Nothing of it left, so that this try does not count. */
function notSent(row: OutboxRow): OutboxRow {
  return { ...row, attempts: Math.max(0, row.attempts - 1) }
}
