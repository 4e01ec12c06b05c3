import { addDays, addWorkingDays, wallDate } from './calendar'
import type { Complaint, ComplaintState } from './complaint'
import type { Instant } from './instant'

/** What comes next in a case, as the worker is told: who has to do what. */
export const caseSteps = ['first-word', 'decide', 'your-answer', 'plan', 'progress', 'your-word', 'close'] as const
export type CaseStep = (typeof caseSteps)[number]

/** Working days each state is given; an urgent case gets its first word the same day. */
const clockByState: Partial<Record<ComplaintState, { step: CaseStep; days: number }>> = {
  draft: { step: 'first-word', days: 1 },
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
  // Whoever raised an alarm and was answered has the time of a question to tell the rest.
  if (complaint.state === 'draft' && complaint.openedAt) return dueAfter(since, 'your-answer', 15)
  if (clock.step === 'first-word' && complaint.urgent) return { step: clock.step, by: since, estimated: false }
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

/** Working days from a state's beginning to the first reminder, and from each to the next: after 3, 7 and 12; after 1, 3 and 7. */
const reminderGaps: Partial<Record<ComplaintState, readonly number[]>> = {
  'needs-info': [3, 4, 5],
  'claimed-paid': [1, 2, 4],
}

/** Working days the worker is left after the last reminder. */
const lastGap = 3

type Reminded = Pick<Complaint, 'state' | 'stateAt' | 'reminded'>

/** The day of the next reminder; null when there are no more. Counted from the last one, so that a program that stood still sends no two in a row. */
function nextReminder({ state, stateAt, reminded }: Reminded, zone: string): string | null {
  const gap = reminderGaps[state]?.[reminded?.times ?? 0]
  return gap === undefined ? null : workingDaysOn(reminded?.at ?? stateAt, gap, zone)
}

/** Whether the worker is to be reminded today. */
export function isReminderDue(complaint: Reminded, today: string, zone: string): boolean {
  const date = nextReminder(complaint, zone)
  return date !== null && date <= today
}

/** The first day on which a worker counts as not answering, as far as is known: every reminder sent, and time left after the last. */
export function unansweredFrom(complaint: Reminded & Pick<Complaint, 'next'>, zone: string): string {
  const { state, stateAt, reminded, next } = complaint
  const left = (reminderGaps[state] ?? []).slice(reminded?.times ?? 0).reduce((sum, gap) => sum + gap, lastGap)
  const patient = workingDaysOn(reminded?.at ?? stateAt, left, zone)
  return addDays(next && next.by > patient ? next.by : patient, 1)
}

/** Whether all was done to get an answer, and none came. */
export function isUnanswered(complaint: Reminded & Pick<Complaint, 'next'>, today: string, zone: string): boolean {
  return nextReminder(complaint, zone) === null && unansweredFrom(complaint, zone) <= today
}

/** Working days after the day that was missed on which the owner, the supervisors and the admins are told. */
const overdueSteps = [1, 2, 5]

/** How far up it is to be known that the promised day has passed: 0 nobody, 1 the owner, 2 the supervisors, 3 the admins. */
export function overdueLevel({ next }: Pick<Complaint, 'next'>, today: string): number {
  if (!next) return 0
  return overdueSteps.filter((days) => addWorkingDays(next.by, days).date <= today).length
}

/** How far up it is known already. */
export function overdueKnown({ next, overdue }: Pick<Complaint, 'next' | 'overdue'>): number {
  return next && overdue?.by === next.by ? overdue.told : 0
}

/** Whether the worker has heard nothing for ten working days. */
export function isSilent(
  { stateAt, spokenAt }: Pick<Complaint, 'stateAt' | 'spokenAt'>,
  today: string,
  zone: string,
): boolean {
  const last = spokenAt && spokenAt > stateAt ? spokenAt : stateAt
  return workingDaysOn(last, 10, zone) <= today
}

function workingDaysOn(instant: Instant, days: number, zone: string): string {
  return addWorkingDays(wallDate(instant, zone), days).date
}
