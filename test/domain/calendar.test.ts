import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  addWorkingDays,
  instantAt,
  isRealDate,
  isWorkingDay,
  showInstant,
  wallDate,
  wallStamp,
  wallTime,
  wallWeekday,
} from '../../src/domain/calendar'

const zone = 'Asia/Shanghai'

describe('the clock on the wall', () => {
  it('is eight hours ahead of UTC in Shanghai', () => {
    expect(wallDate('2026-11-20T15:59:59.000Z', zone)).toBe('2026-11-20')
    expect(wallDate('2026-11-20T16:00:00.000Z', zone)).toBe('2026-11-21')
    expect(wallTime('2026-11-20T16:00:00.000Z', zone)).toBe('00:00')
    expect(wallStamp('2026-11-20T16:00:07.890Z', zone)).toBe('2026-11-21-000007')
    expect(wallWeekday('2026-11-20T15:00:00.000Z', zone)).toBe(5)
    expect(wallWeekday('2026-11-22T15:00:00.000Z', zone)).toBe(7)
    expect(instantAt('2026-11-20', '21:30', zone)).toBe('2026-11-20T13:30:00.000Z')
  })
  it('comes back to the instant it was read from', () => {
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
    fc.assert(
      fc.property(minute, fc.constantFrom(zone, 'UTC', 'Asia/Urumqi'), (minutes, anyZone) => {
        const instant = new Date(minutes * 60_000).toISOString()
        expect(instantAt(wallDate(instant, anyZone), wallTime(instant, anyZone), anyZone)).toBe(instant)
      }),
    )
  })
  it('follows summer time elsewhere', () => {
    expect(wallTime('2026-07-01T12:00:00.000Z', 'Europe/Berlin')).toBe('14:00')
    expect(instantAt('2026-01-01', '12:00', 'Europe/Berlin')).toBe('2026-01-01T11:00:00.000Z')
    expect(instantAt('2026-07-01', '12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z')
  })
  it('shows an instant', () => {
    expect(showInstant('2026-11-20T13:05:00.000Z', zone, 'zh-CN')).toBe('11月20日 21:05')
    expect(showInstant('2026-11-20T13:05:00.000Z', zone, 'en')).toBe('20 Nov 21:05')
    expect(showInstant('2026-12-31T16:05:00.000Z', zone, 'zh-CN')).toBe('1月1日 00:05')
  })
})

describe('days and months', () => {
  it('stops at the end of a shorter month, from the anchor each time', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-01-31', 2)).toBe('2026-03-31')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
    expect(addMonths('2026-11-20', 2)).toBe('2027-01-20')
  })
  it('crosses years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })
  it('tells real dates from others', () => {
    expect(isRealDate('2024-02-29')).toBe(true)
    for (const date of ['2025-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-1-1', '']) {
      expect(isRealDate(date)).toBe(false)
    }
  })
})

describe('working days', () => {
  it.each([
    ['2026-01-01', false, 'New Year'],
    ['2026-01-04', true, 'a Sunday worked for it'],
    ['2026-02-14', true, 'the Saturday before Spring Festival'],
    ['2026-02-15', false, 'the first day of the feast'],
    ['2026-02-23', false, 'its last day, a Monday'],
    ['2026-02-24', true, 'the day after'],
    ['2026-02-28', true, 'a Saturday worked for it'],
    ['2026-03-07', false, 'a plain Saturday'],
    ['2026-09-20', true, 'a Sunday worked for National Day'],
    ['2026-10-10', true, 'a Saturday worked for it'],
    ['2025-01-26', true, 'a Sunday worked for Spring Festival'],
    ['2025-10-08', false, 'the last day of the joined feasts'],
    ['2025-10-09', true, 'the day after'],
  ])('%s is a working day: %s (%s)', (date, working) => {
    expect(isWorkingDay(date)).toEqual({ working, estimated: false })
  })
  it('does not count the first day', () => {
    expect(addWorkingDays('2026-11-20', 1)).toEqual({ date: '2026-11-23', estimated: false })
    expect(addWorkingDays('2026-11-20', 0)).toEqual({ date: '2026-11-20', estimated: false })
    expect(addWorkingDays('2026-11-23', -1)).toEqual({ date: '2026-11-20', estimated: false })
  })
  it('crosses Spring Festival and its make-up days', () => {
    // 13 February is a Friday; the 14th is worked; the 15th to the 23rd are off
    expect(addWorkingDays('2026-02-13', 1).date).toBe('2026-02-14')
    expect(addWorkingDays('2026-02-13', 2).date).toBe('2026-02-24')
    expect(addWorkingDays('2026-02-13', 6).date).toBe('2026-02-28')
    expect(addWorkingDays('2026-02-13', 7).date).toBe('2026-03-02')
  })
  it('crosses National Day', () => {
    expect(addWorkingDays('2026-09-30', 1).date).toBe('2026-10-08')
    expect(addWorkingDays('2026-09-30', 3).date).toBe('2026-10-10')
    expect(addWorkingDays('2026-09-30', 5).date).toBe('2026-10-13')
  })
  it('is estimated past the last published year and before the first', () => {
    expect(addWorkingDays('2026-12-31', 1)).toEqual({ date: '2027-01-04', estimated: true })
    expect(addWorkingDays('2026-12-30', 1)).toEqual({ date: '2026-12-31', estimated: false })
    expect(isWorkingDay('2027-05-03')).toEqual({ working: true, estimated: true })
    expect(isWorkingDay('2027-10-01')).toEqual({ working: false, estimated: true })
    expect(isWorkingDay('2024-03-04').estimated).toBe(true)
  })
  it('has as many working days a year as the notices leave', () => {
    const count = (year: number) => {
      let working = 0
      for (let date = `${year}-01-01`; date.startsWith(String(year)); date = addDays(date, 1)) {
        if (isWorkingDay(date).working) working += 1
      }
      return working
    }
    expect(count(2025)).toBe(248)
    expect(count(2026)).toBe(248)
  })
  it('always lands on a working day and is never longer than it would be without make-up days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 60 }), (offset, days) => {
        const start = addDays('2025-01-01', offset)
        const end = addWorkingDays(start, days)
        expect(isWorkingDay(end.date).working).toBe(true)
        expect(addWorkingDays(start, days + 1).date > end.date).toBe(true)
        expect(addWorkingDays(end.date, -days).date <= start || !isWorkingDay(start).working).toBe(true)
      }),
    )
  })
})
