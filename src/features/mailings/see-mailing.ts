import type { Mailing } from '../../domain/mailing'
import { canRunMailing } from '../../domain/permissions'
import { mailings } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { mailingChoices, mailingReport, mailingTitle } from '../mailing-report'
import { isListed } from './list-mailings'

/** A mailing this officer answers for, held against other changes; says so when there is none. */
export async function mailingFor(scene: Scene, id: string): Promise<Mailing | undefined> {
  scene.lock(`rule:mailing:${id}`)
  const officer = await scene.officer()
  const mailing = await scene.tx.get(mailings, id)
  if (mailing && canRunMailing(officer, mailing)) return mailing
  scene.say({ text: text(scene.language, 'mailing.not-here') })
  return undefined
}

/** How far it is, what became of what was sent, and what can be done. */
export async function sayMailing(scene: Scene, mailing: Mailing, lead?: PlainKey): Promise<void> {
  const { language } = scene
  const { id, matter } = mailing
  const officer = await scene.officer()
  scene.say({
    text: [
      ...(lead ? [text(language, lead)] : []),
      `【${await mailingTitle(scene, mailing)}】`,
      await mailingReport(scene, mailing),
    ].join('\n'),
    choices: [
      ...mailingChoices(language, mailing),
      ...(mailing.endedAt === null ? [actionChoice(text(language, 'mailing.see-again'), 'mailing-see', id)] : []),
      ...(matter.kind === 'invitation' ? [actionChoice(text(language, 'holding.see'), 'event-manage', id)] : []),
      ...(isListed(officer) ? [actionChoice(text(language, 'mailing.all'), 'mailing-list')] : []),
      actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
    ],
  })
}

export const seeMailing: Action = {
  id: 'mailing-see',
  async run(scene, id) {
    const mailing = await mailingFor(scene, id)
    if (!mailing) return
    await scene.record('mailing-see', id)
    await sayMailing(scene, mailing)
  },
}
