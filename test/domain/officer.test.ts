import { describe, expect, it } from 'vitest'
import { isOnCall, type Officer, type OnCall } from '../../src/domain/officer'

const hours = (weekdays: number[], from: string, to: string): OnCall => ({ weekdays, from, to })
const office = hours([1, 2, 3, 4, 5], '09:00', '18:00')
const nights = hours([5], '20:00', '08:00')
const sundayNight = hours([7], '22:00', '06:00')
const allFriday = hours([5], '00:00', '00:00')

const table: [name: string, hours: OnCall | null, weekday: number, time: string, expected: boolean][] = [
  ['nobody without hours', null, 1, '10:00', false],
  ['from the first minute', office, 1, '09:00', true],
  ['not before', office, 1, '08:59', false],
  ['to the last minute', office, 5, '17:59', true],
  ['not at the end', office, 5, '18:00', false],
  ['not on another day', office, 6, '10:00', false],
  ['in the evening of a night', nights, 5, '20:00', true],
  ['before midnight', nights, 5, '23:59', true],
  ['past midnight, which is the next day', nights, 6, '00:00', true],
  ['until the morning after', nights, 6, '07:59', true],
  ['not after it', nights, 6, '08:00', false],
  ['not in the morning before the night', nights, 5, '07:00', false],
  ['not the next evening', nights, 6, '21:00', false],
  ['from Sunday into Monday', sundayNight, 1, '05:59', true],
  ['not from Monday into Tuesday', sundayNight, 2, '01:00', false],
  ['a whole day at its start', allFriday, 5, '00:00', true],
  ['a whole day at its end', allFriday, 5, '23:59', true],
  ['not the day after a whole day', allFriday, 6, '00:00', false],
]

const officer: Officer = {
  id: 'p',
  name: '王姐',
  roles: ['caseworker'],
  unit: 'root',
  onCall: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  leftAt: null,
}

describe('on call', () => {
  it.each(table)('%s', (_, onCall, weekday, time, expected) => {
    expect(isOnCall({ ...officer, onCall }, weekday, time)).toBe(expected)
  })

  it('is nobody who has left', () => {
    const left = { ...officer, onCall: allFriday, leftAt: '2026-11-01T00:00:00.000Z' }
    expect(isOnCall(left, 5, '10:00')).toBe(false)
  })
})
