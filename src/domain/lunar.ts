/**
 * Lengths of the lunar months, one number a year from 2005: bits 15 to 4 the months 1 to 12 (1: 30 days, 0: 29), the last four bits the leap
 * month's number, bit 16 its length. A table, because the calendar in ICU puts the New Year of 2027 a day too late.
 */
const lunarYears = [
  0x056a0, 0x0abb7, 0x025d0, 0x092d0, 0x0cab5, 0x0a950, 0x0b4a0, 0x0baa4, 0x0ad50, 0x055d9, 0x04ba0, 0x0a5b0, 0x15176,
  0x052b0, 0x0a930, 0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, 0x05aa0,
  0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6,
]
const firstYear = 2005
const firstNewYear = Date.UTC(2005, 1, 9)
const dayLength = 86_400_000

/** The day YYYY-MM-DD of a lunar date in the lunar year named after the year in which it begins; leap months are never meant. */
export function lunarToSolar(year: number, month: number, day: number): string | undefined {
  const own = lunarYears[year - firstYear]
  if (own === undefined || month < 1 || month > 12 || day < 1 || day > daysInMonth(own, month)) return undefined
  let days = day - 1
  for (const earlier of lunarYears.slice(0, year - firstYear)) days += daysThrough(earlier, 12)
  days += daysThrough(own, month - 1)
  return new Date(firstNewYear + days * dayLength).toISOString().slice(0, 10)
}

function daysInMonth(year: number, month: number): number {
  return year & (0x10000 >> month) ? 30 : 29
}

function daysThrough(year: number, lastMonth: number): number {
  const leapMonth = year & 0xf
  let days = leapMonth > 0 && leapMonth <= lastMonth ? (year & 0x10000 ? 30 : 29) : 0
  for (let month = 1; month <= lastMonth; month += 1) days += daysInMonth(year, month)
  return days
}
