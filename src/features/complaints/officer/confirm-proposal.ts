import type { Complaint } from '../../../domain/complaint'
import { canConfirmDecline } from '../../../domain/permissions'
import { complaints } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Action, Scene } from '../../feature'
import { addEntry, moveCase, tellWorker } from '../case-record'
import { whyNotUnreached } from './close-unreached'
import { canMoveNow, caseFor, openButton, sayDone, sayStands } from './officer-case'
import { proposedMove, stampOf } from './proposal'
import { sayTold } from './reach-worker'
import { unitOfCase } from './who-is-told'

type Proposed = Complaint & { declining: NonNullable<Complaint['declining']> }

/** The second person agrees: only now the worker is told. */
export const confirmProposal: Action = {
  id: 'second-yes',
  async run(scene, argument) {
    const complaint = await proposedTo(scene, argument, 'second-yes')
    if (!complaint) return
    const moveId = proposedMove(complaint)
    if (!canMoveNow(scene, complaint, moveId, 'second')) return
    const hindrance = moveId === 'close-unreached' ? whyNotUnreached(scene, complaint) : undefined
    if (hindrance) return scene.say({ text: hindrance, choices: [openButton(scene.language, complaint)] })
    const { reason, rightPlace, by } = complaint.declining
    const moved = await moveCase(scene, complaint, moveId, 'second', {
      text: [reason, rightPlace].filter(Boolean).join('\n'),
      changes: { outcome: moveId === 'decline' ? 'out-of-scope' : 'no-contact' },
    })
    if (!moved.ok) return sayStands(scene, complaint)
    await tellWorker(scene, complaint, (language) => ({
      text:
        moveId === 'decline'
          ? text(language, 'casework.worker.declined', { number: complaint.number, reason, place: rightPlace })
          : text(language, 'casework.worker.unreached', { number: complaint.number }),
    }))
    await tellProposer(scene, complaint, by, 'casework.proposal.confirmed')
    await sayTold(scene, moved.complaint, text(scene.language, 'casework.proposal.done'))
  },
}

/** The second person does not agree: the case stays as it is. */
export const refuseProposal: Action = {
  id: 'second-no',
  async run(scene, argument) {
    const complaint = await proposedTo(scene, argument, 'second-no')
    if (!complaint) return
    await scene.tx.put(complaints, { ...complaint, declining: null })
    await addEntry(scene, complaint, { kind: 'decline-refused' })
    await tellProposer(scene, complaint, complaint.declining.by, 'casework.proposal.refused')
    sayDone(scene, complaint, text(scene.language, 'casework.proposal.refused-done'))
  },
}

/** The case with the very proposal that the button belongs to, if this person may answer it. */
async function proposedTo(scene: Scene, argument: string, act: string): Promise<Proposed | undefined> {
  const [id = '', stamp] = argument.split('.')
  scene.lock(`case:${id}`)
  const mine = await caseFor(scene, id, 'see', act)
  if (!mine) return undefined
  const { officer, complaint } = mine
  const { declining } = complaint
  if (!declining || stampOf(declining) !== stamp) {
    sayStands(scene, complaint)
    return undefined
  }
  if (!canConfirmDecline(officer, await unitOfCase(scene.tx, complaint), complaint)) {
    scene.say({ text: text(scene.language, 'casework.proposal.own'), choices: [openButton(scene.language, complaint)] })
    return undefined
  }
  return { ...complaint, declining }
}

async function tellProposer(
  scene: Scene,
  complaint: Complaint,
  proposer: string,
  key: 'casework.proposal.confirmed' | 'casework.proposal.refused',
): Promise<void> {
  const second = (await scene.officer())?.name ?? ''
  await scene.notify(proposer, (language) => ({
    text: text(language, key, { officer: second, number: complaint.number }),
    choices: [openButton(language, complaint)],
  }))
}
