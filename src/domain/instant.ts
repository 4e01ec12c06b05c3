import { z } from 'zod'

/** UTC ISO text with milliseconds, as `new Date().toISOString()` writes it. */
export const instantSchema = z.iso.datetime({ offset: false, precision: 3 })
export type Instant = z.infer<typeof instantSchema>

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export function after(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString()
}
