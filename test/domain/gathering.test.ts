import { describe, expect, it } from 'vitest'
import {
  admitsMore,
  type Gathering,
  gatheringMoves,
  gatheringStates,
  moveGathering,
  overlaps,
  phaseOf,
  suits,
} from '../../src/domain/gathering'

const now = '2026-11-20T02:00:00.000Z'
const times = { startsAt: '2026-11-28T11:00:00.000Z', endsAt: '2026-11-28T13:00:00.000Z' }
const gathering = { ...times, state: 'published', signUpFrom: null, signUpUntil: null } as Gathering

describe('the moves of an event', () => {
  it('are those of the table, and no other', () => {
    const made = gatheringMoves.flatMap(({ id }) =>
      gatheringStates.flatMap((state) => {
        const to = moveGathering({ ...times, state }, id, now)
        return to ? [`${id}: ${state} > ${to}`] : []
      }),
    )
    expect(made).toEqual(['publish: draft > published', 'cancel: published > cancelled'])
  })

  it('publish nothing that has begun, and cancel nothing that is over', () => {
    expect(moveGathering({ ...times, state: 'draft' }, 'publish', times.startsAt)).toBeUndefined()
    expect(moveGathering({ ...times, state: 'published' }, 'cancel', '2026-11-28T12:00:00.000Z')).toBe('cancelled')
    expect(moveGathering({ ...times, state: 'published' }, 'cancel', times.endsAt)).toBeUndefined()
  })
})

it.each([
  [{ state: 'draft' }, now, 'draft'],
  [{ state: 'cancelled' }, times.endsAt, 'cancelled'],
  [{}, now, 'open'],
  [{ signUpFrom: '2026-11-21T00:00:00.000Z' }, now, 'not-yet-open'],
  [{ signUpUntil: now }, now, 'closed'],
  [{}, times.startsAt, 'running'],
  [{}, times.endsAt, 'over'],
] as const)('%o stands at %s as %s', (changes, at, phase) => {
  expect(phaseOf({ ...gathering, ...changes }, at)).toBe(phase)
})

describe('whom an event suits', () => {
  const root = { path: ['root'] }
  const point = { path: ['root', 'street', 'point'] }
  const youth = { trade: 'building', birthYear: 2006, leagueMember: true } as const
  const unknown = { trade: null, birthYear: null, leagueMember: null }
  const all = { trades: [], ages: null, leagueOnly: false }
  const asked = (audience: Partial<Gathering['audience']>, unit = 'root') => ({
    unit,
    startsAt: times.startsAt,
    audience: { ...all, ...audience },
  })
  const answer = (of: ReturnType<typeof asked>, who: typeof youth | typeof unknown = youth, points = [point]) =>
    suits(of, who, points, 'Asia/Shanghai')

  it('is who belongs to its unit or below; who chose no point belongs to the whole committee', () => {
    expect([answer(asked({}, 'street')), answer(asked({}, 'elsewhere'))]).toEqual(['yes', 'no'])
    expect([answer(asked({}), youth, []), answer(asked({}, 'street'), youth, [])]).toEqual(['yes', 'no'])
    expect(answer(asked({}, 'street'), youth, [root as never])).toBe('no')
  })

  it('asks trade, age and membership; what was not told is unknown', () => {
    expect(answer(asked({ trades: ['building', 'shop'] }))).toBe('yes')
    expect(answer(asked({ trades: ['shop'] }))).toBe('no')
    expect(answer(asked({ leagueOnly: true }))).toBe('yes')
    expect(answer(asked({ leagueOnly: true }), { ...youth, leagueMember: false } as never)).toBe('no')
    for (const audience of [{ trades: ['shop' as const] }, { ages: { from: 18, to: 30 } }, { leagueOnly: true }]) {
      expect(answer(asked(audience), unknown)).toBe('unknown')
    }
    expect(answer(asked({}), unknown)).toBe('yes')
  })

  it('takes the year of birth for both ages it allows', () => {
    // 19 or 20 in 2026.
    expect([18, 19, 20, 21].map((to) => answer(asked({ ages: { from: 14, to } })))).toEqual(['no', 'yes', 'yes', 'yes'])
    expect([19, 20, 21].map((from) => answer(asked({ ages: { from, to: 30 } })))).toEqual(['yes', 'yes', 'no'])
  })
})

it('two events clash when they overlap, not when one follows the other', () => {
  const after = { startsAt: times.endsAt, endsAt: '2026-11-28T15:00:00.000Z' }
  const within = { startsAt: '2026-11-28T12:00:00.000Z', endsAt: '2026-11-28T12:30:00.000Z' }
  expect([overlaps(times, after), overlaps(after, times), overlaps(times, within)]).toEqual([false, false, true])
})

describe('an audience that admits more', () => {
  const all = { trades: [], ages: null, leagueOnly: false }
  const some = { trades: ['shop' as const], ages: { from: 18, to: 30 }, leagueOnly: true }

  it.each<[name: string, changes: Partial<typeof some> | Partial<typeof all>, more: boolean, fewer: boolean]>([
    ['nothing', {}, false, false],
    ['any trade', { trades: [] }, true, false],
    ['any age', { ages: null }, true, false],
    ['also others', { leagueOnly: false }, true, false],
    ['younger ones', { ages: { from: 16, to: 30 } }, true, false],
    ['older ones', { ages: { from: 18, to: 35 } }, true, false],
    ['fewer ages', { ages: { from: 20, to: 25 } }, false, true],
    ['others by age', { ages: { from: 25, to: 35 } }, true, true],
  ])('changes %s', (_, changes, more, fewer) => {
    const changed = { ...some, ...changes } as typeof some
    expect([admitsMore(changed, some), admitsMore(some, changed)]).toEqual([more, fewer])
  })

  it('is another of trades both ways', () => {
    const building = { ...all, trades: ['building' as const] }
    const shop = { ...all, trades: ['shop' as const] }
    expect([admitsMore(building, shop), admitsMore(shop, building), admitsMore(all, all)]).toEqual([true, true, false])
  })
})
