import { wallDate } from '../domain/calendar'
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

/** Questions that were not answered, the latest first. */
export function unansweredLines(scene: Words, plan: ContactPlan | undefined): string[] {
  const questions = plan ? unanswered(plan).reverse() : []
  return questions.map(({ month, at, repeatedAt }) =>
    monthLine(scene, month, { askedAt: at, repeatedAt, contacts: [], clears: nothingClear }),
  )
}

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
