import { describe, expect, it } from 'vitest'
import { isOverdue, nextOf } from '../../src/domain/case-clock'
import { type ComplaintState, complaintStates } from '../../src/domain/complaint'
import { isCutOffNear, isCutOffRunning } from '../../src/domain/cut-off'

const zone = 'Asia/Shanghai'
/** A Friday evening in Shanghai, still Friday morning elsewhere. */
const stateAt = '2026-11-20T12:00:00.000Z'
const since = { state: 'submitted' as ComplaintState, stateAt, urgent: false, openedAt: null }

describe('what comes next', () => {
  it.each<[ComplaintState, string | null, string | null]>([
    ['draft', 'first-word', '2026-11-23'],
    ['submitted', 'first-word', '2026-11-23'],
    ['needs-info', 'your-answer', '2026-12-11'],
    ['accepted', 'plan', '2026-11-27'],
    ['handling', 'progress', '2026-12-04'],
    ['claimed-paid', 'your-word', '2026-12-04'],
    ['resolved', 'close', '2026-11-27'],
    ['closed', null, null],
    ['declined', null, null],
    ['withdrawn', null, null],
    ['merged', null, null],
  ])('of a case that is %s', (state, step, by) => {
    expect(nextOf({ ...since, state }, zone)).toEqual(step && { step, by, estimated: false })
  })

  it('is the decision once somebody has read it, and the same day when it is urgent', () => {
    expect(nextOf({ ...since, openedAt: stateAt }, zone)).toMatchObject({ step: 'decide', by: '2026-11-25' })
    expect(nextOf({ ...since, urgent: true }, zone)).toMatchObject({ step: 'first-word', by: '2026-11-20' })
  })

  it('says where the holidays are not published yet', () => {
    const far = nextOf({ ...since, stateAt: '2031-01-20T12:00:00.000Z' }, zone)
    expect(far?.estimated).toBe(true)
  })

  it('is overdue from the day after', () => {
    for (const state of complaintStates) {
      const next = nextOf({ ...since, state }, zone)
      if (!next) expect(isOverdue({ next }, '2099-01-01')).toBe(false)
      else expect([isOverdue({ next }, next.by), isOverdue({ next }, '2099-01-01')]).toEqual([false, true])
    }
  })
})

describe('a legal cut-off', () => {
  const given = (iso: string) => ({ since: { iso, about: false } })

  it.each([
    ['2025-12-01', true],
    ['2024-12', true],
    ['2025-11-19', false],
    ['2026-11-01', false],
  ])('counted from %s is near: %s', (iso, near) => {
    expect(isCutOffNear(given(iso), '2026-11-20')).toBe(near)
  })

  it('runs for two years, and not where no beginning was told', () => {
    expect(isCutOffRunning(given('2024-11-20'), '2026-11-20')).toBe(true)
    expect(isCutOffRunning(given('2024-11-19'), '2026-11-20')).toBe(false)
    expect(isCutOffRunning({ since: null }, '2026-11-20')).toBe(false)
  })
})
