import { instantAt, wallDate } from '../domain/calendar'
import { endOfMonth, type Month, spreadOf } from '../domain/contact-month'
import { after, hour, type Instant } from '../domain/instant'
import { endOfQuiet, quietFrom } from '../domain/quiet-hours'

/** Two hours at most, so that not everybody is asked, and answers, at once. */
const longest = 2 * hour

/** From when to when questions of a month may be put. */
export interface AskWindow {
  from: Instant
  to: Instant
}

/** What is put now is spread until the quiet hours begin; within them, over the next morning. Undefined where the month is over by then. */
export function askWindow(now: Instant, month: Month, zone: string): AskWindow | undefined {
  const from = endOfQuiet(now, zone) ?? now
  const quiet = instantAt(wallDate(from, zone), quietFrom, zone)
  const to = after(from, longest) < quiet ? after(from, longest) : quiet
  return from < endOfMonth(month, zone) ? { from, to } : undefined
}

/** A youth's own moment in it. */
export function momentIn({ from, to }: AskWindow, youth: string, month: Month): Instant {
  return after(from, Math.floor((Date.parse(to) - Date.parse(from)) * spreadOf(youth, month)))
}
