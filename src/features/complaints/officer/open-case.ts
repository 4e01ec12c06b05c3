import { nextOf } from '../../../domain/case-clock'
import type { Complaint } from '../../../domain/complaint'
import { complaints } from '../../../store/collections'
import { caseEntries } from '../../../store/logs'
import type { Action, Scene } from '../../feature'
import { addEntry } from '../case-record'
import { caseButtons } from './case-buttons'
import { caseFor, type OfficerCase } from './officer-case'
import { showCase } from './show-case'

/** Opens a case: on record, and from the first time on the worker's clock knows that somebody has read it. */
export const openCase: Action = {
  id: 'case-open',
  async run(scene, id) {
    scene.lock(`case:${id}`)
    const mine = await caseFor(scene, id, 'see', 'case-open')
    if (!mine) return
    const complaint = await noteOpening(scene, mine)
    scene.say({
      text: await showCase(scene, { ...mine, complaint }),
      choices: await caseButtons(scene, { ...mine, complaint }),
    })
  },
}

/** Looking twice in a row is one line of the record. */
async function noteOpening(scene: Scene, { officer, complaint }: OfficerCase): Promise<Complaint> {
  const [last] = await scene.tx.entries(caseEntries, { key: complaint.id, limit: 1 })
  if (last?.kind !== 'opened' || last.actor !== officer.id) await addEntry(scene, complaint, { kind: 'opened' })
  if (complaint.openedAt) return complaint
  const opened = { ...complaint, openedAt: scene.now }
  const isUnread = opened.state === 'submitted' || opened.state === 'draft'
  const changed = isUnread ? { ...opened, next: nextOf(opened, scene.zone) } : opened
  await scene.tx.put(complaints, changed)
  return changed
}
