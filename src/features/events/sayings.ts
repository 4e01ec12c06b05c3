import type { Gathering, Meeting } from '../../domain/gathering'
import type { Instant } from '../../domain/instant'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { text } from '../../text/text'
import { actionChoice, type Saying } from '../feature'
import { kindWord, mannerOf, startWord, whenWord } from './event-words'

/** What is told of an event without being asked, each with the one tap that answers it. */

function named(language: Language, gathering: Gathering, zone: string) {
  return { title: gathering.title, when: whenWord(language, gathering, zone), place: gathering.place }
}

export function invitationSaying(language: Language, gathering: Gathering, zone: string): Saying {
  const { id, kind, places, revision } = gathering
  const invites = text(language, `events.invites-to-${mannerOf(gathering)}`)
  const seats = places === null ? '' : text(language, 'events.invitation-places', { places })
  const about = { invites, kind: kindWord(language, kind), places: seats, ...named(language, gathering, zone) }
  return {
    text: text(language, 'events.invitation', about),
    choices: [
      actionChoice(text(language, 'events.go'), 'event-go', `${id}.${revision}`),
      actionChoice(text(language, 'events.no'), 'event-no', id),
      actionChoice(text(language, 'events.open'), 'event-open', id),
    ],
  }
}

export function offerSaying(language: Language, gathering: Gathering, until: Instant, zone: string): Saying {
  return {
    text: text(language, 'events.offer', {
      ...named(language, gathering, zone),
      until: startWord(language, until, zone),
    }),
    choices: takeOrPass(language, gathering.id),
  }
}

export function lapsedSaying(language: Language, { id, title }: Gathering): Saying {
  return {
    text: text(language, 'events.lapsed', { title }),
    choices: [actionChoice(text(language, 'events.go-after-all'), 'event-go-after-all', id)],
  }
}

export function reminderSaying(language: Language, gathering: Gathering, zone: string, isToday: boolean): Saying {
  const day = text(language, isToday ? 'events.today' : 'events.tomorrow')
  return {
    text: text(language, 'events.reminder', { day, ...named(language, gathering, zone) }),
    choices: comingOrNot(language, gathering.id),
  }
}

/** Where somebody on the list stands: with a seat, there or on the way to it, in line, or with a seat to be answered. */
export type Stands =
  | { state: 'in' | 'there' }
  | { state: 'waiting'; place: number }
  | { state: 'offered'; until: Instant }

/** Without `was`, what they know of it, it is only said what is true now. */
export function changedSaying(
  language: Language,
  gathering: Gathering,
  zone: string,
  stands: Stands,
  was: Meeting | undefined,
): Saying {
  const { title } = gathering
  const { line, choices } = standing(language, gathering.id, stands, zone)
  const lines = [text(language, 'events.changed', { title }), ...changes(language, gathering, zone, was)]
  return {
    text: [...lines, ...(line ? [line] : [])].join('\n'),
    choices,
  }
}

/** Only who has a seat is asked whether they can still come, and not who may be there. */
function standing(language: Language, id: string, stands: Stands, zone: string): { line?: string; choices: Choice[] } {
  switch (stands.state) {
    case 'there':
      return { choices: [actionChoice(text(language, 'events.open'), 'event-open', id)] }
    case 'in':
      return { line: text(language, 'events.still-coming'), choices: comingOrNot(language, id) }
    case 'waiting':
      return {
        line: text(language, 'events.still-waiting', { place: stands.place }),
        choices: [
          actionChoice(text(language, 'events.leave-line'), 'event-leave', id),
          actionChoice(text(language, 'events.open'), 'event-open', id),
        ],
      }
    case 'offered': {
      const until = startWord(language, stands.until, zone)
      return { line: text(language, 'events.still-offered', { until }), choices: takeOrPass(language, id) }
    }
  }
}

/** What is true now stands first, and behind it what it was, where that is another. */
function changes(language: Language, gathering: Gathering, zone: string, was: Meeting | undefined): string[] {
  const { when, place } = named(language, gathering, zone)
  const change = (what: 'when' | 'place', before: string | undefined, now: string) =>
    before === undefined || before === now
      ? text(language, 'dialog.line', { label: text(language, `events.line.${what}`), value: now })
      : text(language, `events.changed-${what}`, { now, before })
  return [change('when', was && whenWord(language, was, zone), when), change('place', was?.place, place)]
}

export function cancelledSaying(language: Language, gathering: Gathering, zone: string): Saying {
  const lines = [
    text(language, 'events.cancelled-told', named(language, gathering, zone)),
    ...(gathering.reason ? [text(language, 'events.reason', { reason: gathering.reason })] : []),
  ]
  return {
    text: lines.join('\n'),
    choices: [actionChoice(text(language, 'events.list'), 'event-others', gathering.id)],
  }
}

export function takeOrPass(language: Language, id: string): Choice[] {
  return [
    actionChoice(text(language, 'events.take'), 'event-take', id),
    actionChoice(text(language, 'events.pass'), 'event-pass', id),
  ]
}

function comingOrNot(language: Language, id: string): Choice[] {
  return [
    actionChoice(text(language, 'events.coming'), 'event-coming', id),
    actionChoice(text(language, 'events.not-coming'), 'event-not-coming', id),
  ]
}
