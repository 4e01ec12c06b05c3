import { type MailingFigures, mailingFigures } from '../delivery/mailing'
import { wallTime } from '../domain/calendar'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import { type Mailing, mailingOutcomes, movesOf } from '../domain/mailing'
import type { Choice } from '../domain/message'
import { endOfQuiet } from '../domain/quiet-hours'
import { showDate } from '../domain/spoken-date'
import { gatherings } from '../store/collections'
import type { ReadTx } from '../store/store'
import { text } from '../text/text'
import { actionChoice } from './feature'

interface Reading {
  tx: ReadTx
  language: Language
  now: Instant
  zone: string
}

/** What it is: the event's invitations, or a month's questions. */
export async function mailingTitle({ tx, language }: Pick<Reading, 'tx' | 'language'>, { matter }: Mailing) {
  if (matter.kind !== 'invitation') {
    return text(language, `mailing.of-${matter.kind}`, { month: showDate(matter.month, language) })
  }
  const title = (await tx.get(gatherings, matter.event))?.title ?? text(language, 'mailing.event-gone')
  return text(language, 'mailing.of-invitation', { title })
}

/** How it stands, in one line. */
export async function mailingLine(reading: Reading, mailing: Mailing): Promise<string> {
  return lineOf(reading, mailing, await mailingFigures(reading.tx, mailing.id))
}

function lineOf({ language, now, zone }: Reading, mailing: Mailing, { made, left }: MailingFigures): string {
  const figures = { made, left }
  if (mailing.endedAt !== null) {
    if (mailing.state === 'cancelled') return text(language, 'mailing.is-cancelled', figures)
    return made === 0 ? text(language, 'mailing.nobody') : text(language, 'mailing.is-ended', figures)
  }
  if (mailing.state === 'cancelled') return text(language, 'mailing.is-ending', figures)
  if (mailing.state === 'paused') return text(language, 'mailing.is-paused', figures)
  if (made === 0) return text(language, 'mailing.is-to-come')
  if (left === 0)
    return text(language, `mailing.is-idle-${mailing.matter.kind === 'invitation' ? 'invitation' : 'contact'}`, figures)
  const quiet = endOfQuiet(now, zone)
  const line = text(language, 'mailing.is-running', figures)
  return quiet ? `${line}${text(language, 'mailing.is-quiet', { time: wallTime(quiet, zone) })}` : line
}

/** How it stands, and what became of how many. */
export async function mailingReport(reading: Reading, mailing: Mailing): Promise<string> {
  const { tx, language } = reading
  const figures = await mailingFigures(tx, mailing.id)
  const { outcomes } = figures
  const lines = mailingOutcomes
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `· ${text(language, `mailing.outcome-${outcome}`, { count: outcomes[outcome] })}`)
  return [lineOf(reading, mailing, figures), ...lines].join('\n')
}

/** What can be done with it now. */
export function mailingChoices(language: Language, mailing: Mailing): Choice[] {
  return movesOf(mailing).map((move) => actionChoice(text(language, `mailing.${move}`), `mailing-${move}`, mailing.id))
}
