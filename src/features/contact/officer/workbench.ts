import { monthOf } from '../../../domain/contact-month'
import type { Choice } from '../../../domain/message'
import type { Officer } from '../../../domain/officer'
import { text } from '../../../text/text'
import { figureOf, figureWithoutPoint } from '../../contact-figures'
import { actionChoice, type Scene, type WorkbenchPart } from '../../feature'
import { officersNear } from '../../liaisons'
import { figureWords } from './figure-words'
import { countOf } from './list-contacts'
import { withoutPoint } from './whose'

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
    const { care, all } = await countOf(tx, `officer:${me.id}`, mine, month)
    lines.push(text(language, 'contact.bench-mine', { figure: figureWords(language, mine) }))
    if (care > 0) lines.push(text(language, 'contact.bench-care', { care }))
    choices.push(actionChoice(text(language, 'contact.list-mine', { count: all }), 'contact-list', 'mine'))
  }
  // Of who has no point those take care who are told of their help: the root's liaison officers, else its admins.
  if ((await officersNear(tx, [])).has(me.id)) {
    const figure = await figureWithoutPoint(tx, month)
    const { care, all: count } = await countOf(tx, withoutPoint, figure, month)
    if (care > 0) lines.push(text(language, 'contact.bench-no-point-care', { care }))
    if (count > 0)
      choices.push(actionChoice(text(language, 'contact.list-no-point', { count }), 'contact-list', withoutPoint))
  }
  const unit = await figureOf(tx, `unit:${me.unit}`, month, month)
  lines.push(text(language, 'contact.bench-unit', { figure: figureWords(language, unit) }))
  choices.push(actionChoice(text(language, 'contact.figures-button'), 'contact-figures', me.unit))
  return { text: lines.join('\n'), choices }
}
