import { canReopenLate } from '../../../domain/permissions'
import { text } from '../../../text/text'
import type { Action } from '../../feature'
import { moveCase, tellCaseworkers, tellWorker } from '../case-record'
import { canMoveNow, caseFor, sayStands } from './officer-case'
import { sayTold } from './reach-worker'
import { unitOfCase } from './who-is-told'

/** A supervisor opens a case again whose half year is over, because its worker asked for it. */
export const reopenLate: Action = {
  id: 'case-reopen',
  async run(scene, id) {
    scene.lock(`case:${id}`)
    const mine = await caseFor(scene, id, 'see', 'case-reopen')
    if (!mine || !canMoveNow(scene, mine.complaint, 'reopen', 'supervisor')) return
    const { officer, complaint } = mine
    if (!canReopenLate(officer, await unitOfCase(scene.tx, complaint), complaint)) {
      return scene.say({ text: text(scene.language, 'casework.reopen-not-yours') })
    }
    const moved = await moveCase(scene, complaint, 'reopen', 'supervisor', { changes: { outcome: null } })
    if (!moved.ok) return sayStands(scene, complaint)
    const { number } = complaint
    await tellWorker(scene, complaint, (language) => ({ text: text(language, 'casework.worker.reopened', { number }) }))
    await tellCaseworkers(scene, moved.complaint, (to) => ({
      text: text(to, 'complaints.officer-reopened', { number }),
    }))
    await sayTold(scene, moved.complaint, text(scene.language, 'casework.reopen-done'))
  },
}
