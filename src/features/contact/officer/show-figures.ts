import { type Month, monthAfter, monthOf } from '../../../domain/contact-month'
import type { Figure } from '../../../domain/contact-plan'
import type { Language } from '../../../domain/language'
import { contactMatter, mailingId } from '../../../domain/mailing'
import type { Officer } from '../../../domain/officer'
import { canRunMailing } from '../../../domain/permissions'
import { showDate } from '../../../domain/spoken-date'
import type { Unit } from '../../../domain/unit'
import { mailings, units } from '../../../store/collections'
import { text } from '../../../text/text'
import { figureOf, figureWithoutPoint } from '../../contact-figures'
import { type Action, actionChoice, type Scene } from '../../feature'
import { mailingLine, mailingTitle } from '../../mailing-report'
import { figureWords } from './figure-words'
import { seesContacts, withoutPoint } from './whose'

const pageLength = 8

/** The figures of a unit and of what lies right below it, from counters: `<unit>` or `<unit>.<from>`. */
export const showFigures: Action = {
  id: 'contact-figures',
  async run(scene, argument) {
    const [id = '', start] = argument.split('.')
    const { language, tx } = scene
    const officer = await scene.officer()
    const unit = await tx.get(units, id)
    if (!officer || !unit || !seesContacts(officer, unit)) return scene.say({ text: text(language, 'bot.not-allowed') })
    const below = (await tx.find(units, { index: 'parent', equals: id })).filter((child) => child.id !== id)
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = below.slice(from, next)
    const lines = []
    for (const one of [unit, ...shown]) lines.push(await figureLine(scene, one))
    const month = monthOf(scene.now, scene.zone)
    const pointless = id === withoutPoint && from === 0 ? await figureWithoutPoint(tx, month) : undefined
    const name = text(language, 'contact.no-point')
    if (pointless?.active) {
      const value = words(language, month, pointless)
      lines.push(`· ${text(language, 'dialog.line', { label: name, value })}`)
    }
    const asked = from === 0 ? await questionsOf(scene, officer, unit, month) : []
    for (const { title, mailing } of asked) {
      lines.push(text(language, 'contact.figures-asked', { title, line: await mailingLine(scene, mailing) }))
    }
    scene.say({
      text: [text(language, 'contact.figures'), ...lines].join('\n'),
      choices: [
        ...asked.map(({ title, mailing }) => actionChoice([...title].slice(0, 20).join(''), 'mailing-see', mailing.id)),
        ...(pointless?.active ? [actionChoice(name, 'contact-list', withoutPoint)] : []),
        ...(unit.kind === 'point'
          ? [actionChoice(text(language, 'contact.list-point'), 'contact-list', unit.id)]
          : shown.map((child) => actionChoice(child.name.slice(0, 20), 'contact-figures', child.id))),
        ...(next < below.length
          ? [actionChoice(text(language, 'dialog.more'), 'contact-figures', `${id}.${next}`)]
          : []),
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}

/** How the month's questions are being sent, for those who may stop that. */
async function questionsOf(scene: Scene, officer: Officer, { id }: Unit, month: Month) {
  const found = []
  for (const which of ['first', 'repeat'] as const) {
    const mailing = await scene.tx.get(mailings, mailingId(contactMatter(which, month)))
    if (mailing?.path.at(-1) !== id || !canRunMailing(officer, mailing)) continue
    found.push({ mailing, title: await mailingTitle(scene, mailing) })
  }
  return found
}

async function figureLine(scene: Scene, { id, name }: Unit): Promise<string> {
  const { tx, language, zone, now } = scene
  const month = monthOf(now, zone)
  const months = [month, monthAfter(month, -1)]
  const values = await Promise.all(
    months.map(async (which) => words(language, which, await figureOf(tx, `unit:${id}`, which, month))),
  )
  return `· ${text(language, 'dialog.line', { label: name, value: values.join('；') })}`
}

function words(language: Language, month: string, figure: Figure): string {
  return text(language, 'contact.figure-of', {
    month: showDate(month, language),
    figure: figureWords(language, figure),
  })
}
