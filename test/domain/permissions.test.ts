import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { type Officer, type Role, roles } from '../../src/domain/officer'
import {
  canChangeOfficer,
  canConfirmDecline,
  canEditUnits,
  canHandleCase,
  canHoldEvents,
  canInvite,
  canSeeCase,
  isRootAdmin,
} from '../../src/domain/permissions'

const point = { path: ['root', 'street', 'point'] }
const officer = (role: Role, unit: string, changes: Partial<Officer> = {}): Officer => ({
  id: 'officer',
  name: '王姐',
  roles: [role],
  unit,
  onCall: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  leftAt: null,
  ...changes,
})
const complaint = {
  person: 'worker',
  state: 'submitted',
  urgent: false,
  declining: { by: 'other', reason: '', rightPlace: '', at: '2026-11-20T00:00:00.000Z' },
} as Complaint

const units = ['root', 'street', 'point', 'elsewhere']
const everyone = roles.flatMap((role) => units.map((unit) => [role, unit] as [Role, string]))

describe('who may do what', () => {
  it.each(everyone)('a %s of %s', (role, unit) => {
    const me = officer(role, unit)
    const above = unit !== 'elsewhere'
    const sees = above && (role === 'caseworker' || role === 'supervisor')
    expect(canSeeCase(me, point, complaint)).toBe(sees)
    expect(canHoldEvents(me, point)).toBe(above && (role === 'admin' || role === 'liaison'))
    expect(canHandleCase(me, point, complaint)).toBe(above && role === 'caseworker')
    expect(canConfirmDecline(me, point, complaint)).toBe(sees)
    for (const can of [canInvite, canChangeOfficer, canEditUnits])
      expect(can(me, point)).toBe(above && role === 'admin')
    expect(isRootAdmin(me)).toBe(role === 'admin' && unit === 'root')
  })

  it.each(roles)('a %s who has left, or nobody, may do nothing', (role) => {
    for (const me of [officer(role, 'root', { leftAt: '2026-11-01T00:00:00.000Z' }), undefined]) {
      expect(canSeeCase(me, point, complaint)).toBe(false)
      expect(canHandleCase(me, point, complaint)).toBe(false)
      expect(canConfirmDecline(me, point, complaint)).toBe(false)
      for (const can of [canInvite, canChangeOfficer, canEditUnits]) expect(can(me, point)).toBe(false)
    }
  })

  it('nobody sees, handles or confirms their own case', () => {
    const me = officer('caseworker', 'root', { id: 'worker' })
    expect(canSeeCase(me, point, complaint)).toBe(false)
    expect(canHandleCase(me, point, complaint)).toBe(false)
    expect(canConfirmDecline(me, point, complaint)).toBe(false)
  })

  it('nobody confirms what they proposed themselves, or what nobody proposed', () => {
    const me = officer('caseworker', 'root', { id: 'other' })
    expect(canConfirmDecline(me, point, complaint)).toBe(false)
    expect(canConfirmDecline(officer('caseworker', 'root'), point, { ...complaint, declining: null })).toBe(false)
  })

  it('a draft is seen only where someone is in danger', () => {
    const me = officer('caseworker', 'root')
    expect(canSeeCase(me, point, { ...complaint, state: 'draft' })).toBe(false)
    expect(canSeeCase(me, point, { ...complaint, state: 'draft', urgent: true })).toBe(true)
  })
})
