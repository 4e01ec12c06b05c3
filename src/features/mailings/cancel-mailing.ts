import { mailingFigures } from '../../delivery/mailing'
import { moveMailing, movesOf } from '../../domain/mailing'
import { mailings } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice } from '../feature'
import { mailingTitle } from '../mailing-report'
import { mailingFor, sayMailing } from './see-mailing'

/** Asks, with how many have it already and how many would not get it. */
const cancel: Action = {
  id: 'mailing-cancel',
  async run(scene, id) {
    const mailing = await mailingFor(scene, id)
    if (!mailing) return
    if (!movesOf(mailing).includes('cancel')) return sayMailing(scene, mailing, 'mailing.not-cancelled')
    const { language, tx } = scene
    const { left, outcomes } = await mailingFigures(tx, id)
    const gone = outcomes.sent + outcomes.waiting + outcomes.unknown
    scene.say({
      text: text(language, 'mailing.cancel-sure', { title: await mailingTitle(scene, mailing), gone, left }),
      choices: [
        actionChoice(text(language, 'mailing.cancel-yes'), 'mailing-cancel-yes', id),
        actionChoice(text(language, 'mailing.cancel-no'), 'mailing-see', id),
      ],
    })
  },
}

/** Nothing more of it is sent from now on; a job takes the rows away. */
const cancelSurely: Action = {
  id: 'mailing-cancel-yes',
  async run(scene, id) {
    const mailing = await mailingFor(scene, id)
    if (!mailing) return
    const cancelled = moveMailing(mailing, 'cancel', scene.now)
    if (!cancelled) return sayMailing(scene, mailing, 'mailing.not-cancelled')
    await scene.tx.put(mailings, cancelled)
    await scene.record('mailing-cancel', id)
    await sayMailing(scene, cancelled, 'mailing.cancelled-now')
  },
}

export const cancelActions: readonly Action[] = [cancel, cancelSurely]
