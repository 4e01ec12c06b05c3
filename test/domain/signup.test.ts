import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gathering } from '../../src/domain/gathering'
import { afterWaking, endOfQuiet } from '../../src/domain/quiet-hours'
import {
  freeSeats,
  isCheckInOpen,
  isReminderDue,
  moveSignUp,
  offerEnd,
  offersDue,
  reminderAhead,
  reminderDue,
  type SignUpMoveId,
  type SignUpMover,
  type SignUpState,
  signUpMoves,
  signUpStates,
  whereNext,
} from '../../src/domain/signup'

const zone = 'Asia/Shanghai'
const startsAt = '2026-11-28T11:00:00.000Z'
const hour = 3_600_000

it('the moves of a sign-up are those of the table, each by whom it belongs to', () => {
  const movers: SignUpMover[] = ['youth', 'officer', 'system']
  const made = signUpMoves.flatMap(({ id }) =>
    [undefined, ...signUpStates].flatMap((state) => {
      const by = movers.filter((mover) => moveSignUp(state && { state }, id, mover))
      return by.length > 0 ? [`${id}: ${state ?? 'none'} by ${by.join(', ')}`] : []
    }),
  )
  expect(made).toEqual([
    ...['take-seat', 'wait'].flatMap((id) =>
      ['none', 'left', 'lapsed', 'declined'].map((state) => `${id}: ${state} by youth`),
    ),
    'decline: none by youth',
    'offer: waiting by system',
    'accept: offered by youth',
    'lapse: offered by system',
    ...['in', 'waiting', 'offered'].map((state) => `leave: ${state} by youth`),
    'let-in: waiting by youth, officer',
    'let-in: offered by youth, officer',
  ])
})

/** Many people at one event, each move under its lock, as the features make them. */
class Line {
  readonly states: (SignUpState | undefined)[]
  /** Who stands in line, in order. */
  readonly order: number[] = []

  constructor(
    public places: number | null,
    people: number,
  ) {
    this.states = Array.from({ length: people })
  }

  count = (state: SignUpState) => this.states.filter((other) => other === state).length

  seats = () => ({
    places: this.places,
    in: this.count('in'),
    offered: this.count('offered'),
    waiting: this.count('waiting'),
  })

  make(who: number, id: SignUpMoveId, by: SignUpMover): void {
    const state = this.states[who]
    const to = moveSignUp(state && { state }, id, by)
    if (!to) return
    if (to === 'waiting') this.order.push(who)
    else if (state === 'waiting') this.order.splice(this.order.indexOf(who), 1)
    this.states[who] = to
  }

  offer(): number[] {
    const next = this.order.slice(0, offersDue(this.seats()))
    for (const who of next) this.make(who, 'offer', 'system')
    return next
  }
}

