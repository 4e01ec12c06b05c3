import { z } from 'zod'
import { instantSchema } from './instant'
import { fileSchema } from './message'
import { fenSchema, moneySchema } from './money'
import { spokenDateSchema } from './spoken-date'

const dangers = ['injured', 'threatened', 'locked-in', 'under-16', 'papers-held'] as const
export const dangerSchema = z.enum(dangers)
export type Danger = z.infer<typeof dangerSchema>

/** What it is about; the first three split wages and project money, which the law treats apart. */
const complaintKinds = [
  'own-wage',
  'team-wage',
  'contract-price',
  'injury',
  'no-contract',
  'insurance',
  'overtime',
  'minor',
  'women',
  'schooling',
  'other',
] as const
export const complaintKindSchema = z.enum(complaintKinds)
export type ComplaintKind = z.infer<typeof complaintKindSchema>

/** The kinds in which a sum is owed. */
export function isAboutMoney(kind: ComplaintKind): boolean {
  return kind === 'own-wage' || kind === 'team-wage' || kind === 'contract-price' || kind === 'overtime'
}

export const complaintStates = [
  'draft',
  'submitted',
  'needs-info',
  'accepted',
  'handling',
  'claimed-paid',
  'resolved',
  'closed',
  'declined',
  'withdrawn',
  'merged',
] as const
export const complaintStateSchema = z.enum(complaintStates)
export type ComplaintState = z.infer<typeof complaintStateSchema>

const outcomes = [
  'paid-full',
  'paid-part',
  'agreement',
  'award',
  'no-basis',
  'out-of-scope',
  'duplicate',
  'no-contact',
  'withdrawn',
] as const
const outcomeSchema = z.enum(outcomes)

export const arrearsSchema = z.object({ month: z.string().regex(/^\d{4}-\d\d$/), due: fenSchema })
export type Arrears = z.infer<typeof arrearsSchema>

/** What the worker told; everything may be missing but what its kind needs to be handled. */
export const accountGivenSchema = z.object({
  dangers: z.array(dangerSchema),
  kind: complaintKindSchema.nullable(),
  /** Firm, site or the boss's phone, as told. */
  against: z.string().nullable(),
  place: z.string().nullable(),
  since: spokenDateSchema.nullable(),
  amount: moneySchema.nullable(),
  arrears: z.array(arrearsSchema),
  /** The further fields of the intake, by step id of the form that asked. */
  details: z.record(z.string(), z.unknown()),
})
export type AccountGiven = z.infer<typeof accountGivenSchema>

const evidenceSchema = z.object({
  file: fileSchema,
  at: instantSchema,
  note: z.string().nullable(),
})

/** A claimed payment, waiting for the worker's word or confirmed by it. */
export const paymentSchema = z.object({
  fen: fenSchema,
  part: z.boolean(),
  by: z.string(),
  at: instantSchema,
  confirmed: z.enum(['yes', 'no', 'unasked']),
})
export type Payment = z.infer<typeof paymentSchema>

const declineSchema = z.object({
  by: z.string(),
  reason: z.string(),
  rightPlace: z.string(),
  at: instantSchema,
})

/** Another case of the same worker that this one could go on with; waits for the worker's word. */
const mergingSchema = z.object({ into: z.string(), by: z.string(), at: instantSchema })

export const complaintSchema = z.object({
  id: z.string(),
  /** Such as WQ-20261120-0001. */
  number: z.string(),
  person: z.string(),
  /** The unit it is handled in. */
  unit: z.string(),
  state: complaintStateSchema,
  urgent: z.boolean(),
  given: accountGivenSchema,
  evidence: z.array(evidenceSchema),
  /** The caseworker who accepted it. */
  owner: z.string().nullable(),
  payments: z.array(paymentSchema),
  /** A proposed decline that waits for a second person. */
  declining: declineSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  createdAt: instantSchema,
  submittedAt: instantSchema.nullable(),
  /** Since when it is in its state. */
  stateAt: instantSchema,
  /** Called resolved by the program, because the worker never said whether it is so; figures count it apart. */
  unconfirmed: z.boolean().default(false),
  merging: mergingSchema.nullable().default(null),
  /** The case it goes on with. */
  mergedInto: z.string().nullable().default(null),
  /** How often the worker was reminded in this state, and when last. */
  reminded: z.object({ times: z.number().int(), at: instantSchema }).nullable().default(null),
  /** When the committee last said something to the worker. */
  spokenAt: instantSchema.nullable().default(null),
  /** The key of the notice in which an officer last did. */
  told: z.string().nullable().default(null),
  /** Who knows that the day `by` has passed: 1 the owner, 2 the supervisors, 3 the admins. */
  overdue: z.object({ by: z.string(), told: z.number().int() }).nullable().default(null),
  /** When the worker asked a supervisor to open it again. */
  reopenAsked: instantSchema.nullable().default(null),
  /** First opened by an officer. */
  openedAt: instantSchema.nullable(),
  /** When the officers on call were last told of an urgent matter, and how often. */
  alerted: z.object({ at: instantSchema, times: z.number().int() }).nullable(),
  /** What the worker is told comes next, and by when (YYYY-MM-DD). */
  next: z.object({ step: z.string(), by: z.string(), estimated: z.boolean() }).nullable(),
  consentVersion: z.string().nullable(),
  form: z.object({ id: z.string(), questions: z.string() }).nullable(),
})
export type Complaint = z.infer<typeof complaintSchema>

/** Of a case with which nothing has been done yet. */
export const untouched = {
  evidence: [],
  owner: null,
  payments: [],
  declining: null,
  outcome: null,
  unconfirmed: false,
  merging: null,
  mergedInto: null,
  reminded: null,
  spokenAt: null,
  told: null,
  overdue: null,
  reopenAsked: null,
  openedAt: null,
  alerted: null,
} satisfies Partial<Complaint>

/** One line of a case's record: a move, a message, a note or an addition. */
export const caseEntrySchema = z.object({
  at: instantSchema,
  case: z.string(),
  /** Person id; `system` for the program's own. */
  actor: z.string(),
  kind: z.enum([
    'moved',
    'to-worker',
    'from-worker',
    'note',
    'evidence',
    'opened',
    'decline-proposed',
    'decline-refused',
    'merge-proposed',
    'merge-refused',
    'reminded',
  ]),
  from: complaintStateSchema.nullable(),
  to: complaintStateSchema.nullable(),
  /** What the worker sees; a `note` is never shown to the worker. */
  text: z.string().nullable(),
})
export type CaseEntry = z.infer<typeof caseEntrySchema>

/** The number of the n-th complaint of a wall-clock date. */
export function caseNumber(date: string, n: number): string {
  return `WQ-${date.replaceAll('-', '')}-${String(n).padStart(4, '0')}`
}
