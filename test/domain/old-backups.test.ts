import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/domain/calendar'
import { oldBackups } from '../../src/domain/old-backups'

/** Every day from the first to the last. */
function days(first: string, last: string): string[] {
  const all: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) all.push(day)
  return all
}

function kept(names: string[], justMade = names.at(-1) as string): string[] {
  const old = new Set(oldBackups(names, justMade))
  return names.filter((name) => !old.has(name))
}

describe('of the backups', () => {
  test.each<[string, string[], string[]]>([
    ['one alone stays', ['2026-11-26'], ['2026-11-26']],
    ['seven days all stay', days('2026-11-20', '2026-11-26'), days('2026-11-20', '2026-11-26')],
    [
      'the newest of four weeks and of six months stay beside seven days',
      days('2026-01-01', '2026-11-26'),
      ['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-08', '2026-11-15'].concat(
        days('2026-11-20', '2026-11-26'),
      ),
    ],
    [
      'a week that holds a turn of the year is one week',
      days('2026-12-01', '2027-01-10'),
      // Sunday 20 and 27 December, the week from Monday 28 December to Sunday 3 January, and that of the last seven days.
      ['2026-12-20', '2026-12-27', '2026-12-31', '2027-01-03', ...days('2027-01-04', '2027-01-10')],
    ],
    [
      'a leap day is the last of its month',
      days('2028-01-15', '2028-03-20'),
      ['2028-01-31', '2028-02-29', '2028-03-05', '2028-03-12', ...days('2028-03-14', '2028-03-20')],
    ],
    [
      'of another year it is the 28th',
      days('2027-02-20', '2027-03-20'),
      ['2027-02-28', '2027-03-07', ...days('2027-03-14', '2027-03-20')],
    ],
    [
      'gaps count nothing: the seven newest days that exist, however far apart',
      ['2025-01-01', '2025-03-01', '2025-05-01', '2025-07-01', '2025-09-01', '2025-11-01', '2026-01-01', '2026-03-01'],
      ['2025-03-01', '2025-05-01', '2025-07-01', '2025-09-01', '2025-11-01', '2026-01-01', '2026-03-01'],
    ],
    [
      'of a day that is over the newest stays, of the day of the one just made all',
      ['2026-11-25', '2026-11-25-080000', '2026-11-25-173000', '2026-11-26', '2026-11-26-090000', '2026-11-26-090001'],
      ['2026-11-25-173000', '2026-11-26', '2026-11-26-090000', '2026-11-26-090001'],
    ],
  ])('%s', (_, names, stay) => {
    expect(kept(names)).toEqual(stay)
    expect(kept(kept(names))).toEqual(stay)
  })

  test('the one just made stays, also where a wrong clock left others dated after it', () => {
    const names = ['2026-11-26', ...days('2030-01-01', '2030-12-31')]
    expect(kept(names, '2026-11-26')).toContain('2026-11-26')
  })

  test('made day by day for two years, never more than sixteen are there, and the oldest is five months old', () => {
    let names: string[] = []
    for (const day of days('2026-01-01', '2027-12-31')) {
      names = kept([...names, day])
      expect(names.length).toBeLessThanOrEqual(16)
    }
    expect(names).toEqual(
      ['2027-07-31', '2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30', '2027-12-12', '2027-12-19'].concat(
        days('2027-12-25', '2027-12-31'),
      ),
    )
  })
})
