import { text } from '../../text/text'
import { type Action, actionChoice } from '../feature'
import { moveCase, tellCaseworkers } from './case-record'
import { ownCaseToChange } from './own-cases'
import { mayReopen } from './show-case'

/** One tap, within 180 days of its end. */
export const reopen: Action = {
  id: 'my-reopen',
  async run(scene, id) {
    const { language } = scene
    const complaint = await ownCaseToChange(scene, id)
    if (!complaint) return scene.say({ text: text(language, 'complaints.no-such-case') })
    if (!mayReopen(scene, complaint)) return scene.say({ text: text(language, 'complaints.not-reopened') })
    const moved = await moveCase(scene, complaint, 'reopen', 'worker', { changes: { outcome: null } })
    if (!moved.ok) return scene.say({ text: text(language, 'complaints.changed-meanwhile') })
    const { number } = complaint
    await tellCaseworkers(scene, moved.complaint, (to) => ({
      text: text(to, 'complaints.officer-reopened', { number }),
    }))
    scene.say({
      text: text(language, 'complaints.reopened', { number }),
      choices: [actionChoice(text(language, 'complaints.do-words'), 'my-words', id)],
    })
  },
}
