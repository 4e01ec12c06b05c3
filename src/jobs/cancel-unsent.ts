import { endRow } from '../delivery/notice'
import type { Instant } from '../domain/instant'
import { type Mailing, mailingCancelled } from '../domain/mailing'
import { mailingQueueKey, type OutboxRow } from '../domain/message'
import { outbox } from '../store/collections'
import type { WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** So few at a time that nobody's message waits long behind them. */
const slice = 100

/** Why nobody sends it any more. */
type Why = 'stopped' | 'too-late' | 'unwanted'

/** Ends every row of a mailing that nobody sends any more; gives how many. What is under way is left to come to its own end. */
export async function cancelUnsent({ store }: JobDeps, { id }: Mailing, why: Why, now: Instant): Promise<number> {
  const query = { index: 'ready', equals: mailingQueueKey(id), limit: slice }
  let ended = 0
  let last: OutboxRow | undefined
  for (;;) {
    const after = last && { after: { order: orderOf(last), id: last.id } }
    const found = await store.read((tx) => tx.find(outbox, { ...query, ...after }))
    last = found.at(-1)
    if (!last) return ended
    const locks = found.map(({ person }) => `person:${person}` as const)
    ended += await store.write([...new Set(locks)], async (tx) => {
      let count = 0
      for (const row of found) if (await end(tx, row.id, why, now)) count += 1
      return count
    })
  }
}

/** As the index of what is ready has it. */
function orderOf(row: OutboxRow): string {
  return String(outbox.indexes.ready?.order?.(row) ?? '')
}

async function end(tx: WriteTx, id: string, why: Why, now: Instant): Promise<boolean> {
  const row = await tx.get(outbox, id)
  if (row?.state === 'queued') {
    if (why === 'stopped') await endRow(tx, row, 'cancelled', mailingCancelled, now)
    else if (why === 'too-late') await endRow(tx, row, 'expired', 'expired', now)
    else await endRow(tx, row, 'cancelled', 'no-longer-wanted', now)
    return true
  }
  // Whoever was sending it died over it: it may have arrived.
  if (row?.state !== 'sending' || (row.leasedUntil ?? '') > now) return false
  await endRow(tx, row, 'unknown', 'lease-ran-out', now)
  return true
}
