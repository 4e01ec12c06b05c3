import type { Doc, Queue, WriteTx } from '../store'

/** Greater than any id, so that a cursor at it stands behind all entries of one order. */
const afterAllIds = '\uffff'
const page = 64

/**
 * Claims by the rules of `Queue`, inside a write: it sees what earlier writes queued, and its own answer comes only when those and the
 * claim itself are durable, so that nothing is sent which a crash could take back.
 */
export async function claimRows<T extends Doc>(
  tx: WriteTx,
  queue: Queue<T>,
  { now, until, limit }: { now: string; until: string; limit: number },
): Promise<T[]> {
  const { collection } = queue
  const due = (row: T) => String(collection.indexes[queue.index]?.order?.(row) ?? '')
  const claimed: T[] = []
  const seen = new Set<string>()
  let after: { order: string; id: string } | undefined
  while (claimed.length < limit) {
    const rows: T[] = await tx.find(collection, {
      index: queue.index,
      equals: queue.ready,
      to: now,
      limit: page,
      ...(after && { after }),
    })
    for (const row of rows) {
      after = { order: due(row), id: row.id }
      const recipient = queue.recipient(row)
      if (claimed.length >= limit || seen.has(recipient)) continue
      seen.add(recipient)
      const leased = await tx.count(collection, {
        index: queue.leases,
        equals: recipient,
        after: { order: now, id: afterAllIds },
      })
      if (leased > 0) continue
      const [first] = await tx.find(collection, { index: queue.line, equals: recipient, limit: 1 })
      // The first in line goes first even when another row of the recipient is due earlier; not yet due, it holds the line.
      if (first === undefined || due(first) > now) continue
      const taken = queue.claimed(first, until)
      await tx.put(collection, taken)
      claimed.push(taken)
    }
    if (rows.length < page) break
  }
  return claimed
}
