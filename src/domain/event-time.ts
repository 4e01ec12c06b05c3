import { z } from 'zod'
import { addDays, instantAt, isRealDate } from './calendar'
import { readInteger } from './chinese-number'
import { type Clock, clockOf, clockText, minutesOf, surelyClockPattern, untilPattern } from './clock-time'
import type { DateProblem } from './date-readers'
import type { Instant } from './instant'
import { plainText } from './plain-text'
import { readDate } from './spoken-date'

const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const dateSchema = z.string().refine(isRealDate)

/** When an event is, on the wall clock; an end before the beginning lies on the next day, null: nothing was said of it. */
export const eventTimeSchema = z.object({ date: dateSchema, from: clockSchema, to: clockSchema.nullable() })
export type EventTime = z.infer<typeof eventTimeSchema>

/** A moment on the wall clock, such as the end of a sign-up. */
export const momentSchema = z.object({ date: dateSchema, time: clockSchema })
export type Moment = z.infer<typeof momentSchema>

export type EventTimeProblem = DateProblem | 'no-day' | 'no-time' | 'ends-before'
/** `isHalf`: a day without a time, or a time without a day. */
type Reading<T> = { ok: true; value: T; sure: boolean } | { ok: false; problem: EventTimeProblem; isHalf?: boolean }
/** `today` and `time` are the wall clock's. */
export type WallClock = { today: string; time: string }

const usualLength = 120
const longest = 12 * 60

/** A day with a time, and an end or a duration: 「周六晚上7点到9点」「11月28日 14:00，两个小时」. */
export function readEventTime(said: string, wall: WallClock): Reading<EventTime> {
  const { minutes, rest } = takeDuration(expanded(said))
  const taken = takeClocks(rest)
  const day = readDay(taken.rest, wall.today)
  if (!day.ok) return { ...day, isHalf: day.problem === 'no-day' && taken.from !== undefined }
  if (!taken.from) return { ok: false, problem: 'no-time', isHalf: true }
  const from = afternoon(taken.from)
  const begin = minutesOf(from)
  const end = taken.to ? endAfter(begin, taken.to) : minutes === undefined ? null : begin + minutes
  if (end !== null && (end <= begin || end > begin + longest)) return { ok: false, problem: 'ends-before' }
  const value = { date: day.date, from: clockText(begin), to: end === null ? null : clockText(end) }
  if (isPast({ date: value.date, time: value.from }, wall)) return { ok: false, problem: 'past' }
  return { ok: true, value, sure: taken.from.plain }
}

/** A day with or without a time; without one `otherwise` is meant. */
export function readMoment(said: string, wall: WallClock, otherwise: string): Reading<Moment> {
  const { from, rest } = takeClocks(expanded(said))
  const day = readDay(rest, wall.today)
  if (!day.ok) return day
  const value = { date: day.date, time: from ? clockText(minutesOf(afternoon(from))) : otherwise }
  if (isPast(value, wall)) return { ok: false, problem: 'past' }
  return { ok: true, value, sure: from?.plain ?? true }
}

export function isPast({ date, time }: Moment, wall: WallClock): boolean {
  return date < wall.today || (date === wall.today && time <= wall.time)
}

export function momentInstant({ date, time }: Moment, zone: string): Instant {
  return instantAt(date, time, zone)
}

/** Beginning and end as instants; an event of which no end was told takes two hours. */
export function eventInstants({ date, from, to }: EventTime, zone: string): { startsAt: Instant; endsAt: Instant } {
  const [hour = 0, minute = 0] = from.split(':').map(Number)
  const begin = minutesOf({ hour, minute })
  const end = to ?? clockText(begin + usualLength)
  return {
    startsAt: instantAt(date, from, zone),
    endsAt: instantAt(end <= from ? addDays(date, 1) : date, end, zone),
  }
}

function expanded(said: string): string {
  return plainText(said.slice(0, 200))
    .replace(/(?<=[今明后])[晚夜](?!上)/g, '天晚上')
    .replace(/(?<=[今明后])早(?!上)/g, '天早上')
    .replace(/礼拜|星期/g, '周')
}

