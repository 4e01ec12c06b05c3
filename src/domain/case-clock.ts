import { addWorkingDays, wallDate } from './calendar'
import type { Complaint, ComplaintState } from './complaint'

/** What comes next in a case, as the worker is told: who has to do what. */
export const caseSteps = ['first-word', 'decide', 'your-answer', 'plan', 'progress', 'your-word', 'close'] as const
export type CaseStep = (typeof caseSteps)[number]

/** Working days each state is given; an urgent case gets its first word the same day. */
const clockByState: Partial<Record<ComplaintState, { step: CaseStep; days: number }>> = {
  submitted: { step: 'first-word', days: 1 },
  'needs-info': { step: 'your-answer', days: 15 },
  accepted: { step: 'plan', days: 5 },
  handling: { step: 'progress', days: 10 },
  'claimed-paid': { step: 'your-word', days: 10 },
  resolved: { step: 'close', days: 5 },
}

/** What comes next and by which day at latest, counted from when the case came into its state; null once it is over. */
export function nextOf(
  complaint: Pick<Complaint, 'state' | 'stateAt' | 'urgent' | 'openedAt'>,
  zone: string,
): Complaint['next'] {
  const clock = clockByState[complaint.state]
  if (!clock) return null
  const since = wallDate(complaint.stateAt, zone)
  if (complaint.state === 'submitted' && complaint.openedAt) return dueAfter(since, 'decide', 3)
  if (complaint.state === 'submitted' && complaint.urgent) return { step: clock.step, by: since, estimated: false }
  return dueAfter(since, clock.step, clock.days)
}

function dueAfter(since: string, step: CaseStep, days: number): Complaint['next'] {
  const { date, estimated } = addWorkingDays(since, days)
  return { step, by: date, estimated }
}

/** Whether what was promised for a day is still not done on a later one. */
export function isOverdue(complaint: Pick<Complaint, 'next'>, today: string): boolean {
  return complaint.next !== null && complaint.next.by < today
}
