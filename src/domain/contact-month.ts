import { z } from 'zod'
import { addMonths, instantAt, wallDate } from './calendar'
import type { Instant } from './instant'

/** A month on the wall, YYYY-MM. */
export const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
export type Month = z.infer<typeof monthSchema>

/** On this day of the month and from this time on everybody is asked. */
const contactDay = '05'
const contactTime = '19:30'

export function monthOf(instant: Instant, zone: string): Month {
  return wallDate(instant, zone).slice(0, 7)
}

export function monthAfter(month: Month, months = 1): Month {
  return addMonths(`${month}-01`, months).slice(0, 7)
}

/** The instant at which a month is over. */
export function endOfMonth(month: Month, zone: string): Instant {
  return instantAt(`${monthAfter(month)}-01`, '00:00', zone)
}

/** From when on the question of a month is put. */
export function askedFrom(month: Month, zone: string): Instant {
  return instantAt(`${month}-${contactDay}`, contactTime, zone)
}

/** The day on which it is put, YYYY-MM-DD. */
export function askedOn(month: Month): string {
  return `${month}-${contactDay}`
}

/** Where in a span of time something of a youth and month lies: from 0 to below 1, always the same. */
export function spreadOf(youth: string, month: Month): number {
  let hash = 0x811c9dc5
  for (const sign of `${youth}:${month}`) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  // The last signs, the month's, must reach the high bits too.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 32
}
