import type { Instant } from '../domain/instant'
import { outbox } from '../store/collections'
import type { Store } from '../store/store'
import { rowAfterDeath } from './outcome'

/** Bulk is left alone: what may have arrived is not sent again, and its lease only says when that is decided. */
const lanes = ['now', 'notice'] as const

/** For a store that one process holds at a time: what is still claimed at its start was claimed by a process that has ended. */
export async function endLeases(store: Store, now: Instant): Promise<void> {
  for (const lane of lanes) {
    const query = { index: 'ready', equals: lane, from: now }
    const claimed = (await store.read((tx) => tx.find(outbox, query))).filter((row) => row.state === 'sending')
    if (claimed.length === 0) continue
    await store.write([], async (tx) => {
      for (const { id } of claimed) {
        const row = await tx.get(outbox, id)
        if (row?.state === 'sending') await tx.put(outbox, rowAfterDeath(row, now))
      }
    })
  }
}
