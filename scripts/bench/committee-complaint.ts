import { addDays, wallDate } from '../../src/domain/calendar'
import { type CaseEntry, type Complaint, type ComplaintState, caseNumber, untouched } from '../../src/domain/complaint'
import { after, day } from '../../src/domain/instant'
import type { Random } from './random'

/** Most matters are over; the others wait at each stage. */
const states: readonly ComplaintState[] = [
  'closed',
  'closed',
  'closed',
  'declined',
  'withdrawn',
  'submitted',
  'handling',
]
const kinds = ['own-wage', 'own-wage', 'team-wage', 'contract-price', 'injury', 'overtime', 'other'] as const

export interface Worker {
  id: string
  point: string
}

/** The n-th complaint with its record, of the two years before; a hundred a day share a date at most. */
export function makeComplaint(
  n: number,
  worker: Worker,
  caseworkers: readonly string[],
  random: Random,
  now: string,
): { complaint: Complaint; entries: CaseEntry[] } {
  const daysAgo = 3 + (n % 700)
  const createdAt = after(now, -daysAgo * day)
  const date = wallDate(createdAt, 'Asia/Shanghai')
  const id = Date.parse(createdAt).toString(16).padStart(12, '0') + random.hex(12)
  const state = random.pick(states)
  const owner = state === 'submitted' ? null : random.pick(caseworkers)
  const complaint: Complaint = {
    id,
    number: caseNumber(date, 1 + Math.floor(n / 700)),
    person: worker.id,
    unit: worker.point,
    state,
    urgent: false,
    given: {
      dangers: [],
      kind: random.pick(kinds),
      against: `样例${random.below(900) + 1}公司王经理`,
      place: `样例区样例路${random.below(300) + 1}号工地`,
      since: { iso: addDays(date, -90).slice(0, 7), about: true },
      amount: { fen: (random.below(300) + 5) * 10_000, about: false },
      arrears: [],
      details: { headcount: random.below(30) + 1, told: '说好每月月底结，已经拖了三个月，每次去问都说再等等。' },
    },
    ...untouched,
    owner,
    outcome: state === 'closed' ? 'paid-full' : null,
    createdAt,
    submittedAt: createdAt,
    stateAt: after(createdAt, 2 * day),
    openedAt: owner && createdAt,
    next: null,
    consentVersion: 'complaint-1',
    form: { id: 'complain', questions: random.hex(16) },
  }
  const line = { at: createdAt, case: id, from: null, to: null, text: null }
  const entries: CaseEntry[] = [
    { ...line, actor: worker.id, kind: 'moved', from: 'draft', to: 'submitted' },
    ...(owner
      ? [
          { ...line, actor: owner, kind: 'opened' as const },
          { ...line, actor: owner, kind: 'to-worker' as const, text: '已经联系了单位，三天之内给你回话。' },
          { ...line, actor: owner, kind: 'moved' as const, from: 'submitted' as const, to: state },
        ]
      : []),
  ]
  return { complaint, entries }
}
