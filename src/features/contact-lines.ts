import { addDays, wallDate } from '../domain/calendar'
import { monthOf } from '../domain/contact-month'
import { type ContactPlan, unanswered } from '../domain/contact-plan'
import { isAnything, type Ledger, type MonthRecord, nothingClear } from '../domain/contact-record'
import { showDate } from '../domain/spoken-date'
import { text } from '../text/text'
import type { Scene } from './feature'

type Words = Pick<Scene, 'language' | 'zone'>

/** A ledger in words, the latest month first: how there was contact, and what it made clear. */
export function contactLines(scene: Words, ledgers: readonly Ledger[], most = Number.POSITIVE_INFINITY): string[] {
  const months = ledgers.flatMap((ledger) => Object.entries(ledger.months))
  return months
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, most)
    .flatMap(([month, record]) => (record ? [monthLine(scene, month, record)] : []))
}

/** 今天, 昨天, or the date. */
export function dayWords({ language, zone, now }: Pick<Scene, 'language' | 'zone' | 'now'>, day: string): string {
  const today = wallDate(now, zone)
  if (day === today) return text(language, 'contact.today')
  return day === addDays(today, -1) ? text(language, 'contact.yesterday') : showDate(day, language)
}

/** Questions that were not answered, the latest first. */
export function unansweredLines(scene: Words, plan: ContactPlan | undefined): string[] {
  const questions = plan ? unanswered(plan).reverse() : []
  return questions.map(({ month, at, repeatedAt }) =>
    monthLine(scene, month, { ...nothingIn, askedAt: at, repeatedAt }),
  )
}

/** The latest months, this one first also when nothing was in it yet: what a ledger holds and what was not answered. */
export function latestLines(
  scene: Words & Pick<Scene, 'now'>,
  ledgers: readonly Ledger[],
  plan: ContactPlan | undefined,
  most: number,
): string[] {
  const months: Record<string, MonthRecord> = { [monthOf(scene.now, scene.zone)]: nothingIn }
  for (const { month, at, repeatedAt } of plan ? unanswered(plan) : []) {
    // What is still to be asked was not.
    months[month] = { ...nothingIn, askedAt: at > scene.now ? null : at, repeatedAt }
  }
  for (const ledger of ledgers) Object.assign(months, ledger.months)
  return Object.entries(months)
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, most)
    .map(([month, record]) => monthLine(scene, month, record))
}

const nothingIn: MonthRecord = { askedAt: null, repeatedAt: null, contacts: [], clears: nothingClear }

function monthLine(scene: Words, month: string, record: MonthRecord): string {
  const { language, zone } = scene
  const on = (at: string) => showDate(wallDate(at, zone), language)
  const { contacts, clears, askedAt } = record
  const made = contacts.map(({ way, at }) =>
    text(language, 'contact.line-made', { way: wayWord(language, way), date: on(at) }),
  )
  const asked = askedAt ? [text(language, 'contact.line-asked', { date: on(askedAt) })] : []
  const told = isAnything(clears) ? [clearsWords(scene, clears)] : []
  const words = made.length > 0 ? [...new Set(made), ...told] : [...asked, text(language, 'contact.line-silent')]
  return `· ${text(language, 'contact.line', { month: showDate(month, language), words: words.join('；') })}`
}

function wayWord(language: Words['language'], way: MonthRecord['contacts'][number]['way']): string {
  return text(language, `contact.way-${way}`)
}

function clearsWords({ language }: Words, { livesAt, work, mood, needsHelp, words }: MonthRecord['clears']): string {
  const works = [work?.trade && text(language, `registration.trade-${work.trade}`), work?.worksAt].filter(Boolean)
  return [
    livesAt && text(language, 'contact.line-lives', { place: livesAt }),
    works.length > 0 && text(language, 'contact.line-works', { work: works.join(' · ') }),
    mood && text(language, `contact.mood-${mood}`),
    needsHelp && text(language, 'contact.line-help'),
    words && text(language, 'contact.line-words', { words }),
  ]
    .filter(Boolean)
    .join('，')
}
