import { wallDate } from '../../../domain/calendar'
import type { ContactPlan } from '../../../domain/contact-plan'
import type { Ledger } from '../../../domain/contact-record'
import type { Youth } from '../../../domain/youth'
import { contactPlans, ledgers } from '../../../store/collections'
import { text } from '../../../text/text'
import { dayWords, latestLines } from '../../contact-lines'
import { type Action, actionChoice, type Scene } from '../../feature'
import { youthLines } from '../../youth-lines'
import { triedWords } from './note-try'
import { youthFor } from './seen-youth'
import { listButtons } from './whose'

const monthsShown = 2

/** One youth before a call: why and how it stands this month, then who they are; the call or visit is entered from here. */
export const seeContact: Action = {
  id: 'contact-see',
  async run(scene, id) {
    const seen = await youthFor(scene, id)
    if (!seen) return
    await scene.record('see-youth', id)
    const { language, tx } = scene
    const kept = await tx.find(ledgers, { index: 'subject', equals: id })
    const plan = await tx.get(contactPlans, id)
    const [now = '', ...before] = latestLines(scene, kept, plan, monthsShown)
    const tried = triedWords(scene, plan?.tried)
    scene.say({
      text: [
        ...whyFirst(scene, plan, kept),
        ...(tried ? [`· ${tried}`] : []),
        now,
        ...(await whoTheyAre(scene, seen.youth)),
        ...before,
      ].join('\n'),
      choices: [
        actionChoice(text(language, 'contact.enter-call'), 'contact-enter', `call.${id}`),
        actionChoice(text(language, 'contact.tried-call-button'), 'contact-tried', `call.${id}`),
        actionChoice(text(language, 'contact.enter-visit'), 'contact-enter', `visit.${id}`),
        actionChoice(text(language, 'contact.tried-visit-button'), 'contact-tried', `visit.${id}`),
        actionChoice(text(language, 'contact.write'), 'contact-write', id),
        ...listButtons(scene, seen.officer, seen.youth),
      ],
    })
  },
}

/** Why somebody stands before others: what they said last of it. */
function whyFirst(scene: Scene, plan: ContactPlan | undefined, kept: readonly Ledger[]): string[] {
  if (!plan?.careSince) return []
  const records = kept.flatMap(({ months }) => Object.entries(months)).sort(([a], [b]) => (a < b ? 1 : -1))
  const told = records.map(([, record]) => record?.clears).find((clears) => clears?.needsHelp || clears?.mood === 'bad')
  const key = told?.needsHelp ? 'contact.why-help' : told ? 'contact.why-mood' : 'contact.why-either'
  return [text(scene.language, key, { day: dayWords(scene, wallDate(plan.careSince, scene.zone)) })]
}

/** A line each for what a call needs, one for all the rest; what is not known is left out, but for the number. */
async function whoTheyAre(scene: Scene, youth: Youth): Promise<string[]> {
  const own = ['name', 'phone', 'livesAt', 'worksAt']
  const lines = await youthLines(scene, youth)
  const shown = lines.filter(({ field, value }) => value !== null || field === 'phone')
  const say = ({ label, value }: (typeof lines)[number]) =>
    text(scene.language, 'dialog.line', { label, value: value ?? text(scene.language, 'dialog.not-told') })
  const rest = shown.filter(({ field }) => !own.includes(field)).map(say)
  return [
    ...shown.filter(({ field }) => own.includes(field)).map((line) => `· ${say(line)}`),
    ...(rest.length > 0 ? [`· ${rest.join('；')}`] : []),
  ]
}
