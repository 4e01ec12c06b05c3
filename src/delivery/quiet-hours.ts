import { addDays, instantAt, wallDate, wallTime } from '../domain/calendar'
import type { Instant } from '../domain/instant'

export const quietFrom = '21:30'
const to = '08:00'

/** When the quiet hours that hold now end; undefined outside them. */
export function endOfQuiet(now: Instant, zone: string): Instant | undefined {
  const time = wallTime(now, zone)
  if (time >= to && time < quietFrom) return undefined
  const today = wallDate(now, zone)
  return instantAt(time >= quietFrom ? addDays(today, 1) : today, to, zone)
}
