import { parked } from '../store/collections'
import { handle } from './converse'
import type { ConverseDeps } from './conversed'
import { incomingSchema } from './incoming'

/** Handles a parked update again, after the fault was mended; throws when the fault is still there. */
export async function replay(
  deps: ConverseDeps,
  id: string,
  now: string,
): Promise<'replayed' | 'unknown' | 'done-already'> {
  const found = await deps.store.read((tx) => tx.get(parked, id))
  if (!found) return 'unknown'
  if (found.replayedAt) return 'done-already'
  await handle(deps, { ...incomingSchema.parse(found.update), at: now }, { replayOf: id })
  return 'replayed'
}
