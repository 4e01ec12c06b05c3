import { z } from 'zod'
import { type Month, monthAfter, monthSchema } from './contact-month'
import { after, day, type Instant, instantSchema } from './instant'
import type { Youth } from './youth'

/** For which month, from when on, and when it was repeated or found not worth repeating; `later`: they passed every question of it. */
const questionSchema = z.object({
  month: monthSchema,
  at: instantSchema,
  repeatedAt: instantSchema.nullable(),
  later: z.literal(true).optional(),
})
export type Question = z.infer<typeof questionSchema>

/**
 * Where a youth stands with the monthly contact, for what looks at many without opening anything about anybody; its id is the youth's.
 * It is kept in clear, so it holds ids, months, instants and ways of contact only.
 */
export const contactPlanSchema = z.object({
  id: z.string(),
  points: z.array(z.string()),
  liaison: z.string().nullable(),
  /** The latest month with a two-way contact. */
  contacted: monthSchema.nullable(),
  /** The question put last, until it is answered. */
  asked: questionSchema.nullable(),
  /** Those before it that were not answered either; with the next contact they go into the ledger. */
  missed: z.array(questionSchema),
  /** Not asked in this one month, or not until they take it up again. */
  paused: z.union([monthSchema, z.literal('good')]).nullable(),
  /** Since when somebody is to look after them before others. */
  careSince: instantSchema.nullable(),
  /** When an officer last tried in vain to reach them, until the next contact. */
  tried: z
    .object({ way: z.enum(['call', 'visit']), at: instantSchema })
    .nullable()
    .default(null),
})
export type ContactPlan = z.infer<typeof contactPlanSchema>

/** Registering is the first month's contact. */
export function firstPlan(youth: Pick<Youth, 'id' | 'points' | 'liaison'>, month: Month): ContactPlan {
  const { id, points, liaison } = youth
  return { id, points, liaison, contacted: month, asked: null, missed: [], paused: null, careSince: null, tried: null }
}

const mostMissed = 24

/** The plan with a question of another month; asking must not cost the opening of a ledger. */
export function withQuestion(plan: ContactPlan, asked: Question): ContactPlan {
  const missed = plan.asked ? [...plan.missed, plan.asked].slice(-mostMissed) : plan.missed
  return { ...plan, asked, missed }
}

/** All that were not answered, the oldest first. */
export function unanswered({ asked, missed }: Pick<ContactPlan, 'asked' | 'missed'>): Question[] {
  return asked ? [...missed, asked] : missed
}

export function isPaused({ paused }: ContactPlan, month: Month): boolean {
  return paused === 'good' || paused === month
}

/** So long a question put for the last time is still fresh. */
const fresh = 3 * day

/** The month whose question 「这个月别问」 leaves out: this one's, or the next where it was answered, or put for the last time days ago. */
export function monthToPause({ contacted, asked }: ContactPlan, month: Month, now: Instant): Month {
  const repeatedAt = asked?.month === month ? asked.repeatedAt : null
  const isOver = contacted === month || (repeatedAt !== null && repeatedAt <= after(now, -fresh))
  return isOver ? monthAfter(month) : month
}

/** A pause for a month that is still to come, or runs. */
export function pausedFrom({ paused }: ContactPlan, month: Month): Month | undefined {
  return paused && paused !== 'good' && paused >= month ? paused : undefined
}

/** How somebody stands in a month: a contact counts also of who is paused. */
export function standingIn(plan: ContactPlan, month: Month): 'contacted' | 'paused' | 'open' {
  if (plan.contacted === month) return 'contacted'
  return isPaused(plan, month) ? 'paused' : 'open'
}

/** The month up to which nothing is to be asked any more; undefined for who is never asked. */
export function settledUpTo({ contacted, asked, paused }: ContactPlan): Month | '' | undefined {
  if (paused === 'good') return undefined
  return [contacted, asked?.month, paused].reduce<Month | ''>(
    (last, month) => (month && month > last ? month : last),
    '',
  )
}

/** Whether a question that was put waits for an answer and was not repeated. */
export function waitsForRepeat(plan: ContactPlan): boolean {
  const { asked } = plan
  return asked !== null && asked.repeatedAt === null && standingIn(plan, asked.month) === 'open'
}

/** Two persons became one: whoever did not want to be asked is not asked. */
export function mergePlans(
  into: ContactPlan,
  from: ContactPlan,
  youth: Pick<Youth, 'points' | 'liaison'>,
): ContactPlan {
  const all = new Map([...unanswered(from), ...unanswered(into)].map((question) => [question.month, question]))
  const questions = [...all.values()].sort((a, b) => (a.month < b.month ? -1 : 1))
  return {
    id: into.id,
    points: youth.points,
    liaison: youth.liaison,
    contacted: later(into.contacted, from.contacted),
    asked: questions.at(-1) ?? null,
    missed: questions.slice(0, -1),
    paused: into.paused === 'good' || from.paused === 'good' ? 'good' : later(into.paused, from.paused),
    careSince: earlier(into.careSince, from.careSince),
    tried: (into.tried?.at ?? '') >= (from.tried?.at ?? '') ? into.tried : from.tried,
  }
}

/** The plan that stays behind when a joining is undone: as before, with what came since. */
export function planLeft(
  current: ContactPlan,
  before: ContactPlan,
  contacted: Month | null,
  joinedAt: Instant,
): ContactPlan {
  const isSince = (at: Instant | null | undefined) => typeof at === 'string' && at > joinedAt
  return {
    ...before,
    contacted,
    asked: isSince(current.asked?.at) ? current.asked : before.asked,
    paused: current.paused,
    careSince: isSince(current.careSince) ? current.careSince : before.careSince,
  }
}

/** What one youth adds to a figure. */
export interface Share {
  active: number
  /** Paused for good, whatever the month. */
  standing: number
  contacted: number
  /** Paused and not contacted in the month, less what `standing` says already. */
  pausedBeside: number
}

export const noShare: Share = { active: 0, standing: 0, contacted: 0, pausedBeside: 0 }

export function shareIn(plan: ContactPlan, month: Month): Share {
  const standing = plan.paused === 'good' ? 1 : 0
  const status = standingIn(plan, month)
  return {
    active: 1,
    standing,
    contacted: status === 'contacted' ? 1 : 0,
    pausedBeside: (status === 'paused' ? 1 : 0) - standing,
  }
}

/** Contacted ÷ (active − paused): contacted in the month; active and paused on its last day, today while it runs. */
export interface Figure {
  active: number
  contacted: number
  paused: number
}

/** Whole per cent; null where nobody is to be contacted. */
export function percentOf({ active, contacted, paused }: Figure): number | null {
  const due = active - paused
  // Rounded down: a hundred says that nobody is missing.
  return due > 0 ? Math.floor((contacted * 100) / due) : null
}

/** Where a figure is counted: a unit, or an officer whose people they are. */
export type Place = `unit:${string}` | `officer:${string}`

function later<T extends string>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
