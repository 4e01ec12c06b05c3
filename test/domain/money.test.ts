import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenSchema, moneySchema, readMoney, showMoney } from '../../src/domain/money'
import { anyText } from '../support/any-text'
import { askShare, readCorpus } from './corpus'
import { numerals, toNumerals } from './to-numerals'

const rows = readCorpus('money')
const anyFen = fc.integer({ min: 1, max: 10 ** 10 })
const anyDigit = fc.integer({ min: 1, max: 9 })

describe('amounts as people type them', () => {
  it('are at least 200, a fifth of them to be asked again', () => {
    expect(rows.length).toBeGreaterThanOrEqual(200)
    expect(askShare(rows)).toBeGreaterThanOrEqual(0.2)
  })
  it.each(rows)('line $line: $text → $expected', ({ text, expected, about }) => {
    const reading = readMoney(text)
    expect(reading.ok ? `${reading.value.fen}` : `ask:${reading.problem}`).toBe(expected)
    if (reading.ok) {
      expect(reading.value.about).toBe(about)
      expect(moneySchema.parse(reading.value)).toEqual(reading.value)
    }
  })
})

describe('reading money', () => {
  it('reads what it shows, in both languages', () => {
    fc.assert(
      fc.property(anyFen, fc.constantFrom('zh-CN' as const, 'en' as const), (fen, language) => {
        expect(readMoney(showMoney(fen, language))).toEqual({ ok: true, value: { fen, about: false } })
      }),
      { numRuns: 1000 },
    )
  })
  it('reads any number of yuan in Chinese numerals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 8 }), (yuan) => {
        expect(readMoney(`${toNumerals(yuan)}块`)).toEqual({ ok: true, value: { fen: yuan * 100, about: false } })
      }),
      { numRuns: 500 },
    )
  })
  it('reads any number of ten thousands with a point, to the fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 8 }), fc.constantFrom('万', 'w', 'W', ' 万元'), (tenth, unit) => {
        const text = `${Math.floor(tenth / 10000)}.${String(tenth % 10000).padStart(4, '0')}${unit}`
        expect(readMoney(text)).toEqual({ ok: true, value: { fen: tenth * 100, about: false } })
      }),
    )
  })
  it('never reads a range as one amount', () => {
    const size = fc.constantFrom('十', '百', '千', '万', '十万')
    const joint = fc.constantFrom('-', '~', '～', '到', '至', '—', '或者', '或')
    const range = fc.oneof(
      fc.tuple(anyDigit, anyDigit, size).map(([a, b, unit]) => `${numerals[a]}${numerals[b]}${unit}`),
      fc.tuple(anyDigit, joint, anyDigit, size).map(([a, sign, b, unit]) => `${a}${sign}${b}${unit}`),
      fc
        .tuple(anyDigit, joint, anyDigit, size)
        .map(([a, sign, b, unit]) => `${toNumerals(a)}${unit}${sign}${toNumerals(b)}${unit}`),
      fc
        .tuple(fc.integer({ min: 100, max: 90000 }), joint, fc.integer({ min: 100, max: 90000 }))
        .map((parts) => parts.join('')),
      fc.tuple(anyDigit, fc.constantFrom('、', ' '), anyDigit, size).map((parts) => parts.join('')),
    )
    const around = fc.constantFrom(['', ''], ['欠我', ''], ['大概', '块'], ['老板一共欠我', '左右'])
    fc.assert(
      fc.property(range, around, (text, [before, after]) => {
        expect(readMoney(`${before}${text}${after}`).ok).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
  it('never reads an open end or a rate as an amount', () => {
    const open = fc.constantFrom(
      '多',
      '多块',
      '+',
      '以上',
      '几',
      '出头',
      '不到',
      '一个月',
      '一天',
      '/天',
      '每月',
      '*3',
      '的一半',
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.constantFrom('万', '千', '百'), open, (head, unit, end) => {
        expect(readMoney(`${head}${unit}${end}`).ok).toBe(false)
        expect(readMoney(`${toNumerals(head)}${unit}${end}`).ok).toBe(false)
      }),
    )
  })
  it('never reads two different amounts as one', () => {
    const amount = fc.integer({ min: 100, max: 10 ** 6 })
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(' ', '，', '、', '和', '，已给', '+', '块，还有'), (a, b, sign) => {
        fc.pre(a !== b && !(sign === '，' && `${a}${b}`.endsWith('000')))
        expect(readMoney(`欠${toNumerals(a)}${sign}${b}`).ok).toBe(false)
        expect(readMoney(`欠${a}元${sign}${b}元`).ok).toBe(false)
      }),
    )
  })
  it('answers every text, and only with amounts its schema accepts', () => {
    const pieces = fc.constantFrom(...'一二两八十百千万亿零点半几多块元毛分个月天0158.,，-~+¥wk 欠约吧没')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 12 }), anyText()), (text) => {
        const reading = readMoney(text)
        if (reading.ok) expect(moneySchema.safeParse(reading.value).success).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
  it('answers a very long text at once', () => {
    const started = performance.now()
    for (const piece of ['1', '一', '1,', '一万', '个', ' ', '1-']) readMoney(piece.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('money', () => {
  it('is a whole number of fen from 1 to ten billion', () => {
    for (const fen of [1, 1_800_000, 10 ** 10]) expect(fenSchema.safeParse(fen).success).toBe(true)
    for (const fen of [0, -1, 1.5, 10 ** 10 + 1, Number.NaN, '1']) expect(fenSchema.safeParse(fen).success).toBe(false)
  })
  it.each([
    [1_800_000, '18,000 元', '¥18,000'],
    [1_800_050, '18,000.50 元', '¥18,000.50'],
    [5, '0.05 元', '¥0.05'],
    [10 ** 10, '100,000,000 元', '¥100,000,000'],
    [99_900, '999 元', '¥999'],
  ])('%i fen is shown as %s', (fen, chinese, english) => {
    expect(showMoney(fen, 'zh-CN')).toBe(chinese)
    expect(showMoney(fen, 'en')).toBe(english)
  })
})
