import { describe, expect, it, test } from 'vitest'
import { askedFrom, endOfMonth, monthAfter, monthOf, spreadOf } from '../../src/domain/contact-month'
import {
  type ContactPlan,
  firstPlan,
  mergePlans,
  monthToPause,
  percentOf,
  planLeft,
  settledUpTo,
  shareIn,
  standingIn,
  unanswered,
  waitsForRepeat,
  withQuestion,
} from '../../src/domain/contact-plan'

const month = '2026-11'
const plan = (changes: Partial<ContactPlan>): ContactPlan => ({
  ...firstPlan({ id: 'a', points: [], liaison: null }, '2026-09'),
  ...changes,
})
const asked = { month, at: '2026-11-05T12:00:00.000Z', repeatedAt: null }

describe('how somebody stands in a month', () => {
  it.each([
    [{ contacted: month }, 'contacted', month, { contacted: 1, standing: 0, pausedBeside: 0 }],
    [{}, 'open', '2026-09', { contacted: 0, standing: 0, pausedBeside: 0 }],
    [{ asked }, 'open', month, { contacted: 0, standing: 0, pausedBeside: 0 }],
    [{ paused: month }, 'paused', month, { contacted: 0, standing: 0, pausedBeside: 1 }],
    [{ paused: '2026-10' }, 'open', '2026-10', { contacted: 0, standing: 0, pausedBeside: 0 }],
    [{ paused: 'good' }, 'paused', undefined, { contacted: 0, standing: 1, pausedBeside: 0 }],
    [{ paused: 'good', contacted: month }, 'contacted', undefined, { contacted: 1, standing: 1, pausedBeside: -1 }],
    [{ contacted: null }, 'open', '', { contacted: 0, standing: 0, pausedBeside: 0 }],
  ] as const)('%j is %s, settled up to %s', (changes, standing, settled, share) => {
    expect(standingIn(plan(changes), month)).toBe(standing)
    expect(settledUpTo(plan(changes))).toBe(settled)
    expect(shareIn(plan(changes), month)).toEqual({ active: 1, ...share })
  })

  it('waits for a repeat only while the question is open', () => {
    expect(waitsForRepeat(plan({ asked }))).toBe(true)
    expect(waitsForRepeat(plan({}))).toBe(false)
    expect(waitsForRepeat(plan({ asked: { ...asked, repeatedAt: asked.at } }))).toBe(false)
    expect(waitsForRepeat(plan({ asked, contacted: month }))).toBe(false)
    expect(waitsForRepeat(plan({ asked, paused: 'good' }))).toBe(false)
  })
})

test.each([
  [{}, '2026-11'],
  [{ contacted: '2026-11' }, '2026-12'],
  [{ asked }, '2026-11'],
  [{ asked: { ...asked, repeatedAt: '2026-11-26T12:00:00.000Z' } }, '2026-11'],
  [{ asked: { ...asked, repeatedAt: '2026-11-08T12:00:00.000Z' } }, '2026-12'],
  [{ asked: { ...asked, month: '2026-10', repeatedAt: '2026-10-08T12:00:00.000Z' } }, '2026-11'],
])('of %j this month is %s', (changes, left) => {
  expect(monthToPause(plan(changes), month, '2026-11-27T12:00:00.000Z')).toBe(left)
})

test('the figure leaves the paused apart, is rounded down, and says nothing of nobody', () => {
  expect(percentOf({ active: 200, contacted: 199, paused: 0 })).toBe(99)
  expect(percentOf({ active: 10, contacted: 4, paused: 2 })).toBe(50)
  expect(percentOf({ active: 2, contacted: 0, paused: 2 })).toBeNull()
})

test('of two who become one, whoever did not want to be asked is not asked', () => {
  const into = plan({ contacted: '2026-10', asked })
  const from = plan({ id: 'b', contacted: month, paused: 'good', careSince: asked.at })
  const merged = mergePlans(into, from, { points: ['p'], liaison: 'o' })
  expect(merged).toEqual({
    ...into,
    points: ['p'],
    liaison: 'o',
    contacted: month,
    paused: 'good',
    careSince: asked.at,
  })
  const left = planLeft({ ...merged, paused: null }, into, '2026-10', '2026-11-10T00:00:00.000Z')
  expect(left).toEqual({ ...into, contacted: '2026-10', paused: null, points: [], liaison: null })
})

test('a question that was not answered is kept until somebody is heard of', () => {
  const next = { month: '2026-12', at: '2026-12-05T12:00:00.000Z', repeatedAt: null }
  const both = withQuestion(withQuestion(plan({}), asked), next)
  expect(both).toMatchObject({ asked: next, missed: [asked] })
  expect(unanswered(both)).toEqual([asked, next])
  expect(unanswered(plan({}))).toEqual([])
})

test('months are those of the wall clock', () => {
  const zone = 'Asia/Shanghai'
  expect(monthOf('2026-10-31T16:00:00.000Z', zone)).toBe(month)
  expect(monthOf('2026-10-31T15:59:59.999Z', zone)).toBe('2026-10')
  expect(monthAfter('2026-12')).toBe('2027-01')
  expect(monthAfter('2026-01', -1)).toBe('2025-12')
  expect(endOfMonth(month, zone)).toBe('2026-11-30T16:00:00.000Z')
  expect(askedFrom(month, zone)).toBe('2026-11-05T11:30:00.000Z')
})

test('the spread is stable, differs from month to month, and fills the span evenly', () => {
  const ids = Array.from({ length: 10_000 }, (_, n) => `19a${n.toString(16).padStart(9, '0')}00000abcdef`)
  const tenths = Array<number>(10).fill(0)
  for (const id of ids) tenths[Math.floor(spreadOf(id, month) * 10)]! += 1
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
  expect(spreadOf('a', month)).toBe(spreadOf('a', month))
  expect(ids.filter((id) => Math.abs(spreadOf(id, month) - spreadOf(id, '2026-12')) < 0.01).length).toBeLessThan(400)
})
