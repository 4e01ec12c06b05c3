import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/domain/calendar'
import { readDate, readMonth, showDate, spokenDateSchema } from '../../src/domain/spoken-date'
import { anyText } from '../support/any-text'
import { askShare, readCorpus } from './corpus'
import { toNumerals } from './to-numerals'

const today = '2026-11-20'
const past = { today, direction: 'past' } as const
const future = { today, direction: 'future' } as const

const corpora = [
  { name: 'dates', read: (text: string) => readDate(text, past) },
  { name: 'event-dates', read: (text: string) => readDate(text, future) },
  { name: 'months', read: (text: string) => readMonth(text, past) },
]

describe.each(corpora)('$name as people type them', ({ name, read }) => {
  const rows = readCorpus(name)
  it.each(rows)('line $line: $text → $expected', ({ text, expected, about }) => {
    const reading = read(text)
    expect(reading.ok ? reading.value.iso : `ask:${reading.problem}`).toBe(expected)
    if (!reading.ok) return
    expect(reading.value.about).toBe(about)
    expect(spokenDateSchema.parse(reading.value)).toEqual(reading.value)
  })
})

it('the rows are at least 200, a fifth of them to be asked again', () => {
  const rows = readCorpus('dates')
  expect(rows.length).toBeGreaterThanOrEqual(200)
  expect(askShare(rows)).toBeGreaterThanOrEqual(0.2)
})

const anyToday = fc.integer({ min: 0, max: 5000 }).map((days) => addDays('2024-01-01', days))
const anyDirection = fc.constantFrom('past' as const, 'future' as const)

