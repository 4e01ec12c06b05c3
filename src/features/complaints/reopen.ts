import type { Complaint } from '../../domain/complaint'
import { reopenedBy } from '../../domain/complaint-moves'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { addEntry, moveCase, tellCaseworkers } from './case-record'
import { supervisorsOf } from './officer/who-is-told'
import { ownCaseToChange } from './own-cases'

/** One tap, within half a year of its end; later the same tap asks a supervisor. */
export const reopen: Action = {
  id: 'my-reopen',
  async run(scene, id) {
    const { language } = scene
    const complaint = await ownCaseToChange(scene, id)
    if (!complaint) return scene.say({ text: text(language, 'complaints.no-such-case') })
    if (reopenedBy(complaint, scene.now) === 'supervisor') return askToReopen(scene, complaint)
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

/** Puts the worker's wish before the supervisors; where there are none it is a new complaint. */
export async function askToReopen(scene: Scene, complaint: Complaint): Promise<void> {
  const { language, now } = scene
  const { id, number, stateAt } = complaint
  const supervisors = await supervisorsOf(scene.tx, complaint)
  if (supervisors.length === 0) return scene.say({ text: text(language, 'complaints.not-reopened') })
  if (complaint.reopenAsked === null) {
    await scene.tx.put(complaints, { ...complaint, reopenAsked: now })
    await addEntry(scene, complaint, { kind: 'from-worker', text: text(language, 'complaints.wants-reopening') })
  }
  for (const supervisor of supervisors) {
    await scene.notify(
      supervisor.id,
      (to) => ({
        text: text(to, 'casework.reopen-asked', { number }),
        choices: [actionChoice(text(to, 'casework.open'), 'case-open', id)],
      }),
      { key: `reopen-asked:${id}:${stateAt}:${supervisor.id}` },
    )
  }
  scene.say({ text: text(language, 'complaints.reopening-asked', { number }) })
}
