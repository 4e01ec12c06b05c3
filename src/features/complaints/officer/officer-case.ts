import type { Complaint } from '../../../domain/complaint'
import { type MoveId, type Mover, move } from '../../../domain/complaint-moves'
import type { Language } from '../../../domain/language'
import type { Officer } from '../../../domain/officer'
import { canHandleCase, canSeeCase } from '../../../domain/permissions'
import { complaints } from '../../../store/collections'
import { text } from '../../../text/text'
import { actionChoice, type Scene } from '../../feature'
import { stateWord } from './case-words'
import { unitOfCase } from './who-is-told'

/** A case in the hands of an officer who may see or handle it. */
export interface OfficerCase {
  officer: Officer
  complaint: Complaint
}

const can = { see: canSeeCase, handle: canHandleCase }
export type Right = keyof typeof can

/** The case if this person has the right to it; a refusal is on record and says the same as for a case that is not there. */
export async function findCase(scene: Scene, id: string, right: Right): Promise<OfficerCase | undefined> {
  const officer = await scene.officer()
  const complaint = officer && (await scene.tx.get(complaints, id))
  if (!officer || !complaint || complaint.person === 'erased') return undefined
  if (can[right](officer, await unitOfCase(scene.tx, complaint), complaint)) {
    scene.concerns(id)
    return { officer, complaint }
  }
  await scene.record('case-refused', id)
  return undefined
}

/** The same for an action: puts it on record, or says that there is no such case. */
export async function caseFor(scene: Scene, id: string, right: Right, act: string): Promise<OfficerCase | undefined> {
  const found = await findCase(scene, id, right)
  if (found) await scene.record(act, id)
  else scene.say({ text: text(scene.language, 'casework.not-here') })
  return found
}

/** Whether the move can be made now; otherwise it is said how the case stands, as when a colleague was quicker. */
export function canMoveNow(scene: Scene, complaint: Complaint, moveId: MoveId, by: Mover): boolean {
  if (move(complaint, moveId, by).ok) return true
  sayStands(scene, complaint)
  return false
}

export function sayStands(scene: Scene, complaint: Complaint): void {
  const { language } = scene
  scene.say({
    text: text(language, 'casework.stands', { number: complaint.number, state: stateWord(language, complaint.state) }),
    choices: [openButton(language, complaint)],
  })
}

/** What was done, with the ways on. */
export function sayDone(scene: Scene, complaint: Complaint, done: string): void {
  const back = actionChoice(text(scene.language, 'casework.workbench'), 'command', 'officer')
  scene.say({ text: done, choices: [openButton(scene.language, complaint), back] })
}

export function openButton(language: Language, complaint: Complaint) {
  return actionChoice(text(language, 'casework.open'), 'case-open', complaint.id)
}
