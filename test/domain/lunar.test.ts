import { describe, expect, it } from 'vitest'
import { lunarToSolar } from '../../src/domain/lunar'

const newYears = [
  '2005-02-09',
  '2006-01-29',
  '2007-02-18',
  '2008-02-07',
  '2009-01-26',
  '2010-02-14',
  '2011-02-03',
  '2012-01-23',
  '2013-02-10',
  '2014-01-31',
  '2015-02-19',
  '2016-02-08',
  '2017-01-28',
  '2018-02-16',
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
  '2034-02-19',
  '2035-02-08',
  '2036-01-28',
]
const midAutumns = ['2020-10-01', '2021-09-21', '2022-09-10', '2023-09-29', '2024-09-17', '2025-10-06', '2026-09-25']
const dragonBoats = ['2020-06-25', '2021-06-14', '2022-06-03', '2023-06-22', '2024-06-10', '2025-05-31', '2026-06-19']

describe('lunar days', () => {
  it.each(newYears)('begins the lunar year on %s', (date) => {
    expect(lunarToSolar(Number(date.slice(0, 4)), 1, 1)).toBe(date)
  })
  it.each(midAutumns)('has Mid-Autumn on %s', (date) => {
    expect(lunarToSolar(Number(date.slice(0, 4)), 8, 15)).toBe(date)
  })
  it.each(dragonBoats)('has the Dragon Boat feast on %s', (date) => {
    expect(lunarToSolar(Number(date.slice(0, 4)), 5, 5)).toBe(date)
  })
  it.each([
    [2012, 7, 7, '2012-08-23'],
    [2018, 10, 1, '2018-11-08'],
  ])('is right where a new moon falls at midnight: %i-%i-%i', (year, month, day, date) => {
    expect(lunarToSolar(year, month, day)).toBe(date)
  })
  it('agrees with the calendar in ICU over 2006 to 2026, but for the months around the two above', () => {
    const format = new Intl.DateTimeFormat('en-u-ca-chinese', {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    })
    let compared = 0
    const wrong: string[] = []
    for (let at = Date.UTC(2006, 1, 1); at < Date.UTC(2026, 11, 31); at += 86_400_000) {
      const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
      if (part.month?.endsWith('bis')) continue
      if (['2012-6', '2012-7', '2018-10'].includes(`${part.relatedYear}-${part.month}`)) continue
      compared += 1
      const date = new Date(at).toISOString().slice(0, 10)
      if (lunarToSolar(Number(part.relatedYear), Number(part.month), Number(part.day)) !== date) wrong.push(date)
    }
    expect(compared).toBeGreaterThan(7000)
    expect(wrong).toEqual([])
  })
  it('knows no thirtieth day in a short month, no thirteenth month and no year outside its table', () => {
    expect(lunarToSolar(2025, 12, 29)).toBe('2026-02-16')
    expect(lunarToSolar(2025, 12, 30)).toBeUndefined()
    expect(lunarToSolar(2026, 13, 1)).toBeUndefined()
    expect(lunarToSolar(1999, 1, 1)).toBeUndefined()
    expect(lunarToSolar(2037, 1, 1)).toBeUndefined()
  })
})
