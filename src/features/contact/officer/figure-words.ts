import { type Figure, percentOf } from '../../../domain/contact-plan'
import type { Language } from '../../../domain/language'
import { text } from '../../../text/text'

/** 45/80（56%），暂停 3 */
export function figureWords(language: Language, figure: Figure): string {
  const { active, contacted, paused } = figure
  const percent = percentOf(figure)
  const due = active - paused
  const words = percent === null ? text(language, 'contact.figure-none') : `${contacted}/${due}（${percent}%）`
  return paused > 0 ? `${words}${text(language, 'contact.figure-paused', { paused })}` : words
}
