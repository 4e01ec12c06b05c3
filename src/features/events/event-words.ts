import { showInstant, wallDate, wallTime, wallWeekday } from '../../domain/calendar'
import type { Audience, Gathering, GatheringKind } from '../../domain/gathering'
import type { Instant } from '../../domain/instant'
import type { Language } from '../../domain/language'
import type { Unit } from '../../domain/unit'
import { listed, text } from '../../text/text'

export function kindWord(language: Language, kind: GatheringKind): string {
  return text(language, `events.kind.${kind}`)
}

const manners = {
  tea: 'play',
  sports: 'play',
  karaoke: 'play',
  friends: 'play',
  visit: 'see',
  lecture: 'hear',
  training: 'learn',
  other: 'join',
} as const satisfies Record<GatheringKind, string>

/** What people come for: to a lecture nobody comes to play. */
export function mannerOf({ kind }: Pick<Gathering, 'kind'>): (typeof manners)[GatheringKind] {
  return manners[kind]
}

/** 11月28日 周六 19:00 */
export function startWord(language: Language, instant: Instant, zone: string): string {
  const time = wallTime(instant, zone)
  const date = showInstant(instant, zone, language).slice(0, -time.length).trim()
  const weekday = wallWeekday(instant, zone) as 1 | 2 | 3 | 4 | 5 | 6 | 7
  return `${date} ${text(language, `officers.weekday.${weekday}`)} ${time}`
}

/** 11月28日 周六 19:00–21:00 */
export function whenWord(
  language: Language,
  { startsAt, endsAt }: Pick<Gathering, 'startsAt' | 'endsAt'>,
  zone: string,
): string {
  const isOneDay = wallDate(startsAt, zone) === wallDate(endsAt, zone)
  const end = isOneDay ? wallTime(endsAt, zone) : showInstant(endsAt, zone, language)
  return `${startWord(language, startsAt, zone)}–${end}`
}

/** Whom it is for: of the whole committee everybody, else those of its unit and what lies below. */
export function audienceWord(language: Language, audience: Audience, unit: Unit | undefined): string {
  const people = peopleWords(language, audience)
  if (!unit || unit.id === 'root') return parted(language, people) || text(language, 'events.for-all')
  const key = unit.kind === 'point' ? 'events.for-unit' : 'events.for-unit-below'
  return parted(language, [text(language, key, { unit: unit.name }), ...people])
}

function peopleWords(language: Language, { trades, ages, leagueOnly }: Audience): string[] {
  const named = listed(
    language,
    trades.map((trade) => text(language, `registration.trade-${trade}`)),
  )
  return [
    ...(leagueOnly ? [text(language, 'events.for-league')] : []),
    ...(ages ? [text(language, 'events.for-ages', ages)] : []),
    ...(named ? [text(language, 'events.for-trades', { trades: named })] : []),
  ]
}

function parted(language: Language, parts: readonly string[]): string {
  return parts.join(text(language, 'events.for-parts'))
}

/** A title as a button bears it. */
export function titleLabel({ title }: Pick<Gathering, 'title'>): string {
  const characters = [...title]
  return characters.length > 18 ? `${characters.slice(0, 17).join('')}…` : title
}
