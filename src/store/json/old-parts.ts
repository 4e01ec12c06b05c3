import { day } from '../../domain/instant'
import type { Shape, State } from './state'

/** Log parts (log, month) whose last possible entry is older than the log keeps them. */
export function oldParts(shape: Shape, state: State, now: string): [log: string, month: string][] {
  const old: [string, string][] = []
  for (const [name, log] of shape.logs) {
    for (const month of state.log(name).lengths.keys()) {
      const [year, number] = month.split('-').map(Number) as [number, number]
      // Months count from 0 there: the number of this one names the next.
      const end = Date.UTC(year, number, 1)
      if (end + log.keepDays * day <= Date.parse(now)) old.push([name, month])
    }
  }
  return old
}
