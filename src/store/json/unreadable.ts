import type { Collection, Store } from '../store'
import type { KeyRing } from './key-ring'
import { contentOf, type Row } from './row'
import type { Shape, State } from './state'

/** Deletes every document that is sealed under a destroyed key: it would still keep its unique keys and count as due. */
export async function deleteUnreadable(
  store: Pick<Store, 'write'>,
  { plans }: Shape,
  state: State,
  ring: KeyRing,
): Promise<void> {
  for (const { collection } of plans.values()) {
    const gone = unreadable(collection, state, ring)
    if (gone.length === 0) continue
    await store.write([], async (tx) => {
      for (const id of gone) await tx.delete(collection, id)
    })
  }
}

function unreadable({ name }: Collection, state: State, ring: KeyRing): string[] {
  const table = state.table(name)
  return [...table.ids()].filter((id) => {
    const { y } = contentOf(table.get(id) as Row)
    return y !== undefined && ring.isDropped(y)
  })
}
