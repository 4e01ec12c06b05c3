import { z } from 'zod'
import { findAmounts } from './money-amount'
import { type MoneyProblem, problemByWording, soundsAbout, withoutOtherNumbers } from './money-words'
import { plainText } from './plain-text'

/** Integer fen; 100 fen are a yuan. */
export type Fen = number

const mostFen = 10 ** 10
const longest = 500

export const fenSchema = z.int().min(1).max(mostFen)
export const moneySchema = z.object({ fen: fenSchema, about: z.boolean() })
export type Money = z.infer<typeof moneySchema>

type MoneyReading = { ok: true; value: Money } | { ok: false; problem: MoneyProblem }

/** The one amount a text names, 「老板欠我一万八」; whatever could mean two amounts, or none exactly, is asked again and never guessed. */
export function readMoney(text: string): MoneyReading {
  if (text.length > longest) return { ok: false, problem: 'not-money' }
  const plain = joinGroups(unitLetters(plainText(text)))
  const problem = problemByWording(plain)
  if (problem) return { ok: false, problem }

  const amounts = findAmounts(withoutOtherNumbers(plain))
  if (amounts.some((amount) => amount.problem === 'not-money')) return { ok: false, problem: 'not-money' }
  const [first, second, third] = amounts
  if (!first) return { ok: false, problem: 'not-money' }
  if (second) {
    // 18000元（壹万捌仟元整） says one amount twice; 5000 5000 does not
    const isRestated = !third && first.fen === second.fen && first.inDigits !== second.inDigits && !first.problem
    if (!isRestated) return { ok: false, problem: 'several' }
  }
  if (first.problem) return { ok: false, problem: first.problem }
  if (first.fen === 0) return { ok: false, problem: 'zero' }
  if (first.fen > mostFen) return { ok: false, problem: 'too-large' }
  return { ok: true, value: { fen: first.fen, about: first.about || soundsAbout(plain) } }
}

/** 18,000 元 / 18,000.50 元 / ¥18,000 */
export function showMoney(fen: Fen, language: 'zh-CN' | 'en'): string {
  const cents = Math.abs(fen) % 100
  const yuan = ((Math.abs(fen) - cents) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = fen < 0 ? '-' : ''
  const number = cents === 0 ? yuan : `${yuan}.${cents.toString().padStart(2, '0')}`
  return language === 'zh-CN' ? `${sign}${number} 元` : `${sign}¥${number}`
}

/** 1.8w, 5k, 一个w, 18 thousand → 1.8万, 5千, 一万, 18千 */
function unitLetters(plain: string): string {
  return plain
    .replace(/(?<=[\d零一二三四五六七八九十百千两])\s*个?\s*(?:w|wan)(?![a-z])/g, '万')
    .replace(/(?<=[\d零一二三四五六七八九十百千两])\s*个?\s*(?:k|thousand)(?![a-z])/g, '千')
    .replace(/(?<=[\d零一二三四五六七八九十百千两])个(?=[万亿])/g, '')
    .replace(/(?<=[\d零一二三四五六七八九十百千万亿两])\s+(?=[十百千万亿元块毛角])/g, '')
}

/** 18，000 → 18,000; 500，600 stays two amounts. */
function joinGroups(plain: string): string {
  return plain.replace(/(?<![\d.])(\d{1,3})((?:，\d{3})+)(?!\d)/g, (grouped, head: string, groups: string) =>
    head.length < 3 || /^(?:，000)+$/.test(groups) ? grouped.replaceAll('，', ',') : grouped,
  )
}
