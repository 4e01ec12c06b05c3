import type { Complaint } from '../../domain/complaint'
import { reopenedBy } from '../../domain/complaint-moves'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { addEntry, moveCase, tellCaseworkers } from './case-record'
import { askToReopen } from './reopen'
import { answered, sayHowItStands } from './settle-case'

/** The worker's word on what the program has meanwhile put aside for want of it: a yes makes it true, a no opens it again. */
export async function answerLate(scene: Scene, complaint: Complaint, confirmed: 'yes' | 'no'): Promise<void> {
  const { language } = scene
  const { number } = complaint
  const payments = complaint.payments.map(answered(confirmed))
  if (confirmed === 'no') {
    if (reopenedBy(complaint, scene.now) !== 'worker') return askToReopen(scene, complaint)
    const changes = { payments, outcome: null }
    return sayHowItStands(scene, await moveCase(scene, complaint, 'reopen', 'worker', { changes }))
  }
  await scene.tx.put(complaints, { ...complaint, payments, unconfirmed: false })
  await addEntry(scene, complaint, { kind: 'from-worker', text: text(language, 'complaints.said-yes-late') })
  scene.say({ text: text(language, 'complaints.settled', { number }) })
  await tellCaseworkers(scene, complaint, (to) => ({ text: text(to, 'complaints.officer-settled', { number }) }))
}
