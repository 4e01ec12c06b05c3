import { expect, test } from 'vitest'
import type { Joining } from '../../src/domain/credential'
import {
  canBeConfirmed,
  canUndo,
  joinYouths,
  mergePersons,
  mergeYouths,
  type Side,
  whoStays,
  youthLeft,
} from '../../src/domain/joining'
import type { Officer } from '../../src/domain/officer'
import { canConfirmJoining } from '../../src/domain/permissions'
import type { Person } from '../../src/domain/person'
import type { Youth } from '../../src/domain/youth'

const early = '2026-11-01T00:00:00.000Z'
const late = '2026-11-20T00:00:00.000Z'

const person = (id: string, changes: Partial<Person> = {}): Person => ({
  id,
  language: 'zh-CN',
  createdAt: early,
  lastContactAt: early,
  consents: {},
  joined: [],
  returnCode: null,
  ...changes,
})
const youth = (id: string, changes: Partial<Youth> = {}): Youth => ({
  id,
  name: '小李',
  birthYear: null,
  phone: null,
  homePlace: null,
  livesAt: null,
  worksAt: null,
  trade: null,
  employer: null,
  leagueMember: null,
  points: [],
  liaison: null,
  registeredAt: early,
  updatedAt: early,
  form: { id: 'register', questions: 'x' },
  ...changes,
})
const officer = (id: string, changes: Partial<Officer> = {}): Officer => ({
  id,
  name: '陈姐',
  roles: ['liaison'],
  unit: 'root',
  onCall: null,
  createdAt: early,
  leftAt: null,
  ...changes,
})
const side = (id: string, facets: Partial<Pick<Side, 'youth' | 'officer'>> = {}): Side => ({
  person: person(id),
  youth: undefined,
  officer: undefined,
  ...facets,
})

test.each([
  ['neither is anything', side('giver'), side('taker'), 'giver'],
  ['only the giver is registered', side('giver', { youth: youth('giver') }), side('taker'), 'giver'],
  ['only the taker is registered', side('giver'), side('taker', { youth: youth('taker') }), 'taker'],
  ['both are', side('giver', { youth: youth('giver') }), side('taker', { youth: youth('taker') }), 'giver'],
  ['an officer takes', side('giver', { youth: youth('giver') }), side('taker', { officer: officer('taker') }), 'taker'],
])('who stays when %s', (_, giver, taker, stays) => {
  const sides = whoStays(giver, taker)
  expect(sides.ok && sides.into.person.id).toBe(stays)
})

test('one person, or two officers, are not joined', () => {
  expect(whoStays(side('a'), side('a'))).toEqual({ ok: false, problem: 'same-person' })
  const officers = [side('a', { officer: officer('a') }), side('b', { officer: officer('b') })] as const
  expect(whoStays(...officers)).toEqual({ ok: false, problem: 'two-officers' })
})

test('consents and earlier joinings are united, one return code stays', () => {
  const given = { version: '1', at: early }
  const into = person('a', { consents: { registration: given }, lastContactAt: early, joined: ['x'] })
  const from = person('b', {
    consents: { registration: { version: '2', at: late }, complaint: given },
    lastContactAt: late,
    joined: ['y'],
    returnCode: 'hash',
  })
  expect(mergePersons(into, from)).toEqual({
    ...into,
    lastContactAt: late,
    consents: { registration: given, complaint: given },
    joined: ['x', 'b', 'y'],
    returnCode: 'hash',
  })
  expect(mergePersons({ ...into, returnCode: 'mine' }, from).returnCode).toBe('mine')
})

test('what was told later wins, gaps are filled, points united, the earlier registration counts', () => {
  const into = youth('a', { phone: '13812345678', points: ['p1'], liaison: 'o1', leagueMember: false })
  const from = youth('b', {
    name: '李明',
    birthYear: 2007,
    points: ['p2', 'p1'],
    liaison: 'o2',
    leagueMember: true,
    registeredAt: late,
    updatedAt: late,
  })
  const { youth: merged, differing } = mergeYouths(into, from)
  expect(merged).toMatchObject({
    id: 'a',
    name: '李明',
    birthYear: 2007,
    phone: '13812345678',
    leagueMember: true,
    points: ['p1', 'p2'],
    liaison: 'o1',
    registeredAt: early,
    updatedAt: late,
  })
  expect(differing).toEqual(['name', 'leagueMember'])
})

test('nobody looks after themselves once an officer’s account is joined', () => {
  const into = side('a', { officer: officer('a') })
  const joined = joinYouths(into, side('b', { youth: youth('b', { liaison: 'a' }) }))
  expect(joined).toMatchObject({ youth: { id: 'a', liaison: null }, differing: [] })
  expect(joinYouths(side('a'), side('b')).youth).toBeUndefined()
})

test('a joining can be undone for seven days, a waiting one confirmed for one', () => {
  const joining: Joining = {
    id: 'j',
    into: 'a',
    from: 'b',
    accounts: [],
    before: [],
    at: early,
    undoneAt: null,
    waitsForAdmin: false,
  }
  expect(canUndo(joining, '2026-11-08T00:00:00.000Z')).toBe(true)
  expect(canUndo(joining, '2026-11-08T00:00:00.001Z')).toBe(false)
  expect(canUndo({ ...joining, undoneAt: early }, early)).toBe(false)
  expect(canUndo({ ...joining, waitsForAdmin: true }, early)).toBe(false)
  expect(canBeConfirmed({ ...joining, waitsForAdmin: true }, '2026-11-02T00:00:00.000Z')).toBe(true)
  expect(canBeConfirmed({ ...joining, waitsForAdmin: true }, '2026-11-02T00:00:00.001Z')).toBe(false)
  expect(canBeConfirmed(joining, early)).toBe(false)
})

test('what was corrected after the joining outlives its undoing', () => {
  const before = youth('a')
  const corrected = youth('a', { name: '大李', updatedAt: late })
  expect(youthLeft(corrected, before, early)).toBe(corrected)
  expect(youthLeft(youth('a', { name: '李明' }), before, early)).toBe(before)
  expect(youthLeft(corrected, undefined, early)).toBeUndefined()
})

test('an admin confirms for another, for themselves only when there is no other', () => {
  const unit = { path: ['root', 'p1'] }
  const admin = officer('admin', { roles: ['admin'] })
  expect(canConfirmJoining(admin, unit, officer('o'), false)).toBe(true)
  expect(canConfirmJoining(officer('o'), unit, officer('x'), false)).toBe(false)
  expect(canConfirmJoining(admin, unit, admin, false)).toBe(false)
  expect(canConfirmJoining(admin, unit, admin, true)).toBe(true)
  expect(canConfirmJoining({ ...admin, leftAt: early }, unit, officer('o'), false)).toBe(false)
})
