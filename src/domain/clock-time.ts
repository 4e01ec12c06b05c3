import { readInteger } from './chinese-number'

const half = '(凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里)?'
const hours = '(\\d{1,2}|[零一二两三四五六七八九十]{1,3})'

/** A time of the day in plain text, with five groups for `clockOf`; a bare number counts too. */
export const clockPattern = `${half}${hours}(?:[点时](半|\\d{1,2}分?)?|:(\\d{2}))?(am|pm)?`

/** The same with a sign that it is a time and no other number. */
export const surelyClockPattern = `${half}\\s*${hours}(?:[点时](半|[一三]刻|\\d{1,2}分?)?(?:钟|整)?(am|pm)?|:(\\d{2})\\s*(am|pm)?|\\s*(am|pm))`

export const untilPattern = '(?:到|至|-|~|—|–|to|until)'

export interface Clock {
  hour: number
  minute: number
  /** Said with its half of the day, or past noon anyway. */
  plain: boolean
}

/** From the groups of `clockPattern`. */
export function clockOf([half, hours = '', past, minutes, meridiem]: readonly (string | undefined)[]):
  | Clock
  | undefined {
  const hour = readInteger(hours)
  const minute = minutesPast(past ?? minutes ?? '0')
  if (hour === undefined || hour > 24 || !(minute <= 59)) return undefined
  const isLate = /下午|傍晚|晚|夜里/.test(half ?? '') || meridiem === 'pm'
  const isNoon = half === '中午' && hour < 11
  const isMidnight = (isLate && hour === 12 && half !== '下午' && meridiem !== 'pm') || (half === '凌晨' && hour === 12)
  const shifted = isMidnight ? 0 : (isLate || isNoon) && hour < 12 ? hour + 12 : hour % 24
  const plain =
    half !== undefined || meridiem !== undefined || hour > 12 || (minutes !== undefined && hours.length === 2)
  return { hour: shifted, minute, plain }
}

function minutesPast(said: string): number {
  if (said === '半') return 30
  if (said.endsWith('刻')) return said.startsWith('一') ? 15 : 45
  return Number(said.replace('分', ''))
}

export function minutesOf({ hour, minute }: Pick<Clock, 'hour' | 'minute'>): number {
  return hour * 60 + minute
}

/** HH:mm of so many minutes after midnight, past midnight too. */
export function clockText(minutes: number): string {
  const inDay = ((minutes % 1440) + 1440) % 1440
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}
