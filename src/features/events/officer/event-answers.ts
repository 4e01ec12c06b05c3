import { z } from 'zod'
import type { Answers } from '../../../dialog/form'
import { wallDate, wallTime } from '../../../domain/calendar'
import { eventInstants, eventTimeSchema, type Moment, momentInstant, momentSchema } from '../../../domain/event-time'
import { agesSchema, type Gathering, gatheringKindSchema } from '../../../domain/gathering'
import type { Instant } from '../../../domain/instant'
import { type FileRef, fileSchema } from '../../../domain/message'
import { tradeSchema } from '../../../domain/youth'

/** The answers of the forms about an event; undefined: not asked, null: skipped. */
export const eventAnswersSchema = z.object({
  kind: gatheringKindSchema.optional(),
  title: z.string().optional(),
  when: eventTimeSchema.optional(),
  place: z.string().optional(),
  places: z.union([z.number(), z.literal('unlimited')]).optional(),
  unit: z.string().nullish(),
  trades: z.array(tradeSchema).nullish(),
  ages: agesSchema.nullish(),
  league: z.boolean().nullish(),
  opens: momentSchema.nullish(),
  closes: momentSchema.nullish(),
  text: z.string().nullish(),
  picture: z.array(fileSchema).nullish(),
})

export type EventDetails = Pick<
  Gathering,
  | 'kind'
  | 'title'
  | 'startsAt'
  | 'endsAt'
  | 'place'
  | 'places'
  | 'unit'
  | 'audience'
  | 'signUpFrom'
  | 'signUpUntil'
  | 'text'
  | 'picture'
>

/** What the answers say of an event; what was not asked stays as it was. */
export function answersToEvent(answers: Answers, before: EventDetails, zone: string): EventDetails {
  const told = eventAnswersSchema.parse(answers)
  const kept = <T>(value: T | null | undefined, before: T | null): T | null => (value === undefined ? before : value)
  const moment = (value: Moment | null | undefined, before: Instant | null) =>
    value ? momentInstant(value, zone) : kept(value, before)
  const times = told.when ? eventInstants(told.when, zone) : { startsAt: before.startsAt, endsAt: before.endsAt }
  return {
    kind: told.kind ?? before.kind,
    title: told.title ?? before.title,
    ...times,
    place: told.place ?? before.place,
    places: told.places === 'unlimited' ? null : (told.places ?? before.places),
    unit: told.unit ?? before.unit,
    audience: {
      trades: told.trades === undefined ? before.audience.trades : (told.trades ?? []),
      ages: kept(told.ages, before.audience.ages),
      leagueOnly: told.league === undefined ? before.audience.leagueOnly : (told.league ?? false),
    },
    signUpFrom: moment(told.opens, before.signUpFrom),
    signUpUntil: moment(told.closes, before.signUpUntil),
    text: kept(told.text, before.text),
    picture: told.picture === undefined ? before.picture : wordless(told.picture?.[0]),
  }
}

/** What was written beside it was for us. */
function wordless(file: FileRef | undefined): FileRef | null {
  if (!file) return null
  const { words: _, ...picture } = file
  return picture
}

export function instantMoment(instant: Instant, zone: string): Moment {
  return { date: wallDate(instant, zone), time: wallTime(instant, zone) }
}

/** An event as the answers that make it, so that its read-back is where something is picked to be changed. */
export function eventToAnswers(gathering: Gathering, zone: string): Answers {
  const { startsAt, endsAt, signUpFrom, signUpUntil, audience, picture } = gathering
  const moment = (instant: Instant | null) => instant && instantMoment(instant, zone)
  return {
    kind: gathering.kind,
    title: gathering.title,
    when: { date: wallDate(startsAt, zone), from: wallTime(startsAt, zone), to: wallTime(endsAt, zone) },
    place: gathering.place,
    places: gathering.places ?? 'unlimited',
    unit: gathering.unit,
    trades: audience.trades.length > 0 ? audience.trades : null,
    ages: audience.ages,
    league: audience.leagueOnly || null,
    opens: moment(signUpFrom),
    closes: moment(signUpUntil),
    text: gathering.text,
    picture: picture ? [picture] : null,
  }
}
