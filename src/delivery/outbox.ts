import { after, type Instant, minute } from '../domain/instant'
import { type MailingState, mailingStates } from '../domain/mailing'
import { type Body, lineOf, mailingQueueKey, type OutboxRow, type SendingLane, sendingOrder } from '../domain/message'
import { mailings, outbox } from '../store/collections'
import type { Queue, ReadTx, WriteTx } from '../store/store'

/** Sends at once, after their commit, rows that this process committed as claimed. */
export interface Sender {
  /** Of one line, in this order. */
  take(rows: readonly OutboxRow[]): void
  /** Whether this process is sending the row, so that one behind it may be handed over too. */
  holds(row: OutboxRow): boolean
  /** This process, where several work on one store. */
  readonly holder: string | undefined
}

/** How long whoever claimed a row has for it; then it is claimed again. */
export const lease = minute

/** Rows that wait to be sent, by their `queueKeyOf`: one recipient's in order, different ones' side by side. */
export function outboxQueue(ready: string, holder: string | undefined): Queue<OutboxRow> {
  const claimed = (row: OutboxRow, until: Instant) => claimedBy(holder, row, until)
  return { collection: outbox, index: 'ready', ready, line: 'line', leases: 'leases', recipient: lineOf, claimed }
}

function claimedBy(holder: string | undefined, row: OutboxRow, until: Instant): OutboxRow {
  return { ...row, state: 'sending', leasedUntil: until, attempts: row.attempts + 1, ...(holder && { holder }) }
}

/** The queues in which something is due, by lane; it may be that its line holds it. A mailing that is paused or cancelled is not asked. */
export async function dueQueues(tx: ReadTx, now: Instant): Promise<{ lane: SendingLane; queues: string[] }[]> {
  const found: { lane: SendingLane; queues: string[] }[] = []
  for (const lane of sendingOrder) {
    const queues: string[] = []
    for (const equals of lane === 'bulk' ? await bulkQueues(tx, ['running']) : [lane]) {
      if ((await tx.count(outbox, { index: 'ready', equals, to: now, limit: 1 })) > 0) queues.push(equals)
    }
    if (queues.length > 0) found.push({ lane, queues })
  }
  return found
}

/** A row for many that names no mailing is of an older version. */
async function bulkQueues(tx: ReadTx, states: readonly MailingState[]): Promise<string[]> {
  const found = await Promise.all(states.map((equals) => tx.find(mailings, { index: 'open', equals })))
  return ['bulk', ...found.flat().map(({ id }) => mailingQueueKey(id))]
}

/** Every queue in which something may wait, also those of mailings that are paused or cancelled. */
export async function unsentQueues(tx: ReadTx): Promise<string[]> {
  return ['now', 'notice', ...(await bulkQueues(tx, mailingStates))]
}

export async function countUnsent(tx: ReadTx): Promise<number> {
  const queues = await unsentQueues(tx)
  const counts = await Promise.all(queues.map((equals) => tx.count(outbox, { index: 'ready', equals })))
  return counts.reduce((sum, count) => sum + count, 0)
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
  /** Whoever queues it hands it to this sender after the commit: it counts as claimed by this process. */
  handedOverTo?: Pick<Sender, 'holder'> | undefined
}

/** Queues a reply to the account that was written from; gives the row. */
export async function queueReply(tx: WriteTx, reply: Reply): Promise<OutboxRow> {
  const row: OutboxRow = {
    ...unsent(reply.id, reply.person, reply.body, reply.now),
    to: { account: reply.account },
    about: reply.about ?? null,
    lane: 'reply',
    urgent: true,
    replaces: reply.replaces ?? null,
    ...(reply.answeredBy && { state: 'sending', leasedUntil: reply.answeredBy }),
  }
  const { handedOverTo: sender } = reply
  return queue(tx, sender ? claimedBy(sender.holder, row, after(reply.now, lease)) : row)
}

/** More before it than these, and it waits to be claimed. */
const mostBefore = 8

/** Whether a reply to the person may be sent without being claimed: nothing waits before it but what the same process is sending. */
export async function isNextInLine(tx: WriteTx, person: string, holds: (row: OutboxRow) => boolean): Promise<boolean> {
  const equals = lineOf({ lane: 'reply', urgent: true, person })
  const before: OutboxRow[] = await tx.find(outbox, { index: 'line', equals, limit: mostBefore })
  return before.length < mostBefore && before.every((row) => row.state === 'sending' && holds(row))
}

/** Puts a row into its line, behind those of the same instant: what is said in one breath arrives in its order. */
export async function queue(tx: WriteTx, row: OutboxRow): Promise<OutboxRow> {
  const equals = lineOf(row)
  let { place } = row
  while ((await tx.count(outbox, { index: 'line', equals, from: place, to: place })) > 0) place = after(place, 1)
  const placed = { ...row, place }
  await tx.put(outbox, placed)
  return placed
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
