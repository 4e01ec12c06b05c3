import type { Instant } from '../../domain/instant'
import { units } from '../../store/collections'
import type { WriteTx } from '../../store/store'

/** The unit above all others; its name is the committee's. */
export const rootUnit = 'root'

/** What it is called until an admin names it. */
export const unnamedCommittee = '团委'

/** Makes the root unit of a new installation. */
export async function ensureRoot(tx: WriteTx, now: Instant): Promise<void> {
  if (await tx.get(units, rootUnit)) return
  await tx.put(units, {
    id: rootUnit,
    kind: 'district',
    site: null,
    name: unnamedCommittee,
    parent: null,
    path: [rootUnit],
    code: 'root',
    createdAt: now,
    closedAt: null,
  })
}
