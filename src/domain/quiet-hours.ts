import { addDays, instantAt, wallDate, wallTime } from './calendar'
import { after, type Instant } from './instant'

export const quietFrom = '21:30'
const to = '08:00'

/** When the quiet hours that hold now end; undefined outside them. */
export function endOfQuiet(now: Instant, zone: string): Instant | undefined {
  const time = wallTime(now, zone)
  if (time >= to && time < quietFrom) return undefined
  const today = wallDate(now, zone)
  return instantAt(time >= quietFrom ? addDays(today, 1) : today, to, zone)
}

/** How many milliseconds of waking time there are between two instants, counted no further than `most`. */
export function wakingUntil(now: Instant, end: Instant, most: number, zone: string): number {
  let at = endOfQuiet(now, zone) ?? now
  let sum = 0
  while (at < end && sum < most) {
    const quiet = instantAt(wallDate(at, zone), quietFrom, zone)
    sum += Date.parse(quiet < end ? quiet : end) - Date.parse(at)
    at = instantAt(addDays(wallDate(at, zone), 1), to, zone)
  }
  return Math.min(sum, most)
}

/** The instant so many milliseconds of waking time later: the clock stands still in quiet hours. */
export function afterWaking(now: Instant, milliseconds: number, zone: string): Instant {
  let at = endOfQuiet(now, zone) ?? now
  for (let left = milliseconds; ; ) {
    const quiet = instantAt(wallDate(at, zone), quietFrom, zone)
    const room = Date.parse(quiet) - Date.parse(at)
    if (left <= room) return after(at, left)
    left -= room
    at = instantAt(addDays(wallDate(at, zone), 1), to, zone)
  }
}
