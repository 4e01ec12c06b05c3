import { after, type Instant } from '../domain/instant'
import { type Body, lineOf, type OutboxRow } from '../domain/message'
import { outbox } from '../store/collections'
import type { Queue, WriteTx } from '../store/store'

/** The rows that wait to be sent: one recipient's in order, different ones' side by side. */
export const outboxQueue: Queue<OutboxRow> = {
  collection: outbox,
  index: 'ready',
  ready: 'ready',
  line: 'line',
  leases: 'leases',
  recipient: lineOf,
  claimed: (row, until) => ({ ...row, state: 'sending', leasedUntil: until, attempts: row.attempts + 1 }),
}

interface Reply {
  id: string
  account: string
  person: string
  body: Body
  /** The case it is about. */
  about?: string | null
  now: Instant
  /** The platform's id of the message it takes the place of. */
  replaces?: string
  /** The channel answers it in its own response until then; only later it is sent. */
  answeredBy?: Instant
}

/** Queues a reply to the account that was written from. */
export async function queueReply(tx: WriteTx, reply: Reply): Promise<void> {
  await queue(tx, {
    ...unsent(reply.id, reply.person, reply.body, reply.now),
    to: { account: reply.account },
    about: reply.about ?? null,
    lane: 'reply',
    urgent: true,
    replaces: reply.replaces ?? null,
    ...(reply.answeredBy && { state: 'sending', leasedUntil: reply.answeredBy }),
  })
}

/** Puts a row into its line, behind those of the same instant: what is said in one breath arrives in its order. */
export async function queue(tx: WriteTx, row: OutboxRow): Promise<void> {
  const equals = lineOf(row)
  let { place } = row
  while ((await tx.count(outbox, { index: 'line', equals, from: place, to: place })) > 0) place = after(place, 1)
  await tx.put(outbox, { ...row, place })
}

/** A row as it begins: to a person, not yet sent. */
export function unsent(id: string, person: string, body: Body, now: Instant): OutboxRow {
  return {
    id,
    to: { person },
    person,
    body,
    about: null,
    lane: 'notice',
    notBefore: now,
    place: now,
    expiresAt: null,
    recheck: null,
    urgent: false,
    replaces: null,
    key: null,
    state: 'queued',
    reason: null,
    attempts: 0,
    account: null,
    leasedUntil: null,
    createdAt: now,
    settledAt: null,
  }
}
