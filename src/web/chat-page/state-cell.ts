/** One value that can be watched; fits React's useSyncExternalStore. */
export interface StateCell<T> {
  get: () => T
  change: (part: Partial<T>) => void
  subscribe: (listener: () => void) => () => void
}

export function createStateCell<T extends object>(initial: T): StateCell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    change: (part) => {
      value = { ...value, ...part }
      for (const listener of Array.from(listeners)) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
