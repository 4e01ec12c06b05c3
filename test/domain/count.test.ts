import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAge, readCount } from '../../src/domain/count'
import { anyText } from '../support/any-text'
import { readCorpus } from './corpus'
import { toNumerals } from './to-numerals'

const limits = { min: 1, max: 2000 }
const today = '2026-11-20'

describe('counts as people type them', () => {
  it.each(readCorpus('counts'))('line $line: $text → $expected', ({ text, expected }) => {
    const reading = readCount(text, limits)
    expect(reading.ok ? `${reading.value}` : `ask:${reading.problem}`).toBe(expected)
  })
})

describe('ages as people type them', () => {
  it.each(readCorpus('ages'))('line $line: $text → $expected', ({ text, expected }) => {
    const reading = readAge(text, { today })
    expect(reading.ok ? `${reading.value}` : `ask:${reading.problem}`).toBe(expected)
  })
})

describe('reading a count', () => {
  it('reads every number within its limits, in digits and numerals, and no other', () => {
    const around = fc.constantFrom(['', ''], ['', '个人'], ['我们一共', '人'], ['', '名'])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), around, (value, [before, after]) => {
        const expected =
          value === 0
            ? { ok: false, problem: 'too-small' }
            : value > 2000
              ? { ok: false, problem: 'too-large' }
              : { ok: true, value }
        expect(readCount(`${before}${value}${after}`, limits)).toEqual(expected)
        expect(readCount(`${before}${toNumerals(value)}${after}`, limits)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
  it('never reads a range or an open end as one number', () => {
    const digit = fc.integer({ min: 1, max: 9 })
    const unit = fc.constantFrom('个', '个人', '人', '十个', '百人')
    fc.assert(
      fc.property(digit, digit, unit, fc.constantFrom('-', '到', '~', '、', '或'), (a, b, end, sign) => {
        expect(readCount(`${toNumerals(a)}${toNumerals(b)}${end}`, limits).ok).toBe(false)
        expect(readCount(`${a}${sign}${b}${end}`, limits).ok).toBe(false)
        expect(readCount(`${a}0多${end}`, limits).ok).toBe(false)
        expect(readCount(`十几${end}`, limits).ok).toBe(false)
      }),
    )
  })
  it('answers every text, and only within the limits', () => {
    const pieces = fc.constantFrom(...'一二两八十百千零几多个人我们没有0158.,，-~ 年岁')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 10 }), anyText()), (text) => {
        const count = readCount(text, limits)
        if (count.ok) expect(count.value >= 1 && count.value <= 2000 && Number.isInteger(count.value)).toBe(true)
        const age = readAge(text, { today })
        if (age.ok) expect(age.value >= 1 && age.value <= 120 && Number.isInteger(age.value)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
  it('keeps to other limits', () => {
    expect(readCount('没有', { min: 0, max: 5 })).toEqual({ ok: true, value: 0 })
    expect(readCount('六', { min: 0, max: 5 })).toEqual({ ok: false, problem: 'too-large' })
  })
})

describe('reading an age', () => {
  it('turns a birthday into an age on the day itself', () => {
    expect(readAge('2010-11-20', { today })).toEqual({ ok: true, value: 16 })
    expect(readAge('2010-11-21', { today })).toEqual({ ok: true, value: 15 })
    expect(readAge('2008年2月29日', { today: '2026-02-28' })).toEqual({ ok: true, value: 17 })
    expect(readAge('2008年2月29日', { today: '2026-03-01' })).toEqual({ ok: true, value: 18 })
  })
})
