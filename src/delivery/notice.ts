import { after, day, type Instant } from '../domain/instant'
import { type Body, botBody, lineOf, type OutboxRow } from '../domain/message'
import { accounts, outbox } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'
import { chooseAccount } from './choose-account'
import { keepInHistory } from './history'
import { countRow, keepOpen, putRow } from './mailing'
import { queue, unsent } from './outbox'
import { rowAfter } from './outcome'

interface Notice {
  id: string
  person: string
  body?: Body
  now: Instant
  lane?: 'notice' | 'bulk'
  urgent?: boolean
  key?: string
  notBefore?: Instant
  expiresAt?: Instant
  recheck?: { name: string; argument: string }
  /** The mailing it is a part of; only of the lane `bulk`. */
  mailing?: string
  /** The mailing's own words in the person's language, instead of a body. */
  words?: 'theirs'
}

const noBody = botBody('')

/** Queues a message to a person; a second one with the same key is never made. */
export async function queueNotice(tx: WriteTx, notice: Notice): Promise<void> {
  if (notice.key && (await tx.count(outbox, { index: 'key', equals: notice.key })) > 0) return
  if (notice.mailing) await keepOpen(tx, notice.mailing)
  const row: OutboxRow = {
    ...unsent(notice.id, notice.person, notice.body ?? noBody, notice.now),
    to: { person: notice.person },
    lane: notice.lane ?? 'notice',
    urgent: notice.urgent ?? false,
    key: notice.key ?? null,
    notBefore: notice.notBefore ?? notice.now,
    place: notice.notBefore ?? notice.now,
    expiresAt: notice.expiresAt ?? null,
    recheck: notice.recheck ?? null,
    ...(notice.mailing && { mailing: notice.mailing }),
    ...(notice.words && { words: notice.words }),
  }
  if (await layReady(tx, row, notice.now)) return
  await queue(tx, row)
  await countRow(tx, undefined, row)
}

/** Queues a message anew that was too late to leave, and is not any more. */
export async function queueAgain(tx: WriteTx, row: OutboxRow, notBefore: Instant): Promise<void> {
  if (row.mailing) await keepOpen(tx, row.mailing)
  const again = { attempts: 0, notBefore, place: notBefore, expiresAt: null, settledAt: null }
  await putRow(tx, row, { ...row, ...again, state: 'queued', reason: null })
}

/** Takes back a notice that still waits, and may be taken back. */
export async function cancelNotice(
  tx: WriteTx,
  key: string,
  now: Instant,
  may: (row: OutboxRow) => boolean = () => true,
): Promise<void> {
  const [row] = await tx.find(outbox, { index: 'key', equals: key, limit: 1 })
  if (row?.state !== 'queued' || !may(row)) return
  await endRow(tx, row, 'cancelled', 'no-longer-wanted', now)
}

/** Ends a row that nobody is sending. */
export async function endRow(
  tx: WriteTx,
  row: OutboxRow,
  state: 'cancelled' | 'expired' | 'unknown',
  reason: string,
  now: Instant,
): Promise<void> {
  await putRow(tx, row, rowAfter(row, { kind: 'over', state, reason }, now))
}

/** For who is written to only where they look by themselves nothing has to be sent: it lies ready with this commit. */
async function layReady(tx: WriteTx, row: OutboxRow, now: Instant): Promise<boolean> {
  if (row.notBefore > now || row.recheck || row.expiresAt) return false
  const all = await tx.find(accounts, { index: 'subject', equals: row.person })
  if (all.some(({ abilities }) => abilities.push !== 'when-open')) return false
  const account = chooseAccount(all, now)
  if (!account) return false
  if ((await tx.count(outbox, { index: 'line', equals: lineOf(row), limit: 1 })) > 0) return false
  await keepInHistory(tx, row, account, now)
  await putRow(tx, undefined, rowAfter(row, { kind: 'laid', account }, now))
  return true
}

/** Whether a notice to the person would find an account to go to now. */
export async function isReachable(tx: ReadTx, person: string, now: Instant): Promise<boolean> {
  return chooseAccount(await tx.find(accounts, { index: 'subject', equals: person }), now) !== undefined
}

const mostRevived = 20

/** What found nobody in the last days is queued again, once, when the person can be reached. */
export async function reviveNotices(tx: WriteTx, person: string, now: Instant): Promise<void> {
  const query = { index: 'unreached', equals: person, from: after(now, -7 * day), limit: mostRevived }
  for (const row of await tx.find(outbox, query)) {
    if (row.expiresAt && row.expiresAt <= now) continue
    await tx.put(outbox, {
      ...row,
      state: 'queued',
      reason: 'reachable-again',
      // It did not leave when nobody was found.
      attempts: Math.max(0, row.attempts - 1),
      notBefore: now,
      settledAt: null,
      revived: true,
    })
  }
}
