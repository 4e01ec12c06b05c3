import { monthOf } from '../../../domain/contact-month'
import type { Choice } from '../../../domain/message'
import type { Officer } from '../../../domain/officer'
import { contactPlans } from '../../../store/collections'
import { text } from '../../../text/text'
import { figureOf } from '../../contact-figures'
import { actionChoice, type Scene, type WorkbenchPart } from '../../feature'
import { figureWords } from './figure-words'
import { mineButton } from './list-contacts'

/** This month's figure, of one's own people before that of the unit, and the ways to who needs somebody. */
export async function contactOnWorkbench(scene: Scene, me: Officer): Promise<WorkbenchPart | undefined> {
  const isLiaison = me.roles.includes('liaison')
  if (!isLiaison && !me.roles.includes('admin')) return undefined
  const { tx, language, now, zone } = scene
  const month = monthOf(now, zone)
  const lines: string[] = []
  const choices: Choice[] = []
  const mine = await figureOf(tx, `officer:${me.id}`, month, month)
  if (isLiaison && mine.active > 0) {
    const care = await tx.count(contactPlans, { index: 'care', equals: `officer:${me.id}` })
    lines.push(text(language, 'contact.bench-mine', { figure: figureWords(language, mine) }))
    if (care > 0) lines.push(text(language, 'contact.bench-care', { care }))
    choices.push(mineButton(language, Math.max(care, mine.active - mine.paused - mine.contacted)))
  }
  const unit = await figureOf(tx, `unit:${me.unit}`, month, month)
  lines.push(text(language, 'contact.bench-unit', { figure: figureWords(language, unit) }))
  choices.push(actionChoice(text(language, 'contact.figures-button'), 'contact-figures', me.unit))
  return { text: lines.join('\n'), choices }
}
