import { addDays, addMonths, isRealDate, weekday } from './calendar'
import { lunarToSolar } from './lunar'

type Asked = { today: string; direction: 'past' | 'future' }
type Resolved = { iso: string } | 'impossible'

/** A month or day of the year; without a year the nearest in the direction asked for, today included. */
export function nearestDay(
  { year, month, day }: { year?: number | undefined; month: number; day?: number | undefined },
  asked: Asked,
): Resolved {
  if (month < 1 || month > 12) return 'impossible'
  const end = day === undefined ? pad(month) : `${pad(month)}-${pad(day)}`
  const thisYear = Number(asked.today.slice(0, 4))
  const now = asked.today.slice(5, 5 + end.length)
  const shift = asked.direction === 'past' ? (end > now ? -1 : 0) : end < now ? 1 : 0
  return real(`${year ?? thisYear + shift}-${end}`)
}

/** The 15th: of this month, or of the month before or after. */
export function nearestMonthDay(day: number, { today, direction }: Asked): Resolved {
  const now = Number(today.slice(8))
  const shift = direction === 'past' ? (day > now ? -1 : 0) : day < now ? 1 : 0
  return real(`${addMonths(today, shift).slice(0, 7)}-${pad(day)}`)
}

/** Weeks begin on Monday; without a week the nearest such day, today included. */
export function nearestWeekday(number: number, weeks: number | undefined, { today, direction }: Asked): string {
  const days = number - weekday(today)
  if (weeks !== undefined) return addDays(today, days + 7 * weeks)
  if (direction === 'past') return addDays(today, days > 0 ? days - 7 : days)
  return addDays(today, days < 0 ? days + 7 : days)
}

/** A day of the lunar year; with a year, that lunar year. Day 0 is the eve. */
export function nearestLunarDay(
  { year, month, day }: { year?: number | undefined; month: number; day: number },
  asked: Asked,
): Resolved {
  const thisYear = Number(asked.today.slice(0, 4))
  const years = year === undefined ? [thisYear - 1, thisYear, thisYear + 1] : [year]
  const days = years.flatMap((each) => {
    const solar = lunarToSolar(each, month, Math.max(day, 1))
    if (solar === undefined) return []
    return [day === 0 ? addDays(solar, -1) : solar]
  })
  const fitting =
    asked.direction === 'past'
      ? days.filter((each) => each <= asked.today).at(-1)
      : days.find((each) => each >= asked.today)
  const iso = year === undefined ? fitting : days[0]
  return iso === undefined ? 'impossible' : { iso }
}

/** Our month in which the middle of a lunar month lies; undefined where it is not sure which year is meant. */
export function nearestLunarMonth(
  { year, month }: { year?: number | undefined; month: number },
  asked: Asked,
): string | undefined {
  const thisYear = Number(asked.today.slice(0, 4))
  const newYear = lunarToSolar(thisYear, 1, 1)
  // In January some count the old year still as this one.
  if (year !== undefined && (newYear === undefined || asked.today < newYear)) return undefined
  const isPast = asked.direction === 'past'
  const edge = nearestLunarDay({ year, month, day: isPast ? 1 : 29 }, asked)
  if (edge === 'impossible') return undefined
  const middle = addDays(edge.iso, isPast ? 14 : -14)
  return (isPast && edge.iso <= asked.today && middle > asked.today ? edge.iso : middle).slice(0, 7)
}

function real(iso: string): Resolved {
  return isRealDate(iso.length === 7 ? `${iso}-01` : iso) ? { iso } : 'impossible'
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