const numeral = '\\d+(?:\\.\\d)?|[一二两三四五六七八九十]'

function takeDuration(plain: string): { minutes: number | undefined; rest: string } {
  let minutes: number | undefined
  const add = (more: number) => {
    minutes = (minutes ?? 0) + more
    return ' '
  }
  const rest = plain
    .replace(new RegExp(`(${numeral})个?(半)?(?:个?(?:小时|钟头)|\\s*h(?:ours?)?\\b)(半)?`, 'g'), (_, n, early, late) =>
      add((numberOf(n) + (early || late ? 0.5 : 0)) * 60),
    )
    .replace(/半个?(?:小时|钟头)/g, () => add(30))
    .replace(new RegExp(`(${numeral}{1,3})\\s*(?:分钟|min(?:utes?)?\\b)`, 'g'), (_, n) => add(numberOf(n)))
  return { minutes, rest }
}

function numberOf(said: string): number {
  return /^[\d.]+$/.test(said) ? Number(said) : (readInteger(said) ?? 0)
}

const notInside = '(?<![\\d./:周-])'
const bareEnd = '(?:(\\d{1,2})(?![\\d月日号天./:-]))'
const clock = surelyClockPattern
const range = new RegExp(`${notInside}${clock}\\s*${untilPattern}\\s*(?:${clock}|${bareEnd})`)
const rangeOfHours = new RegExp(
  `${notInside}(凌晨|早上|早|上午|中午|下午|傍晚|晚上|晚)?(\\d{1,2})${untilPattern}${clock}`,
)
const single = new RegExp(`${notInside}${clock}`)

/** The one time or the span of two that a text names; what is left of it is the day. */
function takeClocks(plain: string): { from?: Clock | undefined; to?: Clock | undefined; rest: string } {
  const without = (match: RegExpMatchArray) => plain.replace(match[0], ' ')
  const both = plain.match(range)
  if (both) {
    const to = clockAt(both, 8) ?? (both[15] ? clockOf([undefined, both[15]]) : undefined)
    return { from: clockAt(both, 1), to, rest: without(both) }
  }
  const hours = plain.match(rangeOfHours)
  if (hours) {
    const to = clockAt(hours, 3)
    return { from: clockOf([hours[1] ?? hours[3], hours[2]]), to, rest: without(hours) }
  }
  const one = plain.match(single)
  return one ? { from: clockAt(one, 1), rest: without(one) } : { rest: plain }
}

/** From the seven groups of a sure clock, the first of them at `at`. */
function clockAt(match: RegExpMatchArray, at: number): Clock | undefined {
  const [half, hours, past, first, minutes, second, third] = match.slice(at, at + 7)
  return hours === undefined ? undefined : clockOf([half, hours, past, minutes, first ?? second ?? third])
}

/** Said without its half of the day, a small number is hardly in the morning. */
function afternoon(clock: Clock): Clock {
  return !clock.plain && clock.hour >= 1 && clock.hour < 8 ? { ...clock, hour: clock.hour + 12 } : clock
}

/** 「下午2点到5点」 ends at 17:00; from the evening it may go on past midnight. */
function endAfter(begin: number, to: Clock): number {
  const end = minutesOf(to)
  if (end > begin) return end
  if (!to.plain && to.hour < 12 && end + 720 > begin) return end + 720
  return begin >= 18 * 60 ? end + 1440 : end
}

function readDay(rest: string, today: string): { ok: true; date: string } | { ok: false; problem: EventTimeProblem } {
  const reading = readDate(rest, { today, direction: 'future' })
  if (!reading.ok) return { ok: false, problem: reading.problem === 'not-a-date' ? 'no-day' : reading.problem }
  const { iso, about } = reading.value
  return iso.length === 10 && !about ? { ok: true, date: iso } : { ok: false, problem: 'no-day' }
}
