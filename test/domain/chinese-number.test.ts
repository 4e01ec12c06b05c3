import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDigits, readInteger } from '../../src/domain/chinese-number'
import { plainText } from '../../src/domain/plain-text'
import { numerals, toNumerals } from './to-numerals'

const financial = new Map([...'一二三四五六七八九十百千万'].map((sign, at) => [sign, '壹贰叁肆伍陆柒捌玖拾佰仟萬'[at]]))

describe('whole numbers', () => {
  it('reads every number written in numerals, plain or financial', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
        const text = toNumerals(value)
        expect(readInteger(text)).toBe(value)
        expect(readInteger(plainText([...text].map((sign) => financial.get(sign) ?? sign).join('')))).toBe(value)
      }),
      { numRuns: 500 },
    )
  })
  it('reads a last numeral without its unit one place lower', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(['万', 10000] as const, ['千', 1000] as const, ['百', 100] as const),
        (head, tail, [unit, size]) => {
          const value = head * size + (tail * size) / 10
          expect(readInteger(`${numerals[head]}${unit}${numerals[tail]}`)).toBe(value)
          expect(readInteger(`${head}${unit}${tail}`)).toBe(value)
          expect(readInteger(`${numerals[head]}${unit}零${numerals[tail]}`)).toBe(head * size + tail)
        },
      ),
    )
  })
  it.each([
    ['十', 10],
    ['十八', 18],
    ['一百十五', 115],
    ['一万二千五', 12500],
    ['一亿五', 150000000],
    ['18千', 18000],
    ['一八零零零', 18000],
  ])('reads %s', (text, value) => {
    expect(readInteger(text)).toBe(value)
  })
  it.each([
    '',
    '一万八五',
    '1万85',
    '3千50',
    '万',
    '百',
    '一千一万',
    '万万',
    '三五',
    '十千',
    '一万零五千',
    '零万',
    '1.8',
    '-5',
    '9'.repeat(16),
  ])('leaves %j unread', (text) => {
    expect(readInteger(text)).toBeUndefined()
  })
  it('reads digits one by one', () => {
    expect(readDigits('二零二五')).toBe('2025')
    expect(readDigits('二5')).toBe('25')
    expect(readDigits('二十')).toBeUndefined()
    expect(readDigits('')).toBeUndefined()
  })
  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'零一二两八十百千万亿0158.') }),
        (text) => void readInteger(text),
      ),
    )
  })
})

describe('plain text', () => {
  it.each([
    ['１．８Ｗ', '1.8w'],
    ['￥１８，０００', '¥18，000'],
    ['壹萬捌仟圓', '一万八千元'],
    ['廿五', '二十五'],
    ['1️⃣8️⃣', '18'],
    ['　兩萬　', '两万'],
    ['二〇二五', '二零二五'],
  ])('makes %s plain', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })
})
