import { z } from 'zod'
import { isRealDate } from './calendar'
import { dateDigits } from './date-digits'
import { datePatterns, soundsAbout } from './date-patterns'
import type { DateProblem, Found } from './date-readers'
import { plainText } from './plain-text'

/** A day YYYY-MM-DD or, where only a month was named, YYYY-MM. */
export const spokenDateSchema = z.object({
  iso: z.string().refine((iso) => isRealDate(iso.length === 7 ? `${iso}-01` : iso), { error: 'not-a-date' }),
  about: z.boolean(),
})
export type SpokenDate = z.infer<typeof spokenDateSchema>

export type DateOptions = { today: string; direction: 'past' | 'future' }
type DateReading = { ok: true; value: SpokenDate } | { ok: false; problem: DateProblem }

const longest = 300
/** In numerals and without 日 or 号, these days are as often lunar as not. */
const lunarFeasts = /(?<![十\d历])(?:二月二|三月三|五月五|七月七|七月半|八月十五|九月九)(?![日号十\d几])/

/** The one day or month a text names, 「去年三月」「3.15」; without a year the nearest in the direction asked for, today included. */
export function readDate(text: string, options: DateOptions): DateReading {
  const found = findDate(text, options)
  if (typeof found === 'string') return { ok: false, problem: found }
  return { ok: true, value: { iso: found.iso, about: found.about || found.spansDays === true } }
}

/** As readDate, kept to the month; a bare number from 1 to 12 is a month. */
export function readMonth(text: string, options: DateOptions): DateReading {
  const bare = dateDigits(plainText(text)).replace(/[。.!\s]+$/, '')
  const isMonth = /^(?:[1-9]|1[0-2])$/.test(bare) && plainText(text) !== '十一'
  if (/^\d{1,2}\s*[-~、,，到至]\s*\d{1,2}$/.test(bare)) return { ok: false, problem: 'several' }
  const found = findDate(isMonth ? `${bare}月` : text, options)
  if (typeof found === 'string') return { ok: false, problem: found }
  return { ok: true, value: { iso: found.iso.slice(0, 7), about: found.about } }
}

/** 2026年3月 / 2026年3月15日左右 / March 2026 / around 15 March 2026 */
export function showDate(value: SpokenDate | string, language: 'zh-CN' | 'en'): string {
  const { iso, about } = typeof value === 'string' ? { iso: value, about: false } : value
  const [year = '', month = '', day] = iso.split('-')
  if (language === 'zh-CN') {
    return `${year}年${Number(month)}月${day ? `${Number(day)}日` : ''}${about ? '左右' : ''}`
  }
  const shown = `${day ? `${Number(day)} ` : ''}${englishMonths[Number(month) - 1] ?? ''} ${year}`
  return about ? `around ${shown}` : shown
}

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function findDate(text: string, options: DateOptions): Found | DateProblem {
  if (text.length > longest) return 'not-a-date'
  const asTyped = plainText(text)
  if (/:\/\/|www\./.test(asTyped)) return 'not-a-date'
  if (lunarFeasts.test(asTyped)) return 'vague'
  const plain = dateDigits(asTyped)

  const { hits, weakHits, rest } = scan(plain, options)
  const readings = hits.length > 0 ? hits : weakHits
  const [first, ...others] = readings
  if (first === undefined) return 'not-a-date'
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    return hits.length > 0 ? 'several' : 'vague'
  if (typeof first === 'string') return first
  // 三月二十五六号: numerals that were not understood belong to the date, so nothing is taken from it
  if (/\d|[零一二三四五六七八九十两]{2,}/.test(rest)) return 'not-a-date'
  return withinReach({ ...first, about: first.about || soundsAbout(plain) }, options)
}

/** Walks through the text; at each place the first pattern that fits is taken, what fits none is left over. */
function scan(plain: string, options: DateOptions) {
  const hits: (Found | DateProblem)[] = []
  const weakHits: DateProblem[] = []
  let rest = ''
  for (let at = 0; at < plain.length; ) {
    const match = matchAt(plain, at)
    if (!match) {
      rest += plain[at]
      at += 1
      continue
    }
    const { pattern, groups, length } = match
    at += length
    if (pattern.kind === 'weak') weakHits.push(pattern.problem)
    if (pattern.kind === 'date') hits.push(pattern.read(groups, options))
  }
  return { hits, weakHits, rest }
}

function matchAt(plain: string, at: number) {
  for (const pattern of datePatterns) {
    pattern.expression.lastIndex = at
    const match = pattern.expression.exec(plain)
    if (match && match[0] !== '') return { pattern, groups: match.groups ?? {}, length: match[0].length }
  }
  return undefined
}

const yearsBack = 20
const yearsAhead = 5

function withinReach(found: Found, { today, direction }: DateOptions): Found | DateProblem {
  const now = today.slice(0, found.iso.length)
  const years = Number(found.iso.slice(0, 4)) - Number(today.slice(0, 4))
  if (direction === 'past') {
    if (found.iso > now) return 'future'
    return years < -yearsBack ? 'too-old' : found
  }
  if (found.iso < now) return 'past'
  return years > yearsAhead ? 'impossible' : found
}
