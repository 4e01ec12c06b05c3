import type { Gathering } from '../../domain/gathering'
import type { Instant } from '../../domain/instant'
import type { Language } from '../../domain/language'
import { text } from '../../text/text'
import { actionChoice, type Saying } from '../feature'
import { kindWord, startWord, whenWord } from './event-words'

/** What is told of an event without being asked, each with the one tap that answers it. */

function named(language: Language, gathering: Gathering, zone: string) {
  return { title: gathering.title, when: whenWord(language, gathering, zone), place: gathering.place }
}

export function invitationSaying(language: Language, gathering: Gathering, zone: string): Saying {
  const { id, kind, revision } = gathering
  return {
    text: text(language, 'events.invitation', { kind: kindWord(language, kind), ...named(language, gathering, zone) }),
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
    choices: [
      actionChoice(text(language, 'events.take'), 'event-take', gathering.id),
      actionChoice(text(language, 'events.pass'), 'event-pass', gathering.id),
    ],
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

export function changedSaying(language: Language, gathering: Gathering, zone: string, hasSeat: boolean): Saying {
  const { title } = gathering
  const lines = [text(language, 'events.changed', { title }), ...changes(language, gathering, zone)]
  return {
    text: [...lines, text(language, 'events.still-coming')].join('\n'),
    choices: hasSeat
      ? comingOrNot(language, gathering.id)
      : [actionChoice(text(language, 'events.open'), 'event-open', gathering.id)],
  }
}

/** What it was and what it is now, of time and place that which is another one. */
function changes(language: Language, gathering: Gathering, zone: string): string[] {
  const { when, place } = named(language, gathering, zone)
  const was = gathering.telling?.was
  const change = (before: string | undefined, now: string) =>
    before === undefined || before === now ? now : text(language, 'events.from-to', { before, now })
  return [change(was && whenWord(language, was, zone), when), change(was?.place, place)]
}

export function cancelledSaying(language: Language, gathering: Gathering, zone: string): Saying {
  const lines = [
    text(language, 'events.cancelled-told', named(language, gathering, zone)),
    ...(gathering.reason ? [text(language, 'events.reason', { reason: gathering.reason })] : []),
  ]
  return {
    text: lines.join('\n'),
    choices: [actionChoice(text(language, 'events.list'), 'event-list')],
  }
}

function comingOrNot(language: Language, id: string) {
  return [
    actionChoice(text(language, 'events.coming'), 'event-coming', id),
    actionChoice(text(language, 'events.not-coming'), 'event-not-coming', id),
  ]
}
