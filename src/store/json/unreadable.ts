import { setImmediate } from 'node:timers/promises'
import type { Collection, Store } from '../store'
import type { KeyRing } from './key-ring'
import { contentOf } from './row'
import type { Shape, State } from './state'

/** Deletes every document that is sealed under a destroyed key: it would still keep its unique keys and count as due. */
export async function deleteUnreadable(
  store: Pick<Store, 'write'>,
  { plans }: Shape,
  state: State,
  ring: KeyRing,
): Promise<void> {
  for (const { collection } of plans.values()) {
    const gone = await unreadable(collection, state, ring)
    if (gone.length === 0) continue
    await store.write([], async (tx) => {
      for (const id of gone) await tx.delete(collection, id)
    })
  }
}

async function unreadable({ name }: Collection, state: State, ring: KeyRing): Promise<string[]> {
  const table = state.table(name)
  const gone: string[] = []
  for (const [turn, id] of [...table.ids()].entries()) {
    // Whoever asks whether the folder is held is answered.
    if (turn % 1_000 === 0) await setImmediate()
    const row = table.get(id)
    const ref = row && contentOf(row).y
    if (ref !== undefined && ring.isDropped(ref)) gone.push(id)
  }
  return gone
}
