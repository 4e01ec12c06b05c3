import { day } from '../../domain/instant'
import type { Shape, State } from './state'

/**
 * Log parts (log, month) whose last possible entry is older than the log keeps them: of each log the oldest at most, and none that is being
 * written. By a clock that is a year ahead for one night the month that everybody writes in would be old as well, and what is written to it
 * afterwards would stand where other entries are looked for.
 */
export function oldParts(shape: Shape, state: State, now: string): [log: string, month: string][] {
  const old: [string, string][] = []
  for (const [name, log] of shape.logs) {
    const files = state.log(name)
    const [month] = [...files.lengths.keys()].sort()
    if (month === undefined || files.isWritten(month)) continue
    const [year, number] = month.split('-').map(Number) as [number, number]
    // Months count from 0 there: the number of this one names the next.
    const end = Date.UTC(year, number, 1)
    if (end + log.keepDays * day <= Date.parse(now)) old.push([name, month])
  }
  return old
}
