import { wallDate } from '../../../domain/calendar'
import { monthAfter, monthOf } from '../../../domain/contact-month'
import { type ContactPlan, type Figure, isPaused, standingIn } from '../../../domain/contact-plan'
import type { OutboxRow } from '../../../domain/message'
import { contactPlans, outbox, youths } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'
import { type PlainKey, text } from '../../../text/text'
import { dayWords } from '../../contact-lines'
import { questionKey } from '../../contact-question'
import { type Action, actionChoice, type Scene } from '../../feature'
import { figureWords } from './figure-words'
import { type Whose, whoseContacts } from './whose'

const pageLength = 8
/** More than anybody goes through in a month. */
const mostListed = 500

/** Who is not contacted yet this month, in pages: `<scope>` or `<scope>.<from>`; who needs somebody first, then the longest silence. */
export const listContacts: Action = {
  id: 'contact-list',
  async run(scene, argument) {
    const [scope = '', start] = argument.split('.')
    const { language, tx } = scene
    const officer = await scene.officer()
    const whose = officer && (await whoseContacts(scene, officer, scope))
    if (!whose) return scene.say({ text: text(language, 'bot.not-allowed') })
    await scene.record('contact-list', scope === 'mine' ? null : scope)
    const month = monthOf(scene.now, scene.zone)
    const plans = await notContacted(tx, whose, month)
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = await Promise.all(plans.slice(from, next).map((plan) => button(scene, plan, month)))
    const figure = figureWords(language, await whose.figure(tx, month))
    const name = whose.name ?? text(language, 'contact.mine')
    scene.say({
      text: [
        text(language, 'contact.list', { name, figure }),
        ...(plans.some(({ careSince }) => careSince) ? [text(language, 'contact.list-care')] : []),
        text(language, plans.length === 0 ? 'contact.list-empty' : 'contact.list-how'),
      ].join('\n'),
      choices: [
        ...shown.flat(),
        ...(next < plans.length
          ? [actionChoice(text(language, 'dialog.more'), 'contact-list', `${scope}.${next}`)]
          : []),
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}

async function notContacted(tx: ReadTx, { list }: Whose, month: string): Promise<ContactPlan[]> {
  const care = await tx.find(contactPlans, { index: 'care', equals: list, limit: mostListed })
  const before = { index: 'silent', equals: list, to: monthAfter(month, -1), limit: mostListed }
  const silent = await tx.find(contactPlans, before)
  return [...care, ...silent.filter((plan) => plan.careSince === null && !isPaused(plan, month))]
}

async function button(scene: Scene, plan: ContactPlan, month: string) {
  const youth = await scene.tx.get(youths, plan.id)
  if (!youth) return []
  const words = [...(await marksOf(scene, plan, month)), youth.name].join(' ')
  return [actionChoice([...words].slice(0, 20).join(''), 'contact-see', plan.id)]
}

/** What lies ready for a visit has reached nobody. */
const notReached: readonly OutboxRow['state'][] = ['waiting', 'failed', 'unknown', 'expired', 'cancelled']

/** Why somebody stands in the list, where there is more to it than that they were not contacted, and who tried already. */
async function marksOf(scene: Scene, plan: ContactPlan, month: string): Promise<string[]> {
  const { language, zone } = scene
  const care = plan.careSince ? [text(language, 'contact.mark-care')] : []
  if (plan.tried) {
    const day = dayWords(scene, wallDate(plan.tried.at, zone))
    return [...care, text(language, `contact.mark-tried-${plan.tried.way}`, { day })]
  }
  if (plan.careSince) return care
  const mark = await markOf(scene, plan, month)
  return mark ? [text(language, mark)] : []
}

async function markOf({ tx, now, zone }: Scene, plan: ContactPlan, month: string): Promise<PlainKey | undefined> {
  if (plan.asked?.month !== month) return undefined
  const [row] = await tx.find(outbox, { index: 'key', equals: questionKey(plan.id, month), limit: 1 })
  if (row && notReached.includes(row.state)) return 'contact.mark-not-reached'
  if (plan.asked.later) return 'contact.mark-later'
  if (plan.asked.at > now) {
    return wallDate(plan.asked.at, zone) === wallDate(now, zone) ? 'contact.mark-tonight' : 'contact.mark-to-ask'
  }
  return plan.asked.repeatedAt ? 'contact.mark-silent' : 'contact.mark-asked'
}

/** How many stand in a list, without reading all of it: who needs somebody stands there although contacted or paused. */
export async function countOf(tx: ReadTx, list: string, { active, contacted, paused }: Figure, month: string) {
  const care = await tx.find(contactPlans, { index: 'care', equals: list, limit: mostListed })
  const beside = care.filter((plan) => standingIn(plan, month) !== 'open')
  return { care: care.length, all: active - paused - contacted + beside.length }
}
