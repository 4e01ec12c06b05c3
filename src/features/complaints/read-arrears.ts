import type { Arrears } from '../../domain/complaint'
import { readMoney } from '../../domain/money'
import { halfWidth } from '../../domain/plain-text'
import { readMonth } from '../../domain/spoken-date'
import { type Phrase, phrase } from '../../text/text'

export type ArrearsReading =
  | { kind: 'none' }
  | { kind: 'months'; arrears: Arrears[]; removed: string[] }
  | { kind: 'problem'; say: Phrase }

const numeral = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])'
const english = String.raw`\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?:\s+20\d\d)?`
const numericMonth = String.raw`(?<!\d)20\d\d[-./]\d{1,2}(?![\d])`
const relative = '上上个月|上个月|这个月|本月'
const spoken = String.raw`(?:(?:20)?\d\d年|去年|前年|今年)?${numeral}月份?`
const range = String.raw`(?:(?:20)?\d\d年|去年|前年|今年)?${numeral}月?份?(?:到|至|-|~|—)${numeral}月份?`
const months = new RegExp(
  `${range}|${numericMonth}|${relative}|(?<![\\d一二三四五六七八九十])${spoken}|${english}`,
  'gi',
)
const between = /^[\s,，、;；:：=和跟及]+|[\s,，、;；。]+$/g
const each = /每个?月|各|都是?|一个月|each|every|a month/i

interface Group {
  months: string[]
  amount: string
}

/** Months with what is owed for each: 「3月 5000，4月五千」「3月到5月每月5000」; a month with 0 is taken off the list. */
export function readArrears(typed: string, today: string): ArrearsReading {
  const text = halfWidth(typed)
  const found = [...text.matchAll(months)]
  const first = found[0]
  if (!first) return /\d月/.test(text) ? { kind: 'problem', say: phrase('complaints.month-unread') } : { kind: 'none' }
  const groups = groupsOf(text, found, today)
  if (!groups) return { kind: 'problem', say: phrase('complaints.month-unread') }
  const before = text.slice(0, first.index)
  const last = groups.at(-1)
  if (groups.length === 1 && last && last.amount === '' && /\d|[一二三四五六七八九十百千万]/.test(before))
    last.amount = before
  return withAmounts(groups)
}

/** Months that follow one another without an amount share the next one. */
function groupsOf(text: string, found: readonly RegExpMatchArray[], today: string): Group[] | undefined {
  const groups: Group[] = []
  let waiting: string[] = []
  let previous: { month: string; hasYear: boolean } | undefined
  for (const [index, match] of found.entries()) {
    const read = monthsOf(match[0], today, previous)
    const last = read?.at(-1)
    if (!read || !last) return undefined
    previous = { month: last, hasYear: /年|20\d\d/.test(match[0]) || previous?.hasYear === true }
    waiting = [...waiting, ...read]
    const start = (match.index ?? 0) + match[0].length
    const amount = text.slice(start, found[index + 1]?.index).replace(between, '')
    if (amount === '' && index < found.length - 1) continue
    groups.push({ months: waiting, amount })
    waiting = []
  }
  return groups
}

function monthsOf(
  word: string,
  today: string,
  previous: { month: string; hasYear: boolean } | undefined,
): string[] | undefined {
  const parts = word.split(/到|至|~|—|(?<=[月份\d一二三四五六七八九十])-(?=[\d一二三四五六七八九十]{1,2}月)/)
  const [from, to] = parts
  if (from === undefined) return undefined
  const first = oneMonth(to === undefined || /月/.test(from) ? from : `${from}月`, today, previous)
  if (!first) return undefined
  if (to === undefined) return [first]
  const last = oneMonth(to, today, { month: first, hasYear: true })
  return last ? through(first, last) : undefined
}

/** 「去年11月5000，12月6000」: a later month without a year lies in the year told before. */
function oneMonth(
  word: string,
  today: string,
  previous: { month: string; hasYear: boolean } | undefined,
): string | undefined {
  const reading = readMonth(word, { today, direction: 'past' })
  if (!reading.ok) return undefined
  const month = reading.value.iso.slice(0, 7)
  if (!previous?.hasYear || /年|20\d\d|个月|本月/.test(word)) return month
  const sameYear = `${previous.month.slice(0, 4)}${month.slice(4)}`
  return sameYear > previous.month && sameYear <= today.slice(0, 7) ? sameYear : month
}

function through(first: string, last: string): string[] | undefined {
  const list: string[] = []
  for (let month = first; month <= last; month = after(month)) {
    list.push(month)
    if (list.length > 36) return undefined
  }
  return list.length > 0 ? list : undefined
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

function withAmounts(groups: readonly Group[]): ArrearsReading {
  const due = new Map<string, number>()
  const removed: string[] = []
  for (const { months, amount } of groups) {
    if (amount === '') return { kind: 'problem', say: phrase('complaints.month-without-sum') }
    if (months.length > 1 && !each.test(amount)) return { kind: 'problem', say: phrase('complaints.month-each') }
    const reading = readMoney(amount.replace(each, ' ').trim())
    if (!reading.ok && reading.problem !== 'zero') return { kind: 'problem', say: phrase(`money.${reading.problem}`) }
    for (const month of months) {
      if (!reading.ok) removed.push(month)
      else if (due.has(month)) return { kind: 'problem', say: phrase('complaints.month-twice') }
      else due.set(month, reading.value.fen)
    }
  }
  return { kind: 'months', arrears: [...due].map(([month, fen]) => ({ month, due: fen })), removed }
}
