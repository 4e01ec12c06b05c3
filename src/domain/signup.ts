import { z } from 'zod'
import { addDays, instantAt, wallDate } from './calendar'
import type { Gathering } from './gathering'
import { after, hour, type Instant, instantSchema, minute } from './instant'
import { afterWaking, endOfQuiet, wakingUntil } from './quiet-hours'

/** `lapsed`: an offered seat was not answered in time. `declined`: an invitation was answered with no. */
export const signUpStates = ['in', 'waiting', 'offered', 'left', 'lapsed', 'declined'] as const
export type SignUpState = (typeof signUpStates)[number]

/** A youth's word about an event, one for each of both. */
export const signUpSchema = z.object({
  id: z.string(),
  gathering: z.string(),
  person: z.string(),
  state: z.enum(signUpStates),
  stateAt: instantSchema,
  /** Place in line: given one after another under the event's lock, whatever the clocks say. */
  seq: z.number().int().positive(),
  /** When they signed up, the last time. */
  at: instantSchema,
  /** The seat they were offered, and by when it is to be answered; `times` names the offer, `revision` the event's when and where they were told, `recalled`: it was brought up once more. */
  offer: z
    .object({
      until: instantSchema,
      times: z.number().int().positive(),
      revision: z.number().int(),
      recalled: z.literal(true).optional(),
    })
    .nullable(),
  /** Asked on the eve whether they come. */
  remindedAt: instantSchema.nullable(),
  /** They said that they come. */
  confirmedAt: instantSchema.nullable(),
  cameAt: instantSchema.nullable(),
  /** How they stood before they were given the seat at the door, should that be taken back. */
  beforeDoor: z.enum([...signUpStates, 'none']).optional(),
})
export type SignUp = z.infer<typeof signUpSchema>

/** Who moves a sign-up: the youth, an officer at the door, the program itself. */
export type SignUpMover = 'youth' | 'officer' | 'system'

interface Move {
  id: string
  from: readonly (SignUpState | 'none')[]
  to: SignUpState
  by: readonly SignUpMover[]
}

const notOnList = ['none', 'left', 'lapsed', 'declined'] as const

/** Every move there is; `none`: nothing was said about the event yet. */
export const signUpMoves = [
  { id: 'take-seat', from: notOnList, to: 'in', by: ['youth'] },
  { id: 'wait', from: notOnList, to: 'waiting', by: ['youth'] },
  { id: 'decline', from: ['none'], to: 'declined', by: ['youth'] },
  { id: 'offer', from: ['waiting'], to: 'offered', by: ['system'] },
  { id: 'accept', from: ['offered'], to: 'in', by: ['youth'] },
  { id: 'lapse', from: ['offered'], to: 'lapsed', by: ['system'] },
  { id: 'leave', from: ['in', 'waiting', 'offered'], to: 'left', by: ['youth'] },
  { id: 'let-in', from: ['waiting', 'offered'], to: 'in', by: ['youth', 'officer'] },
] as const satisfies readonly Move[]
export type SignUpMoveId = (typeof signUpMoves)[number]['id']

/** The state a move leads to; undefined when it is not there to be made. */
export function moveSignUp(
  signUp: Pick<SignUp, 'state'> | undefined,
  id: SignUpMoveId,
  by: SignUpMover,
): SignUpState | undefined {
  const found: Move | undefined = signUpMoves.find((candidate) => candidate.id === id)
  return found?.from.includes(signUp?.state ?? 'none') && found.by.includes(by) ? found.to : undefined
}

/** Somebody who is told what becomes of the event. */
export function isOnList({ state }: Pick<SignUp, 'state'>): boolean {
  return state === 'in' || state === 'waiting' || state === 'offered'
}

/** Whom a change of when and where is news for: who was offered a seat since has been told, and once it has begun nobody is offered one any more. */
export function isChangeNewsFor(
  signUp: Pick<SignUp, 'state' | 'offer'>,
  { revision, startsAt }: Pick<Gathering, 'revision' | 'startsAt'>,
  now: Instant,
): boolean {
  return isOnList(signUp) && signUp.offer?.revision !== revision && (signUp.state === 'in' || now < startsAt)
}

