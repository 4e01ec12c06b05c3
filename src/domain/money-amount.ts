import { readDigits, readInteger } from './chinese-number'

type AmountProblem = 'not-money' | 'no-unit' | 'too-large' | 'several'
/** One amount found in a text; fen is 0 where there is a problem. */
export type Amount = { fen: number; about: boolean; inDigits: boolean; problem?: AmountProblem; isCount?: boolean }

const numerals = '零一二三四五六七八九十百千万亿两'
const amountPattern = new RegExp(
  `(?:(?<sign>¥|rmb|cny|人民币)[\\s:(]*)?(?<number>[\\d${numerals}][\\d${numerals}.,点]*)` +
    `(?:\\s*(?<unit>(?:元|块|圆|yuan|kuai|rmb|cny|¥|人民币|毛|角|分(?!之|钟))(?:钱|人民币)?))?` +
    `(?<after>[a-z_]*)`,
  'g',
)
const minorPattern =
  /^(?:零([\d一二三四五六七八九])分?|([\d一二三四五六七八九两])分|([\d一二三四五六七八九两])[毛角]?(?:零?([\d一二三四五六七八九])分?)?)(?![\d零一二三四五六七八九十百千万亿.,])/
const classifiers = /^[年月日号天点楼栋层岁次名辆张条斤吨米平方期班路线室房度级包箱袋周届]/
const phoneOrCard = /^1[3-9]\d{9}$|^\d{15,}$/

/** Every number in a text without dates and durations that is, or may be, money. */
export function findAmounts(text: string): Amount[] {
  const amounts: Amount[] = []
  let at = 0
  while (at < text.length) {
    amountPattern.lastIndex = at
    const match = amountPattern.exec(text)
    if (!match?.groups) break
    at = match.index + match[0].length
    const { sign, unit, after } = match.groups
    const number = (match.groups.number ?? '').replace(/[.,点]+$/, '')
    const rest = text.slice(match[0].endsWith('点') ? at - 1 : at)
    if (!sign && !unit && isNoAmount(number, rest, text)) continue

    const inDigits = /\d/.test(number)
    // 18oo0, A18, 18000abc
    if (after || /[a-z_@#]/.test(text[match.index - 1] ?? '')) {
      amounts.push({ fen: 0, about: false, inDigits, problem: 'not-money' })
      continue
    }
    const hasUnit = Boolean(sign || unit)
    const minor = unit && /^[元块圆]/.test(unit) && !number.includes('.') ? minorPattern.exec(rest) : null
    if (minor) at += minor[0].length
    const amount = readAmount(number, { hasUnit, scale: scaleOf(unit), followedByHalf: /^半/.test(rest), rest })
    amounts.push({ ...amount, inDigits, fen: amount.fen + minorFen(minor) })
  }
  // 2个工地欠我5000 counts sites; 3个 alone may be slang for 30,000
  return amounts.length > 1 ? amounts.filter((amount) => !amount.isCount) : amounts
}

function isNoAmount(number: string, rest: string, text: string): boolean {
  if (phoneOrCard.test(number) || classifiers.test(rest)) return true
  const isLone = /^[零一二三四五六七八九十百千万亿两]$/.test(number) || /^[百千万亿]+$/.test(number)
  // 张三欠我一万二: a single numeral inside a sentence is a name or a word
  return isLone && text.replace(/[^\p{L}\p{N}]/gu, '').replace(/^个|个$/g, '') !== number
}

type Surroundings = { hasUnit: boolean; scale: number; followedByHalf: boolean; rest: string }

function readAmount(number: string, { hasUnit, scale, followedByHalf, rest }: Surroundings): Omit<Amount, 'inDigits'> {
  const problem = (name: AmountProblem) => ({ fen: 0, about: false, problem: name })
  if (followedByHalf) return problem('no-unit')
  const dialect = /^([百千万])([一二三四五六七八九])$/.exec(number)
  if (dialect) return { fen: (readInteger(`一${number}`) ?? 0) * scale, about: true }
  if (!hasUnit && /^个/.test(rest)) return { ...problem('no-unit'), isCount: true }

  const plain = number.replace(
    /^([\d零一二三四五六七八九十百两]+)点([\d零一二三四五六七八九]+)/,
    (_, whole: string, part: string) => `${readInteger(whole) ?? whole}.${readDigits(part)}`,
  )
  const decimal = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([百千]?[万亿]|[百千]?)$/.exec(plain)
  const fen = decimal ? decimalFen(decimal, scale) : scaled(readInteger(plain), scale)
  if (fen === 'too-large') return problem('too-large')
  if (fen === undefined && plain.includes(',')) return problem('several')
  if (fen === undefined) return problem(isTwofold(plain) ? 'no-unit' : 'not-money')
  // 18 may be eighteen yuan or eighteen thousand
  if (!hasUnit && fen > 0 && fen < 100_00 && !/[百千万亿]/.test(plain)) return problem('no-unit')
  return { fen, about: false }
}

const zerosByUnit = new Map([
  ['十', 1],
  ['百', 2],
  ['千', 3],
  ['万', 4],
  ['亿', 8],
])

/** Digits are shifted, never multiplied as fractions: 1.005万 is exactly 10,050. */
function decimalFen(
  [, whole = '', part = '', units = '']: RegExpExecArray,
  scale: number,
): number | 'too-large' | undefined {
  let zeros = Math.log10(scale)
  for (const unit of units) zeros += zerosByUnit.get(unit) ?? 0
  const digits = part.replace(/0+$/, '')
  if (digits.length > zeros || (units === '' && part.length > 2)) return undefined
  const shifted = `${whole.replaceAll(',', '')}${digits.padEnd(zeros, '0')}`.replace(/^0+(?=\d)/, '')
  return shifted.length > 15 ? 'too-large' : Number(shifted)
}

function scaled(yuan: number | undefined, scale: number): number | undefined {
  return yuan === undefined ? undefined : yuan * scale
}

/** 一万八五, 1万85, 一八, 18.000: a number, but of which size? */
function isTwofold(number: string): boolean {
  return (
    /[百千万](?:\d{2,3}|[一二三四五六七八九两]{2})$/.test(number) ||
    /^[一二三四五六七八九两]{2}$/.test(number) ||
    /^\d{1,3}\.\d{3}$/.test(number)
  )
}

/** Fen in one of the unit. */
function scaleOf(unit: string | undefined): number {
  if (unit && /^[毛角]/.test(unit)) return 10
  return unit?.startsWith('分') ? 1 : 100
}

function minorFen(minor: RegExpExecArray | null): number {
  if (!minor) return 0
  const [, afterZero, onlyFen, jiao = '0', fen = '0'] = minor
  return Number(readDigits(afterZero ?? onlyFen ?? `${jiao}${fen}`))
}
