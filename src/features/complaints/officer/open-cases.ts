import { isOverdue } from '../../../domain/case-clock'
import { type Complaint, type ComplaintState, complaintStates } from '../../../domain/complaint'
import type { Officer } from '../../../domain/officer'
import { canSeeCase } from '../../../domain/permissions'
import type { Unit } from '../../../domain/unit'
import { complaints } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'
import { unitOfCase } from './who-is-told'

const most = 500
const openStates: readonly ComplaintState[] = [
  'submitted',
  'needs-info',
  'accepted',
  'handling',
  'claimed-paid',
  'resolved',
]
const mineToMove: readonly ComplaintState[] = ['needs-info', 'accepted', 'handling', 'resolved']

/** The lists an officer looks through: by what is to be done, or by state. */
export const filters = ['urgent', 'new', 'mine', 'overdue', 'unowned', 'second', 'open'] as const
export type Filter = (typeof filters)[number] | ComplaintState

export function isFilter(word: string): word is Filter {
  return (filters as readonly string[]).includes(word) || (complaintStates as readonly string[]).includes(word)
}

/** The open cases an officer may see, those that cannot wait first. */
export async function openCases(tx: ReadTx, officer: Officer, today: string): Promise<Complaint[]> {
  const found: Complaint[] = await tx.find(complaints, { index: 'unopenedUrgent', equals: 'unopened', limit: most })
  const drafts = found.filter((complaint) => complaint.state === 'draft')
  for (const state of openStates)
    found.push(...(await tx.find(complaints, { index: 'state', equals: state, limit: most })))
  const cases = [...drafts, ...found.filter((complaint) => openStates.includes(complaint.state))]
  return inOrder(await visible(tx, officer, cases), today)
}

/** The cases of a list; what is over is shown newest first. */
export async function casesOf(tx: ReadTx, officer: Officer, filter: Filter, today: string): Promise<Complaint[]> {
  if (isOver(filter)) {
    const found = await tx.find(complaints, { index: 'state', equals: filter, limit: most, order: 'descending' })
    return visible(tx, officer, found)
  }
  const open = await openCases(tx, officer, today)
  return open.filter((complaint) => belongsTo(filter, complaint, officer, today))
}

/** Whether an open case stands in a list. */
export function belongsTo(filter: Filter, complaint: Complaint, officer: Officer, today: string): boolean {
  switch (filter) {
    case 'open':
      return true
    case 'urgent':
      return complaint.urgent
    case 'new':
      return complaint.state === 'submitted' || complaint.state === 'draft'
    case 'mine':
      return complaint.owner === officer.id && mineToMove.includes(complaint.state)
    case 'overdue':
      return isOverdue(complaint, today)
    case 'unowned':
      return complaint.owner === null && complaint.state !== 'submitted' && complaint.state !== 'draft'
    case 'second':
      return complaint.declining !== null && complaint.declining.by !== officer.id
    default:
      return complaint.state === filter
  }
}

function isOver(filter: Filter): filter is ComplaintState {
  return filter === 'closed' || filter === 'declined' || filter === 'withdrawn' || filter === 'merged'
}

async function visible(tx: ReadTx, officer: Officer, cases: readonly Complaint[]): Promise<Complaint[]> {
  const unitById = new Map<string, Pick<Unit, 'path'>>()
  const seen: Complaint[] = []
  const ids = new Set<string>()
  for (const complaint of cases) {
    const unit = unitById.get(complaint.unit) ?? (await unitOfCase(tx, complaint))
    unitById.set(complaint.unit, unit)
    if (ids.has(complaint.id) || complaint.person === 'erased' || !canSeeCase(officer, unit, complaint)) continue
    ids.add(complaint.id)
    seen.push(complaint)
  }
  return seen
}

/** Urgent, then overdue, then the oldest. */
function inOrder(cases: readonly Complaint[], today: string): Complaint[] {
  const rank = (complaint: Complaint) => (complaint.urgent ? 0 : isOverdue(complaint, today) ? 1 : 2)
  return [...cases].sort((a, b) => rank(a) - rank(b) || (a.stateAt < b.stateAt ? -1 : a.stateAt > b.stateAt ? 1 : 0))
}
