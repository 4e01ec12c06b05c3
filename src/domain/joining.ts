import type { Joining } from './credential'
import { after, day, type Instant } from './instant'
import type { Officer } from './officer'
import type { Person } from './person'
import type { Youth } from './youth'

/** One of two persons that are to become one. */
export interface Side {
  person: Person
  youth: Youth | undefined
  /** In office now. */
  officer: Officer | undefined
}

type WhoStays = { ok: true; into: Side; from: Side } | { ok: false; problem: 'same-person' | 'two-officers' }

/** The officer stays, else who is registered, else who gave the code. */
export function whoStays(giver: Side, taker: Side): WhoStays {
  if (giver.person.id === taker.person.id) return { ok: false, problem: 'same-person' }
  if (giver.officer && taker.officer) return { ok: false, problem: 'two-officers' }
  const rank = (side: Side) => (side.officer ? 2 : side.youth ? 1 : 0)
  return rank(taker) > rank(giver) ? { ok: true, into: taker, from: giver } : { ok: true, into: giver, from: taker }
}

/** `from` becomes a part of `into`: what was agreed to is united, one return code stays. */
export function mergePersons(into: Person, from: Person): Person {
  return {
    ...into,
    createdAt: into.createdAt < from.createdAt ? into.createdAt : from.createdAt,
    lastContactAt: into.lastContactAt > from.lastContactAt ? into.lastContactAt : from.lastContactAt,
    consents: { ...from.consents, ...into.consents },
    joined: [...new Set([...into.joined, from.id, ...from.joined])],
    returnCode: into.returnCode ?? from.returnCode,
  }
}

const told = [
  'name',
  'birthYear',
  'phone',
  'homePlace',
  'livesAt',
  'worksAt',
  'trade',
  'employer',
  'leagueMember',
] as const satisfies readonly (keyof Youth)[]
export type ToldField = (typeof told)[number]

/** What was told later wins, what one side left open is filled from the other, points are united, the staying side's liaison officer
 * goes before; `differing` names the fields in which a value was given up. */
export function mergeYouths(into: Youth, from: Youth): { youth: Youth; differing: ToldField[] } {
  const [newer, older] = from.updatedAt > into.updatedAt ? [from, into] : [into, from]
  const values = Object.fromEntries(told.map((field) => [field, newer[field] ?? older[field]])) as Pick<
    Youth,
    ToldField
  >
  const youth: Youth = {
    ...newer,
    ...values,
    id: into.id,
    points: [...new Set([...into.points, ...from.points])],
    liaison: into.liaison ?? from.liaison,
    registeredAt: into.registeredAt < from.registeredAt ? into.registeredAt : from.registeredAt,
    updatedAt: newer.updatedAt,
  }
  const differing = told.filter(
    (field) => into[field] !== null && from[field] !== null && String(into[field]) !== String(from[field]),
  )
  return { youth, differing }
}

/** Who is registered after a joining, and in which fields a value was given up. An officer looks after nobody who is themselves. */
export function joinYouths(into: Side, from: Side): { youth: Youth | undefined; differing: ToldField[] } {
  const { youth, differing } =
    into.youth && from.youth
      ? mergeYouths(into.youth, from.youth)
      : { youth: into.youth ?? from.youth, differing: [] as ToldField[] }
  if (!youth) return { youth, differing }
  const liaison = youth.liaison === into.person.id ? null : youth.liaison
  return { youth: { ...youth, id: into.person.id, liaison }, differing }
}

export function canUndo(joining: Joining, now: Instant): boolean {
  return !joining.waitsForAdmin && joining.undoneAt === null && now <= after(joining.at, 7 * day)
}

/** An admin has a day to confirm. */
export function canBeConfirmed(joining: Joining, now: Instant): boolean {
  return joining.waitsForAdmin && joining.undoneAt === null && now <= after(joining.at, day)
}

/** The youth that stays behind when a joining is undone: as before, unless corrected since. */
export function youthLeft(current: Youth | undefined, before: Youth | undefined, joinedAt: Instant): Youth | undefined {
  return current && before && current.updatedAt > joinedAt ? current : before
}
