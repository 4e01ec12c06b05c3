import { after, type Instant } from '../domain/instant'
import type { OutboxRow } from '../domain/message'
import { outbox } from '../store/collections'
import type { Store } from '../store/store'
import { putRow } from './mailing'
import { lease, unsentQueues } from './outbox'
import { rowAfterDeath } from './outcome'

/** Ends the claims of a process that has ended; without a name all there are, as in a store that one process holds at a time. */
export async function endLeases(store: Store, now: Instant, holder?: string): Promise<void> {
  const isClaimed = (row: OutboxRow) => row.state === 'sending' && (holder === undefined || row.holder === holder)
  for (const equals of await store.read(unsentQueues)) {
    // No lease is longer; what else falls due by then are few.
    const query = { index: 'ready', equals, from: now, to: after(now, lease) }
    const claimed = (await store.read((tx) => tx.find(outbox, query))).filter(isClaimed)
    if (claimed.length === 0) continue
    await store.write([], async (tx) => {
      for (const { id } of claimed) {
        const row = await tx.get(outbox, id)
        if (!row || !isClaimed(row)) continue
        await putRow(tx, row, rowAfterDeath(row, now))
      }
    })
  }
}