/** How many people are where; `in` and `offered` hold a seat. */
export interface Seats {
  places: number | null
  in: number
  offered: number
  waiting: number
}

export function freeSeats({ places, in: taken, offered }: Omit<Seats, 'waiting'>): number {
  return places === null ? Number.POSITIVE_INFINITY : Math.max(0, places - taken - offered)
}

/** A seat, or the end of the line: nobody passes those who wait already. */
export function whereNext(seats: Seats): 'take-seat' | 'wait' {
  return freeSeats(seats) > 0 && seats.waiting === 0 ? 'take-seat' : 'wait'
}

/** How many of those who wait are offered a seat now. */
export function offersDue(seats: Seats): number {
  return Math.min(freeSeats(seats), seats.waiting)
}

const timeToAnswer = 12 * hour
const leastToAnswer = 10 * minute

/**
 * Until when an offered seat is held, the night not counted: half of the time that is left until the event begins, so that the next in line can
 * be asked after them, but at most twelve hours and at least ten minutes; never past the beginning.
 */
export function offerEnd({ startsAt }: Pick<Gathering, 'startsAt'>, now: Instant, zone: string): Instant {
  const half = wakingUntil(now, startsAt, 2 * timeToAnswer, zone) / 2
  const end = afterWaking(now, Math.max(Math.floor(half / minute) * minute, leastToAnswer), zone)
  return end < startsAt ? end : startsAt
}

const settling = 3 * hour
const lastReminder = hour

function onEve(startsAt: Instant, time: string, zone: string): Instant {
  return instantAt(addDays(wallDate(startsAt, zone), -1), time, zone)
}

/** From when the youth is asked whether they come: 18:30 on the eve; who signed up after that is left alone for three hours first. */
export function reminderDue(
  { startsAt }: Pick<Gathering, 'startsAt'>,
  { at }: Pick<SignUp, 'at'>,
  zone: string,
): Instant {
  const eve = onEve(startsAt, '18:30', zone)
  const settled = after(at, settling)
  return at < eve ? eve : settled
}

/** When the reminder will really reach who signed up now, and whether on an earlier day than the event's; undefined: none will. */
export function reminderAhead(
  gathering: Pick<Gathering, 'startsAt'>,
  signUp: Pick<SignUp, 'at' | 'state' | 'remindedAt' | 'confirmedAt'>,
  now: Instant,
  zone: string,
): 'eve' | 'same-day' | undefined {
  const due = reminderDue(gathering, signUp, zone)
  const asked = due > now ? due : now
  if (!isReminderDue(gathering, signUp, asked, zone)) return undefined
  const told = endOfQuiet(asked, zone) ?? asked
  if (told >= gathering.startsAt) return undefined
  return wallDate(told, zone) < wallDate(gathering.startsAt, zone) ? 'eve' : 'same-day'
}

export function isReminderDue(
  gathering: Pick<Gathering, 'startsAt'>,
  signUp: Pick<SignUp, 'at' | 'state' | 'remindedAt' | 'confirmedAt'>,
  now: Instant,
  zone: string,
): boolean {
  return (
    signUp.state === 'in' &&
    signUp.remindedAt === null &&
    // What was said weeks ago is no answer for tomorrow; what was said on the eve is.
    (signUp.confirmedAt ?? '') < onEve(gathering.startsAt, '00:00', zone) &&
    reminderDue(gathering, signUp, zone) <= now &&
    now < after(gathering.startsAt, -lastReminder)
  )
}

export function checkInFrom(startsAt: Instant): Instant {
  return after(startsAt, -hour)
}

/** From an hour before the beginning to the end. */
export function isCheckInOpen({ state, startsAt, endsAt }: Gathering, now: Instant): boolean {
  return state === 'published' && checkInFrom(startsAt) <= now && now < endsAt
}
