import { clockOf, clockPattern, clockText, minutesOf, untilPattern } from './clock-time'
import type { OnCall } from './officer'
import { plainText } from './plain-text'

type DutyProblem = 'not-hours' | 'no-days' | 'no-times'
/** `sure` is false where "9点到6点" was taken as ending in the evening. */
type DutyReading = { ok: true; value: OnCall; sure: boolean } | { ok: false; problem: DutyProblem }

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const han = '一二三四五六日'
const english = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** 「周末不值」「周六周日休息」: named only to be left out. */
const daysOff =
  /(?:周末|双休日?|节假日|(?:周[一二三四五六日]+[、,，和及到至~-]?)+)(?:都|就|全)?(?:不值班|不上班|不在班|不在|不值|不上|不行|休息|除外)/g

/** Weekly hours as people write them: 「周一到周五 9点到18点」「每天晚上8点到早上8点」「周末全天」. */
export function readDutyHours(text: string): DutyReading {
  const plain = plainText(text)
    .replace(/星期|礼拜/g, '周')
    .replace(/周天/g, '周日')
    .replace(/\s+/g, '')
    .replace(daysOff, '')
  // What is left of a "not" could mean any day or hour: asked again rather than guessed.
  if (/[不没除]|not|except/.test(plain)) return { ok: false, problem: 'not-hours' }
  const { days, rest } = takeDays(plain)
  const times = readTimes(rest)
  if (days.length === 0) return { ok: false, problem: times ? 'no-days' : 'not-hours' }
  if (!times) return { ok: false, problem: 'no-times' }
  const { from, to, sure } = times
  return { ok: true, value: { weekdays: days, from, to }, sure }
}

function takeDays(plain: string): { days: number[]; rest: string } {
  const found = new Set<number>()
  let rest = plain
  const take = (pattern: RegExp, days: (match: string[]) => readonly number[]) => {
    rest = rest.replace(pattern, (...match: string[]) => {
      for (const day of days(match)) found.add(day)
      return ' '
    })
  }
  take(/每天|天天|每日|everyday|daily/g, () => everyDay)
  take(/工作日|weekdays?/g, () => [1, 2, 3, 4, 5])
  take(/周末|双休日?|weekends?/g, () => [6, 7])
  const day = `(?:[${han}]|[1-7](?![\\d点:时]))`
  take(new RegExp(`周(${day})${untilPattern}周?(${day})`, 'g'), ([, first = '', last = '']) =>
    span(dayOf(first), dayOf(last)),
  )
  take(new RegExp(`周([${han}]+(?:[、,，和及]周?[${han}]+)*)`, 'g'), ([, list = '']) =>
    [...list].filter((sign) => han.includes(sign)).map(dayOf),
  )
  const name = '(mon|tue|wed|thu|fri|sat|sun)[a-z]*'
  take(new RegExp(`${name}${untilPattern}${name}`, 'g'), ([, first = '', last = '']) => span(dayOf(first), dayOf(last)))
  take(new RegExp(name, 'g'), ([, only = '']) => [dayOf(only)])
  return { days: [...found].sort(), rest }
}

function dayOf(sign: string): number {
  if (/^\d$/.test(sign)) return Number(sign)
  return (sign.length === 1 ? han.indexOf(sign) : english.indexOf(sign)) + 1
}

/** 周五到周一 runs over the weekend. */
function span(first: number, last: number): number[] {
  return first <= last
    ? everyDay.filter((day) => first <= day && day <= last)
    : everyDay.filter((day) => day >= first || day <= last)
}

function readTimes(rest: string): { from: string; to: string; sure: boolean } | undefined {
  if (/全天|24小时|整天|allday/.test(rest)) return { from: '00:00', to: '00:00', sure: true }
  const found = rest.match(new RegExp(`${clockPattern}${untilPattern}${clockPattern}`))
  if (!found) return undefined
  const from = clockOf(found.slice(1, 6))
  const to = clockOf(found.slice(6, 11))
  if (!from || !to) return undefined
  const evening = { ...to, hour: (to.hour || 12) + 12 }
  const isGuess = !to.plain && (from.hour >= 12 || minutesOf(to) <= minutesOf(from))
  const end = isGuess && minutesOf(evening) > minutesOf(from) ? { ...evening, hour: evening.hour % 24 } : to
  return { from: clockText(minutesOf(from)), to: clockText(minutesOf(end)), sure: !isGuess }
}
