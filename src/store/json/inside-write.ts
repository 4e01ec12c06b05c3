import { AsyncLocalStorage } from 'node:async_hooks'

/** Used only while callbacks are tested: it makes every await of the process slower, and each further one of its kind again. */
export const inside = new AsyncLocalStorage<{ of: object; over: boolean }>()

/** Whether a write of this store calls. */
export function isInsideWrite(store: object): boolean {
  const running = inside.getStore()
  return running?.of === store && !running.over
}
