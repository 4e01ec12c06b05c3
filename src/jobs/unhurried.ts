import { setImmediate } from 'node:timers/promises'
import type { Store } from '../store/store'

/** The store for work that nobody waits for: before each step of it everybody who writes or asks has their turn. */
export function unhurried(store: Store): Store {
  return {
    async read(fn) {
      await setImmediate()
      return store.read(fn)
    },
    async write(locks, fn) {
      await setImmediate()
      return store.write(locks, fn)
    },
    claim: (queue, options) => store.claim(queue, options),
    changes: (listener) => store.changes(listener),
    files: store.files,
    dropOldLogs: (now) => store.dropOldLogs(now),
    walk: (collection) => store.walk(collection),
    health: () => store.health(),
    close: () => store.close(),
  }
}
