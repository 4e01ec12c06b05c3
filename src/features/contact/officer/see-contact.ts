import { contactPlans, ledgers } from '../../../store/collections'
import { text } from '../../../text/text'
import { contactLines, unansweredLines } from '../../contact-lines'
import { type Action, actionChoice } from '../../feature'
import { readableYouth } from '../../youth-lines'
import { youthFor } from './seen-youth'
import { listButtons } from './whose'

const monthsShown = 3

/** One youth before a call: who they are, what the last contacts made clear; the call or visit is entered from here. */
export const seeContact: Action = {
  id: 'contact-see',
  async run(scene, id) {
    const seen = await youthFor(scene, id)
    if (!seen) return
    await scene.record('see-youth', id)
    const { language, tx } = scene
    const kept = await tx.find(ledgers, { index: 'subject', equals: id })
    const silence = unansweredLines(scene, await tx.get(contactPlans, id)).slice(0, monthsShown)
    scene.say({
      text: [...(await readableYouth(scene, seen.youth)), ...silence, ...contactLines(scene, kept, monthsShown)].join(
        '\n',
      ),
      choices: [
        actionChoice(text(language, 'contact.enter-call'), 'contact-enter', `call.${id}`),
        actionChoice(text(language, 'contact.enter-visit'), 'contact-enter', `visit.${id}`),
        actionChoice(text(language, 'contact.write'), 'contact-write', id),
        ...listButtons(scene, seen.officer, seen.youth),
      ],
    })
  },
}
