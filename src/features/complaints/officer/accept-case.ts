import { text } from '../../../text/text'
import type { Action } from '../../feature'
import { actionChoice } from '../../feature'
import { moveCase, tellWorker } from '../case-record'
import { byWord } from './case-words'
import { canMoveNow, caseFor, openButton, sayStands } from './officer-case'
import { toldOrNot } from './reach-worker'

/** Takes a case on: whoever accepts it owns it. */
export const acceptCase: Action = {
  id: 'case-accept',
  async run(scene, id) {
    scene.lock(`case:${id}`)
    const mine = await caseFor(scene, id, 'handle', 'case-accept')
    if (!mine || !canMoveNow(scene, mine.complaint, 'accept', 'caseworker')) return
    const { officer, complaint } = mine
    const moved = await moveCase(scene, complaint, 'accept', 'caseworker', { changes: { owner: officer.id } })
    if (!moved.ok) return sayStands(scene, complaint)
    const { next } = moved.complaint
    await tellWorker(scene, complaint, (language) => ({
      text: text(language, 'casework.worker.accepted', {
        officer: officer.name,
        number: complaint.number,
        by: next ? byWord(language, next) : '',
      }),
    }))
    const { language } = scene
    const done = text(language, 'casework.accepted', {
      number: complaint.number,
      by: next ? byWord(language, next) : '',
    })
    scene.say({
      text: await toldOrNot(scene, complaint, done),
      choices: [
        actionChoice(text(language, 'casework.handle'), 'case-form', `handle-case.${id}`),
        openButton(language, complaint),
        actionChoice(text(language, 'casework.workbench'), 'command', 'officer'),
      ],
    })
  },
}
