import { describe, expect, it } from 'vitest'
import { complaintStates } from '../../src/domain/complaint'
import { isOpen, type MoveId, type Mover, move, moves, movesOpenTo } from '../../src/domain/complaint-moves'

const movers: readonly Mover[] = ['worker', 'caseworker', 'second', 'supervisor', 'system']

/** The lifecycle as agreed, written down a second time: move, from, to, who. */
const agreed: Record<MoveId, [from: string, to: string, by: string]> = {
  submit: ['draft', 'submitted', 'worker'],
  'ask-info': ['submitted', 'needs-info', 'caseworker'],
  'give-info': ['needs-info', 'submitted', 'worker'],
  accept: ['submitted', 'accepted', 'caseworker'],
  decline: ['submitted', 'declined', 'second'],
  handle: ['accepted', 'handling', 'caseworker'],
  'claim-paid': ['handling', 'claimed-paid', 'caseworker worker'],
  'confirm-paid': ['claimed-paid', 'resolved', 'worker'],
  'deny-paid': ['claimed-paid', 'handling', 'worker'],
  'resolve-unconfirmed': ['claimed-paid', 'resolved', 'system'],
  close: ['resolved', 'closed', 'caseworker system'],
  'close-unreached': ['needs-info', 'closed', 'second'],
  withdraw: ['draft submitted needs-info accepted handling claimed-paid', 'withdrawn', 'worker'],
  merge: ['submitted accepted', 'merged', 'worker'],
  reopen: ['resolved closed declined withdrawn', 'handling', 'worker supervisor'],
}

const every = moves.flatMap(({ id }) =>
  complaintStates.flatMap((state) => movers.map((by) => [id, state, by] as [MoveId, typeof state, Mover])),
)

describe('the moves of a case', () => {
  it('are exactly those agreed', () => {
    expect(moves.map(({ id }) => id)).toEqual(Object.keys(agreed))
  })

  it.each(every)('%s from %s by the %s', (id, state, by) => {
    const [from, to, who] = agreed[id]
    const result = move({ state }, id, by)
    if (!from.split(' ').includes(state)) expect(result).toEqual({ ok: false, problem: 'wrong-state' })
    else if (!who.split(' ').includes(by)) expect(result).toEqual({ ok: false, problem: 'not-yours' })
    else expect(result).toEqual({ ok: true, to })
    expect(movesOpenTo({ state }, by).includes(id)).toBe(result.ok)
  })

  it('are over only where no caseworker and no second person has anything left to do', () => {
    for (const state of complaintStates) {
      const left = [...movesOpenTo({ state }, 'caseworker'), ...movesOpenTo({ state }, 'second')]
      if (!isOpen({ state })) expect(left.filter((id) => id !== 'close')).toEqual([])
    }
  })
})