describe('seats', () => {
  it('are never given twice, and nobody passes those who wait', () => {
    const act = fc.record({
      who: fc.nat({ max: 11 }),
      what: fc.constantFrom('go', 'leave', 'accept', 'lapse', 'erase', 'more'),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(act, { maxLength: 80 }), (places, acts) => {
        const line = new Line(places, 12)
        for (const { who, what } of acts) {
          const waited = [...line.order]
          if (what === 'go') {
            line.offer()
            const where = whereNext(line.seats())
            line.make(who, where, 'youth')
            if (where === 'take-seat') expect(line.order).toEqual([])
          } else if (what === 'erase') {
            if (line.states[who] === 'waiting') line.order.splice(line.order.indexOf(who), 1)
            line.states[who] = undefined
          } else if (what === 'more') line.places = (line.places ?? 0) + 1
          else line.make(who, what, what === 'lapse' ? 'system' : 'youth')
          const offered = line.offer()
          // Those who were let in are the first of those who still waited.
          const still = waited.filter((other) => other !== who)
          expect(offered.filter((other) => other !== who)).toEqual(
            still.slice(0, offered.filter((other) => other !== who).length),
          )
          expect(line.count('in') + line.count('offered')).toBeLessThanOrEqual(line.places ?? 0)
          expect(offersDue(line.seats()), 'nobody waits beside a free seat').toBe(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are without end where there is no limit', () => {
    expect(freeSeats({ places: null, in: 900, offered: 3 })).toBe(Number.POSITIVE_INFINITY)
    expect(whereNext({ places: null, in: 900, offered: 3, waiting: 0 })).toBe('take-seat')
    // More were let in than there are places now.
    expect(freeSeats({ places: 2, in: 3, offered: 0 })).toBe(0)
  })
})

describe('the time to answer an offer', () => {
  it('is twelve hours of the day where the event is far off', () => {
    const at = (iso: string) => offerEnd({ startsAt }, iso, zone)
    // 08:00 to 20:00.
    expect(at('2026-11-20T00:00:00.000Z')).toBe('2026-11-20T12:00:00.000Z')
    // 15:00: six and a half hours until half past nine, the rest from eight in the morning.
    expect(at('2026-11-20T07:00:00.000Z')).toBe('2026-11-21T05:30:00.000Z')
    // In the night it begins in the morning.
    expect(at('2026-11-20T16:00:00.000Z')).toBe('2026-11-21T12:00:00.000Z')
  })

  it('is half of the time that is left near the event, so that another can be asked after them', () => {
    const at = (iso: string) => offerEnd({ startsAt }, iso, zone)
    // 19:30 on the eve: thirteen waking hours are left; six and a half of them end at 12:30.
    expect(at('2026-11-27T11:30:00.000Z')).toBe('2026-11-28T04:30:00.000Z')
    expect(at('2026-11-28T04:30:00.000Z')).toBe('2026-11-28T07:45:00.000Z')
    // The last quarter of an hour is not halved any more, and nothing goes past the beginning.
    expect(at('2026-11-28T10:45:00.000Z')).toBe('2026-11-28T10:55:00.000Z')
    expect(at('2026-11-28T10:55:00.000Z')).toBe(startsAt)
    // It begins in the night: who is asked then has until it begins.
    expect(offerEnd({ startsAt: '2026-11-28T22:00:00.000Z' }, '2026-11-28T16:00:00.000Z', zone)).toBe(
      '2026-11-28T22:00:00.000Z',
    )
  })

  it('never runs in the quiet hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 1800 }), (minutes, length) => {
        const from = new Date(Date.parse('2026-01-01T00:00:00.000Z') + minutes * 60_000).toISOString()
        const end = afterWaking(from, length * 60_000, zone)
        let awake = 0
        for (let at = Date.parse(from); at < Date.parse(end); at += 60_000) {
          if (!endOfQuiet(new Date(at).toISOString(), zone)) awake += 1
        }
        expect(awake).toBe(length)
      }),
      { numRuns: 6 },
    )
  })
})

describe('the question on the eve', () => {
  const signUp = { state: 'in', at: '2026-11-20T02:00:00.000Z', remindedAt: null, confirmedAt: null } as const
  const due = (now: string, changes: object = {}) => isReminderDue({ startsAt }, { ...signUp, ...changes }, now, zone)

  it('is asked from 18:30, once, of those with a seat', () => {
    expect(reminderDue({ startsAt }, signUp, zone)).toBe('2026-11-27T10:30:00.000Z')
    expect([due('2026-11-27T10:29:00.000Z'), due('2026-11-27T10:30:00.000Z')]).toEqual([false, true])
    expect(due('2026-11-28T01:00:00.000Z')).toBe(true)
    expect(due('2026-11-28T10:30:00.000Z'), 'half an hour before it is too late').toBe(false)
    expect(due('2026-11-27T11:00:00.000Z', { remindedAt: signUp.at })).toBe(false)
    for (const state of ['waiting', 'offered', 'left'] as const) {
      expect(due('2026-11-27T11:00:00.000Z', { state })).toBe(false)
    }
  })

  it('is not asked of who said on the eve that they come, and is of who said it earlier', () => {
    const asked = (confirmedAt: string) => due('2026-11-27T10:30:00.000Z', { confirmedAt })
    expect([asked('2026-11-26T15:59:00.000Z'), asked('2026-11-26T16:00:00.000Z')]).toEqual([true, false])
  })

  it('leaves alone for three hours who signed up after that', () => {
    const late = { at: '2026-11-28T01:00:00.000Z' }
    expect([due('2026-11-28T02:00:00.000Z', late), due('2026-11-28T04:00:00.000Z', late)]).toEqual([false, true])
    expect(due('2026-11-28T10:30:00.000Z', { at: '2026-11-28T08:00:00.000Z' })).toBe(false)
  })
})

describe('the promise of a reminder', () => {
  const ahead = (now: string, changes: Partial<Parameters<typeof reminderAhead>[1]> = {}) =>
    reminderAhead({ startsAt }, { at: now, state: 'in', remindedAt: null, confirmedAt: null, ...changes }, now, zone)

  it.each([
    ['2026-11-20T02:00:00.000Z', 'eve'],
    // 17:00 on the eve.
    ['2026-11-27T09:00:00.000Z', 'eve'],
    // 20:00 on the eve: it falls into the night and is told in the morning.
    ['2026-11-27T12:00:00.000Z', 'same-day'],
    ['2026-11-28T02:00:00.000Z', 'same-day'],
    // 15:30, and twenty-six minutes before: none comes.
    ['2026-11-28T07:30:00.000Z', undefined],
    ['2026-11-28T10:34:00.000Z', undefined],
  ] as const)('who signs up at %s is promised %s', (now, promised) => {
    expect(ahead(now)).toBe(promised)
  })

  it('is not made to who says on the eve that they come, nor to who waits', () => {
    const now = '2026-11-27T11:00:00.000Z'
    expect(ahead(now, { at: '2026-11-20T02:00:00.000Z', confirmedAt: now })).toBeUndefined()
    expect(ahead('2026-11-20T02:00:00.000Z', { state: 'waiting' })).toBeUndefined()
  })
})

it('check-in is open from an hour before the beginning to the end', () => {
  const gathering = { state: 'published', startsAt, endsAt: '2026-11-28T13:00:00.000Z' } as Gathering
  const open = (shift: number) => isCheckInOpen(gathering, new Date(Date.parse(startsAt) + shift).toISOString())
  expect([-hour - 1, -hour, 0, 2 * hour - 1, 2 * hour].map(open)).toEqual([false, true, true, true, false])
  expect(isCheckInOpen({ ...gathering, state: 'cancelled' }, startsAt)).toBe(false)
})
