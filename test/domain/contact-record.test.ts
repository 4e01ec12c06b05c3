import { expect, test } from 'vitest'
import {
  type Clears,
  type Contact,
  correctedBy,
  emptyLedger,
  isAnything,
  ledgerLeft,
  mergeLedgers,
  nothingClear,
  recordOf,
  withContact,
  withRecord,
} from '../../src/domain/contact-record'
import type { Youth } from '../../src/domain/youth'

const month = '2026-11'
const early: Contact = { way: 'registered', at: '2026-11-02T00:00:00.000Z', by: null }
const late: Contact = { way: 'call', at: '2026-11-20T00:00:00.000Z', by: 'officer' }
const told = (changes: Partial<Clears>): Clears => ({ ...nothingClear, ...changes })
const youth: Youth = {
  id: 'a',
  name: '小李',
  birthYear: null,
  phone: null,
  homePlace: null,
  livesAt: '民治村',
  worksAt: '万科工地',
  trade: 'building',
  employer: '宏达建筑',
  leagueMember: null,
  points: [],
  liaison: null,
  registeredAt: early.at,
  updatedAt: early.at,
  form: { id: 'register', questions: 'x' },
}

test('what is told later in a month takes the place of what was told before, and leaves the rest', () => {
  const first = withContact(emptyLedger('a', month), month, late, told({ livesAt: '民治村', mood: 'low' }))
  const both = withContact(first, month, early, told({ mood: 'fine', needsHelp: false }))
  expect(recordOf(both, month)).toMatchObject({
    contacts: [early, late],
    clears: { livesAt: '民治村', work: null, mood: 'fine', needsHelp: false },
  })
})

test('a "no" is something told, nothing at all is not', () => {
  expect(isAnything(nothingClear)).toBe(false)
  expect(isAnything(told({ needsHelp: false }))).toBe(true)
})

test('an answer corrects where it differs; whoever works elsewhere has told no employer', () => {
  const at = late.at
  const same = told({ livesAt: '民治村', work: { trade: 'building', worksAt: '万科工地' }, mood: 'well' })
  expect(correctedBy(youth, same, at)).toBe(youth)
  expect(correctedBy(youth, nothingClear, at)).toBe(youth)
  expect(correctedBy(youth, told({ livesAt: '龙华' }), at)).toEqual({ ...youth, livesAt: '龙华', updatedAt: at })
  expect(correctedBy(youth, told({ work: { trade: 'looking', worksAt: null } }), at)).toMatchObject({
    trade: 'looking',
    worksAt: null,
    employer: null,
    livesAt: '民治村',
  })
})

test('two ledgers of a year become one: all contacts, the earlier question, what the later contact told', () => {
  const into = withRecord(withContact(emptyLedger('a', month), month, late, told({ livesAt: '龙华' })), month, {
    askedAt: '2026-11-05T12:00:00.000Z',
  })
  const from = withRecord(
    withContact(emptyLedger('b', month), month, early, told({ livesAt: '民治村', mood: 'fine' })),
    month,
    { askedAt: '2026-11-05T11:40:00.000Z', repeatedAt: '2026-11-08T12:00:00.000Z' },
  )
  const merged = mergeLedgers(into, withRecord(from, '2026-10', { contacts: [early] }))
  expect(merged).toMatchObject({ id: 'a:2026', youth: 'a' })
  expect(recordOf(merged, month)).toMatchObject({
    askedAt: '2026-11-05T11:40:00.000Z',
    repeatedAt: '2026-11-08T12:00:00.000Z',
    contacts: [early, late],
    clears: { livesAt: '龙华', mood: 'fine' },
  })
  expect(recordOf(merged, '2026-10').contacts).toEqual([early])
})

test('of a joining that is undone only what came after it stays', () => {
  const before = withContact(emptyLedger('a', month), month, early, told({ mood: 'low' }))
  const joined = mergeLedgers(before, withContact(emptyLedger('b', month), month, early, told({ livesAt: '别处' })))
  const since = withContact(joined, '2026-12', { ...late, at: '2026-12-02T00:00:00.000Z' }, told({ mood: 'well' }))
  const left = ledgerLeft(since, before, '2026-11-25T00:00:00.000Z')
  expect(recordOf(left, month)).toEqual(recordOf(before, month))
  expect(recordOf(left, '2026-12')).toMatchObject({ contacts: [{ way: 'call' }], clears: { mood: 'well' } })
  expect(ledgerLeft(joined, undefined, '2026-11-25T00:00:00.000Z').months).toEqual({})
})
