import { readDigits, readInteger } from './chinese-number'
import { plainText } from './plain-text'

export type CountProblem = 'not-a-number' | 'too-small' | 'too-large' | 'range' | 'open-ended'
type CountReading = { ok: true; value: number } | { ok: false; problem: CountProblem }

const numeral = '[\\d零一二三四五六七八九十百千万两]'
const range = new RegExp(
  '[一二三四五六七八九两]{2}(?=[十百千万个人位名岁]|$)|(?<=十)[一二三四五六七八九]{2}|' +
    `${numeral}(?:个|人|岁)*\\s*(?:[-~—–、,， ]|到|至|或者?|还是|to|or)\\s*${numeral}`,
)
const openEnded = new RegExp(
  `几|好多(?=个|人)|数[十百千]|(?<=${numeral})[个人]?(?:多|来|余|\\+)|上[十百千万]|[十百千]把|以上|以下|以内|至少|最少|最多|起码|不到|不满|未满|超过|不止|出头|^快|at least|more than|over|under`,
)
const aboutWords = /大概|大约|约|差不多|左右|应该是?|好像|估计|可能|吧|about|around/g
const phrases = /我们|咱们?|他们|一共|总共|合计|共|有|连我|连同我|算我|加我|包括我|就|只|没拿到钱|的/g
const counted = /^(?:个|名|位|口)?(?:人|工友|工人|同事|老乡|people|persons?)?$/
const alone = /^(?:(?:就|只有?)?我(?:自己|一个人?)?(?:一个人?)?|自己|just me|only me|me)$/

/** How many, 「三个人」「俩」「我们一共12个」; 大概10个 is 10, 十几个 and 三四个 are asked again. */
export function readCount(text: string, { min, max }: { min: number; max: number }): CountReading {
  const plain = plainText(text.slice(0, 100)).replace(/[\p{Extended_Pictographic}。!,，.\s]+$/u, '')
  if (alone.test(plain)) return within(1, min, max)
  if (/^(?:没有?|无|none|no one)$/.test(plain)) return within(0, min, max)
  const problem = inexact(plain)
  if (problem) return { ok: false, problem }

  const bare = plain.replace(aboutWords, '').replace(phrases, '').replace(/\s/g, '')
  const match = new RegExp(`^(-|负)?(\\d{1,3}(?:,\\d{3})+|${numeral}+)(.*)$`, 'u').exec(bare)
  if (!match || !counted.test(match[3] ?? '')) return { ok: false, problem: 'not-a-number' }
  const digits = (match[2] ?? '').replaceAll(',', '')
  if (/^\d{16,}$/.test(digits)) return { ok: false, problem: 'too-large' }
  const value = readInteger(digits)
  if (value === undefined) return { ok: false, problem: 'not-a-number' }
  return within(match[1] ? -value : value, min, max)
}

function inexact(plain: string): 'range' | 'open-ended' | undefined {
  if (range.test(plain.replace(/(?<=\d),(?=\d{3}(?!\d))/g, ''))) return 'range'
  return openEnded.test(plain) ? 'open-ended' : undefined
}

function within(value: number, min: number, max: number): CountReading {
  if (value < min) return { ok: false, problem: 'too-small' }
  return value > max ? { ok: false, problem: 'too-large' } : { ok: true, value }
}

const oldestAge = 120
const ageWords = /我|今年|已经|啦|现在|刚刚?|周岁|满|岁|生的|出生|生|的|了|years? old|born in|i am|i'm|age|\s/g
const birthPattern = /^(\d{4}|\d{2}(?=年))(?:[年./-](?:(\d{1,2})(?:[月./-](?:(\d{1,2})[日号]?)?)?)?)?$/
const compactBirth = /^((?:19|20)\d{2})(\d{2})(\d{2})?$/

/** Age in years from an age or a birth; a birth by year alone counts as if the birthday had been, by month as if it had been in that month. */
export function readAge(text: string, { today }: { today: string }): CountReading {
  const plain = plainText(text.slice(0, 100))
    .replace(/[\p{Extended_Pictographic}。!,，.\s]+$/u, '')
    .replace(
      /[零一二三四五六七八九]{2,4}(?=[年后])|零[一二三四五六七八九]/g,
      (numerals) => readDigits(numerals) ?? numerals,
    )
    .replace(/(?<=年)[一二三四五六七八九十]+(?=月)/, (numerals) => `${readInteger(numerals) ?? numerals}`)
  if (/属|虚|\d0?后|后$/.test(plain)) return { ok: false, problem: 'range' }
  const bare = plain.replace(/岁半/, '岁').replace(ageWords, '')
  // 07 and 98 are hardly ages, 07的 and 98的 are years of birth
  if (/^(?:0\d|[89]\d)$/.test(bare) && !plain.includes('岁')) {
    return plain.endsWith('的') ? ageSince(['', bare], today) : { ok: false, problem: 'range' }
  }
  const birth = compactBirth.exec(bare) ?? birthPattern.exec(bare)
  if (birth) return ageSince(birth, today)
  const problem = inexact(plain)
  return problem ? { ok: false, problem } : readCount(bare, { min: 1, max: oldestAge })
}

function ageSince([, yearText = '', month, day]: readonly (string | undefined)[], today: string): CountReading {
  const thisYear = Number(today.slice(0, 4))
  const century = Number(yearText) > thisYear % 100 ? 1900 : 2000
  const year = yearText.length === 4 ? Number(yearText) : century + Number(yearText)
  const lastDay = new Date(Date.UTC(year, Number(month ?? 12), 0)).getUTCDate()
  const isReal =
    Number(month ?? 1) >= 1 && Number(month ?? 1) <= 12 && Number(day ?? 1) >= 1 && Number(day ?? 1) <= lastDay
  if (!isReal) return { ok: false, problem: 'not-a-number' }
  const born = [month, day].filter((part) => part !== undefined).map((part) => part.padStart(2, '0'))
  const isBeforeBirthday = born.length > 0 && today.slice(5, 5 + born.join('-').length) < born.join('-')
  return within(thisYear - year - (isBeforeBirthday ? 1 : 0), 1, oldestAge)
}
