import { addDays, addMonths } from './calendar'
import { holidayByName, qingmingDay } from './holiday-dates'
import { nearestDay, nearestLunarDay, nearestLunarMonth, nearestMonthDay, nearestWeekday } from './nearest-date'

export type DateProblem =
  | 'not-a-date'
  | 'vague'
  | 'impossible'
  | 'future'
  | 'past'
  | 'several'
  | 'which-month'
  | 'too-old'
/** A holiday of several days is certain of its month and only about its day. */
export type Found = { iso: string; about: boolean; spansDays?: boolean }
export type Asked = { today: string; direction: 'past' | 'future' }
/** The named groups of the pattern that fitted. */
export type Groups = Partial<Record<string, string>>
type Reading = Found | DateProblem

const yearShift: Partial<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  上年: -1,
  旧年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  后年: 2,
}
const dayShift: Partial<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前: -2,
  'day before yesterday': -2,
  昨: -1,
  yesterday: -1,
  明: 1,
  tomorrow: 1,
  后天: 2,
  'day after tomorrow': 2,
  大后天: 3,
}
const lunarMonths: Partial<Record<string, number>> = { 正: 1, 冬: 11, 腊: 12 }
const monthByPartOfYear: Partial<Record<string, number>> = { 初: 1, 头: 1, 中: 6, 底: 12, 末: 12, 尾: 12 }
const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** 去年3月15号, 3月中旬, 3月, 15号; before or after such a day is no day. */
export function readDay({ year, yearWord, month, day, part, edge }: Groups, asked: Asked): Reading {
  if (edge) return 'vague'
  const found = month
    ? nearestDay({ year: yearOf(year, yearWord, asked), month: Number(month), day: numberOf(day) }, asked)
    : nearestMonthDay(Number(day), asked)
  return found === 'impossible' ? found : { ...found, about: Boolean(part) }
}

/** 3.15, 3/15; 25.12 may be December 2025 and 3-5 March to May. */
export function readMonthAndDay({ year, yearWord, month = '', sign, day = '' }: Groups, asked: Asked): Reading {
  if (Number(month) > 12) return 'vague'
  const mayBeMonths = sign === '-' && Number(day) <= 12 && month.length + day.length < 4
  return mayBeMonths ? 'several' : readDay({ year, yearWord, month, day }, asked)
}

/** 上个月, 上上个月15号, 这个月底 */
export function readMonthFromNow({ rel = '', day, part, edge }: Groups, { today }: Asked): Reading {
  if (edge) return 'vague'
  const month = addMonths(today, shiftOf(rel)).slice(0, 7)
  if (day === undefined) return { iso: month, about: Boolean(part) }
  const date = `${month}-${day.padStart(2, '0')}`
  const isReal = Number(day) >= 1 && addMonths(`${month}-01`, 1) > date && addDays(date, 0) === date
  return isReal ? { iso: date, about: false } : 'impossible'
}

/** 月初, 月底: of this month where that fits the direction, else of the month beside it. */
export function readPartOfThisMonth({ part = '', edge }: Groups, { today, direction }: Asked): Reading {
  if (edge) return 'vague'
  const [first, last] = /初|上/.test(part) ? [1, 10] : /中/.test(part) ? [11, 20] : [21, 31]
  const now = Number(today.slice(8))
  const shift = direction === 'past' ? (now < first ? -1 : 0) : now > last ? 1 : 0
  return { iso: addMonths(today, shift).slice(0, 7), about: true }
}

/** 年初, 去年底: the first or last month, about. */
export function readPartOfYear({ when = '', edge, year, yearWord }: Groups, asked: Asked): Reading {
  if (edge) return 'which-month'
  const found = nearestDay({ year: yearOf(year, yearWord, asked), month: monthByPartOfYear[when] ?? 1 }, asked)
  return found === 'impossible' ? found : { ...found, about: true }
}

