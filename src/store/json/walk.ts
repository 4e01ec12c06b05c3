import { setImmediate } from 'node:timers/promises'
import type { Collection, Doc, Store } from '../store'

/** The documents of the ids, each read when its turn comes; what has gone meanwhile is left out. */
export async function* walkIds<T extends Doc>(
  store: Pick<Store, 'read'>,
  collection: Collection<T>,
  ids: readonly string[],
) {
  let turn = 0
  for (const id of ids) {
    // Others want the loop too.
    if (++turn % 100 === 0) await setImmediate()
    const doc = await store.read((tx) => tx.get(collection, id))
    if (doc !== undefined) yield doc
  }
}
