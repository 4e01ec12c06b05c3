import { after, day, type Instant } from '../domain/instant'
import type { Body } from '../domain/message'
import { outbox } from '../store/collections'
import type { WriteTx } from '../store/store'
import { queue, unsent } from './outbox'

interface Notice {
  id: string
  person: string
  body: Body
  now: Instant
  lane?: 'notice' | 'bulk'
  urgent?: boolean
  key?: string
  notBefore?: Instant
  expiresAt?: Instant
  recheck?: { name: string; argument: string }
}

/** Queues a message to a person; a second one with the same key is never made. */
export async function queueNotice(tx: WriteTx, notice: Notice): Promise<void> {
  if (notice.key && (await tx.count(outbox, { index: 'key', equals: notice.key })) > 0) return
  await queue(tx, {
    ...unsent(notice.id, notice.person, notice.body, notice.now),
    to: { person: notice.person },
    lane: notice.lane ?? 'notice',
    urgent: notice.urgent ?? false,
    key: notice.key ?? null,
    notBefore: notice.notBefore ?? notice.now,
    place: notice.notBefore ?? notice.now,
    expiresAt: notice.expiresAt ?? null,
    recheck: notice.recheck ?? null,
  })
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
