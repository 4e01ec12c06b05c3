import { z } from 'zod'
import { wallDate } from './calendar'
import { type Instant, instantSchema } from './instant'
import { fileSchema } from './message'
import { liesWithin, type Unit } from './unit'
import { tradeSchema, type Youth } from './youth'

const gatheringKinds = ['tea', 'sports', 'karaoke', 'friends', 'visit', 'lecture', 'training', 'other'] as const
export const gatheringKindSchema = z.enum(gatheringKinds)
export type GatheringKind = z.infer<typeof gatheringKindSchema>

export const gatheringStates = ['draft', 'published', 'cancelled'] as const
export type GatheringState = (typeof gatheringStates)[number]

export const agesSchema = z
  .object({ from: z.number().int().min(14).max(60), to: z.number().int().min(14).max(60) })
  .refine(({ from, to }) => from <= to)
export type Ages = z.infer<typeof agesSchema>

/** Whom an event is for, within its unit and what lies below; empty and null mean everybody. */
export const audienceSchema = z.object({
  trades: z.array(tradeSchema),
  ages: agesSchema.nullable(),
  leagueOnly: z.boolean(),
})
export type Audience = z.infer<typeof audienceSchema>

/** When and where people meet: of another one everybody concerned is told. */
export const meetingSchema = z.object({ startsAt: instantSchema, endsAt: instantSchema, place: z.string() })
export type Meeting = z.infer<typeof meetingSchema>

/** An event (活动) of a unit. */
export const gatheringSchema = z.object({
  id: z.string(),
  unit: z.string(),
  kind: gatheringKindSchema,
  title: z.string().min(1).max(30),
  startsAt: instantSchema,
  endsAt: instantSchema,
  place: z.string().min(1).max(60),
  /** null: as many as like to come. */
  places: z.number().int().positive().nullable(),
  /** null: from the moment it is published. */
  signUpFrom: instantSchema.nullable(),
  /** null: until it begins. */
  signUpUntil: instantSchema.nullable(),
  audience: audienceSchema,
  text: z.string().nullable(),
  picture: fileSchema.nullable(),
  state: z.enum(gatheringStates),
  stateAt: instantSchema,
  /** Counts the changes of when and where, which everybody concerned is told. */
  revision: z.number().int().nonnegative(),
  /** Four digits said in the room; a new event has none until it is published. */
  code: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
  /** Why it was cancelled, as everybody is told. */
  reason: z.string().nullable(),
  /**
   * How far the invitations have come: the place in the walk over those it may suit; null when all are invited. `since`: when this walk began;
   * `from`: it is over those only who registered since the one before began. `besides`: whom it was for when it last came to the end, who are
   * not invited anew.
   */
  inviting: z
    .object({
      list: z.string(),
      order: z.string(),
      youth: z.string(),
      since: instantSchema.optional(),
      from: instantSchema.optional(),
      besides: z.object({ unit: z.string(), audience: audienceSchema, startsAt: instantSchema }).optional(),
    })
    .nullable(),
  /** How far the telling of the last change has come, by the sequence of the sign-ups, and the last that was there then; null when all are told. */
  telling: z
    .object({
      what: z.enum(['changed', 'cancelled']),
      upTo: z.number().int(),
      after: z.number().int(),
      /** When and where it was to be before. */
      was: meetingSchema.optional(),
    })
    .nullable(),
  createdAt: instantSchema,
  /** Its sign-ups are forgotten: only the figures are left. */
  forgottenAt: instantSchema.nullable(),
})
export type Gathering = z.infer<typeof gatheringSchema>

interface Move {
  id: string
  from: readonly GatheringState[]
  to: GatheringState
}

/** Every move an officer can make; no other exists. What passes with time is derived from the clock. */
export const gatheringMoves = [
  { id: 'publish', from: ['draft'], to: 'published' },
  { id: 'cancel', from: ['published'], to: 'cancelled' },
] as const satisfies readonly Move[]
export type GatheringMoveId = (typeof gatheringMoves)[number]['id']

