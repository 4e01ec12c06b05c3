import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import { holidayYears } from './working-days'

dayjs.extend(utc)
dayjs.extend(timezone)

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** One formatter a zone: making one costs far more than using it, and so does dayjs's own conversion. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The wall clock at a UTC instant: YYYY-MM-DD and HH:mm. */
function wall(instant: string, zone: string): { date: string; time: string } {
  let formatter = formatters.get(zone)
  if (!formatter) {
    // Swedish writes 2026-11-20 21:05.
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    formatters.set(zone, formatter)
  }
  const [date = '', time = ''] = formatter.format(new Date(instant)).split(' ')
  return { date, time }
}

/** The day on the wall, YYYY-MM-DD, at a UTC instant. */
export function wallDate(instant: string, zone: string): string {
  return wall(instant, zone).date
}

/** HH:mm on the wall at a UTC instant. */
export function wallTime(instant: string, zone: string): string {
  return wall(instant, zone).time
}

/** The time on the wall as a name that sorts by it: 2026-11-20-210530. */
export function wallStamp(instant: string, zone: string): string {
  const { date, time } = wall(instant, zone)
  return `${date}-${time.replace(':', '')}${instant.slice(17, 19)}`
}

/** 1 is Monday, 7 is Sunday. */
export function wallWeekday(instant: string, zone: string): number {
  return weekday(wallDate(instant, zone))
}

/** 1 is Monday, 7 is Sunday, of a day YYYY-MM-DD. */
export function weekday(date: string): number {
  return dayjs.utc(date).day() || 7
}

/** The UTC instant, ISO text, at which the wall shows this day and HH:mm. */
export function instantAt(date: string, time: string, zone: string): string {
  return dayjs.tz(`${date} ${time}`, zone).toISOString()
}

export function addDays(date: string, days: number): string {
  return dayjs.utc(date).add(days, 'day').format('YYYY-MM-DD')
}

/** Counted from the anchor each time, so that 31 January plus 1 is 28 February and plus 2 is 31 March. */
export function addMonths(anchor: string, months: number): string {
  return dayjs.utc(anchor).add(months, 'month').format('YYYY-MM-DD')
}

export function isRealDate(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && dayjs.utc(date).isValid() && addDays(date, 0) === date
}

/** Estimated where the year's holidays are not published: then only weekends and the fixed days of the law are off. */
export function isWorkingDay(date: string): { working: boolean; estimated: boolean } {
  const year = holidayYears[date.slice(0, 4)]
  const day = date.slice(5)
  const isWeekend = weekday(date) >= 6
  if (!year) return { working: !isWeekend && !fixedHolidays.has(day), estimated: true }
  const isOff = year.off.some(([first, last]) => first <= day && day <= last)
  return { working: year.worked.includes(day) || !(isOff || isWeekend), estimated: false }
}

const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

/** The first day is not counted (Civil Code 201); 0 gives the day itself. Estimated when any day passed over is. */
export function addWorkingDays(date: string, days: number): { date: string; estimated: boolean } {
  const step = days < 0 ? -1 : 1
  let current = date
  let estimated = false
  for (let left = Math.abs(days); left > 0; ) {
    current = addDays(current, step)
    const day = isWorkingDay(current)
    estimated ||= day.estimated
    if (day.working) left -= 1
  }
  return { date: current, estimated }
}

/** 11月20日 21:05 / 20 Nov 21:05 */
export function showInstant(instant: string, zone: string, language: 'zh-CN' | 'en'): string {
  const { date, time } = wall(instant, zone)
  const month = Number(date.slice(5, 7))
  const day = Number(date.slice(8))
  return language === 'zh-CN' ? `${month}月${day}日 ${time}` : `${day} ${englishMonths[month - 1]} ${time}`
}