describe('reading a date', () => {
  it('reads what it shows, in both languages', () => {
    fc.assert(
      fc.property(
        anyToday,
        fc.integer({ min: 0, max: 1500 }),
        anyDirection,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('zh-CN' as const, 'en' as const),
        (now, days, direction, about, isMonth, language) => {
          const day = addDays(now, direction === 'past' ? -days : days)
          const value = { iso: isMonth ? day.slice(0, 7) : day, about }
          expect(readDate(showDate(value, language), { today: now, direction })).toEqual({ ok: true, value })
        },
      ),
      { numRuns: 500 },
    )
  })
  it('reads a day without its year as the nearest in the direction asked for', () => {
    fc.assert(
      fc.property(anyToday, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (now, month, day) => {
        for (const text of [`${month}月${day}日`, `${toNumerals(month)}月${toNumerals(day)}号`, `${month}.${day}`]) {
          const before = readDate(text, { today: now, direction: 'past' })
          const after = readDate(text, { today: now, direction: 'future' })
          if (!before.ok || !after.ok) throw new Error(`${text} is not read`)
          expect(before.value.iso.slice(5)).toBe(`${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`)
          expect(before.value.iso <= now && before.value.iso > addDays(now, -367)).toBe(true)
          expect(after.value.iso >= now && after.value.iso < addDays(now, 367)).toBe(true)
          expect(before.value.iso === after.value.iso).toBe(before.value.iso === now)
        }
      }),
    )
  })
  it('reads a weekday as one of the next or last seven days', () => {
    fc.assert(
      fc.property(anyToday, fc.constantFrom('一', '二', '三', '四', '五', '六', '日', '天'), (now, weekday) => {
        const before = readDate(`周${weekday}`, { today: now, direction: 'past' })
        const after = readDate(`星期${weekday}`, { today: now, direction: 'future' })
        if (!before.ok || !after.ok) throw new Error('not read')
        expect(before.value.iso <= now && before.value.iso > addDays(now, -7)).toBe(true)
        expect(after.value.iso >= now && after.value.iso < addDays(now, 7)).toBe(true)
      }),
    )
  })
  it('never reads a range or a rough time as one date', () => {
    const month = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(
        month,
        month,
        fc.constantFrom('到', '至', '-', '~', '、', '和', '或者'),
        anyDirection,
        (a, b, sign, direction) => {
          fc.pre(a !== b)
          for (const text of [
            `${a}月${sign}${b}月`,
            `${a}${sign}${b}月份`,
            `${toNumerals(a)}月${sign}${toNumerals(b)}月`,
          ]) {
            expect(readDate(text, { today, direction }).ok).toBe(false)
            expect(readMonth(text, { today, direction }).ok).toBe(false)
          }
          expect(readDate(`几${sign}`, { today, direction }).ok).toBe(false)
          expect(readDate(`${a}几号`, { today, direction }).ok).toBe(false)
          expect(readDate(`好几个月前`, { today, direction }).ok).toBe(false)
        },
      ),
    )
  })
  it('answers every text, and only within reach and with dates its schema accepts', () => {
    const pieces = fc.constantFrom(...'一二三十零0123569年月日号周前后上下个半初底去今明天春节.-/几多 国庆')
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: pieces, maxLength: 12 }), anyText()),
        anyToday,
        anyDirection,
        (text, now, direction) => {
          for (const reading of [
            readDate(text, { today: now, direction }),
            readMonth(text, { today: now, direction }),
          ]) {
            if (!reading.ok) continue
            const { iso } = reading.value
            expect(spokenDateSchema.safeParse(reading.value).success).toBe(true)
            const moment = now.slice(0, iso.length)
            expect(direction === 'past' ? iso <= moment : iso >= moment).toBe(true)
          }
        },
      ),
      { numRuns: 5000 },
    )
  })
  it('answers a very long text at once', () => {
    const started = performance.now()
    for (const piece of ['1', '一', '1月', '上', '去年', '3-', ' ']) readDate(piece.repeat(50_000), past)
    for (const piece of ['1', '一', '1月', '上', '去年', '3-', ' ']) readDate(piece.repeat(300).slice(0, 300), past)
    expect(performance.now() - started).toBeLessThan(1000)
  })
  it('knows the feasts of other years', () => {
    expect(readDate('春节', { today: '2027-03-01', direction: 'past' })).toEqual({
      ok: true,
      value: { iso: '2027-02-06', about: true },
    })
    expect(readDate('除夕', { today: '2027-01-10', direction: 'future' })).toMatchObject({
      value: { iso: '2027-02-05' },
    })
    expect(readDate('清明', { today: '2028-04-20', direction: 'past' })).toMatchObject({ value: { iso: '2028-04-04' } })
    expect(readDate('清明', { today: '2026-04-04', direction: 'past' })).toMatchObject({ value: { iso: '2025-04-04' } })
  })
  it('counts months back from the end of a long one', () => {
    expect(readDate('上个月', { today: '2026-03-31', direction: 'past' })).toMatchObject({ value: { iso: '2026-02' } })
    expect(readDate('三个月前', { today: '2026-05-31', direction: 'past' })).toMatchObject({
      value: { iso: '2026-02' },
    })
    expect(readDate('12月', { today: '2026-01-01', direction: 'past' })).toMatchObject({ value: { iso: '2025-12' } })
  })
})

describe('showing a date', () => {
  it.each([
    ['2026-03', '2026年3月', 'March 2026'],
    ['2026-03-05', '2026年3月5日', '5 March 2026'],
    [{ iso: '2026-12', about: true }, '2026年12月左右', 'around December 2026'],
  ])('%j is %s and %s', (value, chinese, english) => {
    expect(showDate(value, 'zh-CN')).toBe(chinese)
    expect(showDate(value, 'en')).toBe(english)
  })
})

describe('a spoken date', () => {
  it('is a real month or day', () => {
    for (const iso of ['2026-03', '2026-03-15', '2024-02-29'])
      expect(spokenDateSchema.safeParse({ iso, about: false }).success).toBe(true)
    for (const iso of ['2026-13', '2026-02-30', '2026', '26-03', '2026-3', '2026-03-1', '']) {
      expect(spokenDateSchema.safeParse({ iso, about: false }).success).toBe(false)
    }
  })
})