/** 三天前, 半年前; from a year on the month is asked. Months are about, as nobody counts them to the day. */
export function readSpan({ count = '', unit = '' }: Groups, sign: 1 | -1, { today }: Asked): Reading {
  if (/年|year/.test(unit)) {
    return count === '半' ? { iso: addMonths(today, sign * 6).slice(0, 7), about: true } : 'which-month'
  }
  const isMonth = /月|month/.test(unit)
  if (count === '半') return isMonth ? { iso: addDays(today, sign * 15), about: true } : 'vague'
  const number = Number(count)
  if (number > 400) return 'vague'
  if (isMonth) return { iso: addMonths(today, sign * number).slice(0, 7), about: true }
  const isWeek = /周|星期|礼拜|week/.test(unit)
  return { iso: addDays(today, sign * number * (isWeek ? 7 : 1)), about: isWeek }
}

export function readWeekday({ rel, weekday = '' }: Groups, asked: Asked): Reading {
  const number = /\d/.test(weekday) ? Number(weekday) : 7
  return { iso: nearestWeekday(number, rel === undefined ? undefined : shiftOf(rel), asked), about: false }
}

export function readNearDay({ word = '' }: Groups, { today }: Asked): Reading {
  return { iso: addDays(today, dayShift[word] ?? 0), about: false }
}

/** 腊月二十八 is a day; 腊月 alone lies in two of our months and is about the one that holds its middle. */
export function readLunar({ year, yearWord, month = '', day }: Groups, asked: Asked): Reading {
  if (!day) return readTwelfthMonth({ year, yearWord, month }, asked)
  const lunarMonth = lunarMonths[month] ?? Number(month)
  const found = nearestLunarDay({ year: yearOf(year, yearWord, asked), month: lunarMonth, day: Number(day) }, asked)
  return found === 'impossible' ? found : { ...found, about: false }
}

/** Of the lunar months only this one is named alone, before the New Year; a year in digits may be ours or the lunar one. */
function readTwelfthMonth({ year, yearWord, month }: Groups, asked: Asked): Reading {
  if (month !== '腊' || year !== undefined) return 'which-month'
  const iso = nearestLunarMonth({ year: yearOf(undefined, yearWord, asked), month: 12 }, asked)
  return iso === undefined ? 'which-month' : { iso, about: true }
}

export function readHoliday({ holiday = '', year: yearDigits, yearWord, edge }: Groups, asked: Asked): Reading {
  const known = holidayByName[holiday]
  if (edge || !known) return 'which-month'
  const year = yearOf(yearDigits, yearWord, asked)
  const about = known.spansMonths === true
  if (known.isLunar) {
    const found = nearestLunarDay({ year, month: known.month, day: known.day }, asked)
    return found === 'impossible' ? found : { ...found, about }
  }
  const isQingming = holiday === '清明'
  const day = isQingming ? qingmingDay(year ?? Number(asked.today.slice(0, 4))) : known.day
  const found = nearestDay({ year, month: known.month, day }, asked)
  if (found === 'impossible') return found
  const iso = isQingming ? `${found.iso.slice(0, 8)}0${qingmingDay(Number(found.iso.slice(0, 4)))}` : found.iso
  return { iso, about, spansDays: known.spansDays === true }
}

/** A year alone. */
export function readYear({ year, yearWord }: Groups, asked: Asked): Reading {
  const named = yearOf(year, yearWord, asked)
  const years = named === undefined ? 0 : named - Number(asked.today.slice(0, 4))
  if (years > 0 && asked.direction === 'past') return 'future'
  if (years < 0 && asked.direction === 'future') return 'past'
  return 'which-month'
}

export function readEnglish({ name = '', day, year }: Groups, asked: Asked): Reading {
  return readDay({ year, month: String(englishMonths.indexOf(name) + 1), day }, asked)
}

/** 上上 → -2 */
function shiftOf(rel: string): number {
  if (/上/.test(rel)) return -rel.length
  if (/下/.test(rel)) return rel.length
  return rel === 'last' ? -1 : rel === 'next' ? 1 : 0
}

/** 25年 is 2025; a two-digit year more than five years ahead is of the last century. */
function yearOf(year: string | undefined, yearWord: string | undefined, { today }: Asked): number | undefined {
  const thisYear = Number(today.slice(0, 4))
  if (yearWord) return thisYear + (yearShift[yearWord] ?? 0)
  if (year === undefined) return undefined
  if (year.length === 4) return Number(year)
  return Number(year) > (thisYear % 100) + 5 ? 1900 + Number(year) : 2000 + Number(year)
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