/** The state a move leads to; undefined when it cannot be made now: nothing is published for the past, nor cancelled after its end. */
export function moveGathering(
  gathering: Pick<Gathering, 'state' | 'startsAt' | 'endsAt'>,
  id: GatheringMoveId,
  now: Instant,
): GatheringState | undefined {
  const found: Move | undefined = gatheringMoves.find((candidate) => candidate.id === id)
  if (!found?.from.includes(gathering.state)) return undefined
  if (id === 'publish' && gathering.startsAt <= now) return undefined
  return gathering.endsAt <= now ? undefined : found.to
}

/** Where an event stands for who looks at it now. */
export type GatheringPhase = 'draft' | 'cancelled' | 'over' | 'running' | 'not-yet-open' | 'open' | 'closed'

export function phaseOf({ state, startsAt, endsAt, signUpFrom, signUpUntil }: Gathering, now: Instant): GatheringPhase {
  if (state !== 'published') return state
  if (endsAt <= now) return 'over'
  if (startsAt <= now) return 'running'
  if (signUpFrom !== null && now < signUpFrom) return 'not-yet-open'
  return (signUpUntil ?? startsAt) <= now ? 'closed' : 'open'
}

/** Published and not begun: seats may still change hands. */
export function isAhead(gathering: Gathering, now: Instant): boolean {
  return gathering.state === 'published' && now < gathering.startsAt
}

export function signUpEnd({ signUpUntil, startsAt }: Pick<Gathering, 'signUpUntil' | 'startsAt'>): Instant {
  return signUpUntil !== null && signUpUntil < startsAt ? signUpUntil : startsAt
}

/** Whether anybody may be invited now. */
export function isInviting(gathering: Gathering, now: Instant): boolean {
  return isAhead(gathering, now) && now < signUpEnd(gathering) && (gathering.signUpFrom ?? now) <= now
}

/** Whether the event is for a youth: `unknown` where they have not told what it asks for. */
export function suits(
  { unit, audience, startsAt }: Pick<Gathering, 'unit' | 'audience' | 'startsAt'>,
  youth: Pick<Youth, 'trade' | 'birthYear' | 'leagueMember'>,
  points: readonly Pick<Unit, 'path'>[],
  zone: string,
): 'yes' | 'no' | 'unknown' {
  // Whoever chose no point belongs to the whole committee.
  const places = points.length > 0 ? points : [{ path: ['root'] }]
  const year = Number(wallDate(startsAt, zone).slice(0, 4))
  const age = youth.birthYear === null ? null : year - youth.birthYear
  const answers = [
    places.some((place) => liesWithin(place, unit)),
    audience.trades.length === 0 || (youth.trade === null ? null : audience.trades.includes(youth.trade)),
    // Who is born late in the year is a year younger than the years say.
    audience.ages === null || (age === null ? null : age >= audience.ages.from && age - 1 <= audience.ages.to),
    !audience.leagueOnly || youth.leagueMember,
  ]
  if (answers.includes(false)) return 'no'
  return answers.includes(null) ? 'unknown' : 'yes'
}

/** Whether it is for everybody of its unit. */
export function isForAll({ trades, ages, leagueOnly }: Audience): boolean {
  return trades.length === 0 && ages === null && !leagueOnly
}

/** Whether an audience lets anybody in whom the other does not. */
export function admitsMore(one: Audience, other: Audience): boolean {
  const { trades, ages } = other
  return (
    (trades.length > 0 && (one.trades.length === 0 || one.trades.some((trade) => !trades.includes(trade)))) ||
    (ages !== null && (one.ages === null || one.ages.from < ages.from || one.ages.to > ages.to)) ||
    (other.leagueOnly && !one.leagueOnly)
  )
}

/** Whether two events keep one person busy at the same time. */
export function overlaps(
  one: Pick<Gathering, 'startsAt' | 'endsAt'>,
  other: Pick<Gathering, 'startsAt' | 'endsAt'>,
): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt
}
