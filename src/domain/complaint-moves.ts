import type { Complaint, ComplaintState } from './complaint'
import { after, day, type Instant } from './instant'

/** Who moves a case: the worker, a caseworker, a second person who confirms, a supervisor, the program itself. */
export type Mover = 'worker' | 'caseworker' | 'second' | 'supervisor' | 'system'

export interface Move {
  id: string
  from: readonly ComplaintState[]
  to: ComplaintState
  by: readonly Mover[]
}

const open: readonly ComplaintState[] = ['submitted', 'needs-info', 'accepted', 'handling', 'claimed-paid']

/** Every move there is, but those of a referral; no other exists. */
export const moves = [
  { id: 'submit', from: ['draft'], to: 'submitted', by: ['worker'] },
  { id: 'ask-info', from: ['submitted'], to: 'needs-info', by: ['caseworker'] },
  { id: 'give-info', from: ['needs-info'], to: 'submitted', by: ['worker'] },
  { id: 'accept', from: ['submitted'], to: 'accepted', by: ['caseworker'] },
  { id: 'decline', from: ['submitted'], to: 'declined', by: ['second'] },
  { id: 'handle', from: ['accepted'], to: 'handling', by: ['caseworker'] },
  { id: 'claim-paid', from: ['handling'], to: 'claimed-paid', by: ['caseworker', 'worker'] },
  { id: 'confirm-paid', from: ['claimed-paid'], to: 'resolved', by: ['worker'] },
  { id: 'deny-paid', from: ['claimed-paid'], to: 'handling', by: ['worker'] },
  { id: 'resolve-unconfirmed', from: ['claimed-paid'], to: 'resolved', by: ['system'] },
  { id: 'close', from: ['resolved'], to: 'closed', by: ['caseworker', 'system'] },
  { id: 'close-unreached', from: ['needs-info'], to: 'closed', by: ['second'] },
  { id: 'withdraw', from: [...open, 'draft'], to: 'withdrawn', by: ['worker'] },
  { id: 'merge', from: ['submitted', 'accepted'], to: 'merged', by: ['worker'] },
  { id: 'reopen', from: ['resolved', 'closed', 'declined', 'withdrawn'], to: 'handling', by: ['worker', 'supervisor'] },
] as const satisfies readonly Move[]

export type MoveId = (typeof moves)[number]['id']

/** The state a move leads to, or why it is not there to be made. */
export function move(
  complaint: Pick<Complaint, 'state'>,
  id: MoveId,
  by: Mover,
): { ok: true; to: ComplaintState } | { ok: false; problem: 'wrong-state' | 'not-yours' } {
  const found: Move | undefined = moves.find((candidate) => candidate.id === id)
  if (!found?.from.includes(complaint.state)) return { ok: false, problem: 'wrong-state' }
  return found.by.includes(by) ? { ok: true, to: found.to } : { ok: false, problem: 'not-yours' }
}

/** The moves a mover could make now, in the order of the table. */
export function movesOpenTo(complaint: Pick<Complaint, 'state'>, by: Mover): MoveId[] {
  return moves.filter((candidate) => move(complaint, candidate.id, by).ok).map((candidate) => candidate.id)
}

export function isOpen(complaint: Pick<Complaint, 'state'>): boolean {
  return open.includes(complaint.state) || complaint.state === 'draft'
}

const reopenDays = 180

/** Who may open a case again that is over: its worker, after half a year only a supervisor whom the worker asked. */
export function reopenedBy(
  complaint: Pick<Complaint, 'state' | 'stateAt'>,
  now: Instant,
): 'worker' | 'supervisor' | null {
  if (!move(complaint, 'reopen', 'worker').ok) return null
  return complaint.stateAt > after(now, -reopenDays * day) ? 'worker' : 'supervisor'
}
