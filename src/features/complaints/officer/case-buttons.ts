import { isOverdue } from '../../../domain/case-clock'
import { type MoveId, movesOpenTo, reopenedBy } from '../../../domain/complaint-moves'
import type { Choice } from '../../../domain/message'
import { canHandleCase, canReopenLate } from '../../../domain/permissions'
import { type PlainKey, text } from '../../../text/text'
import { actionChoice, type Scene } from '../../feature'
import { isMoneyCase } from './case-paid'
import { shortNumber, today } from './case-words'
import { canChangeOwner } from './change-owner'
import { linkedSeen } from './linked-seen'
import { mergeable } from './merge-case'
import type { OfficerCase } from './officer-case'
import { stampOf } from './proposal'
import { unitOfCase } from './who-is-told'

/** The order in which they stand on the screen. */
const mostLikelyFirst: readonly MoveId[] = [
  'accept',
  'ask-info',
  'handle',
  'claim-paid',
  'close',
  'decline',
  'close-unreached',
]

/** How each move is begun from the case: by its own action or by a form. */
const beginnings: Partial<Record<MoveId, { label: PlainKey; form?: string }>> = {
  accept: { label: 'casework.accept' },
  'ask-info': { label: 'casework.ask-info', form: 'ask-info' },
  handle: { label: 'casework.handle', form: 'handle-case' },
  'claim-paid': { label: 'casework.claim-paid', form: 'case-paid' },
  close: { label: 'casework.close', form: 'close-case' },
  decline: { label: 'casework.decline', form: 'decline-case' },
  'close-unreached': { label: 'casework.unreached', form: 'close-unreached' },
}

const solved = { label: 'casework.solved', form: 'case-paid' } as const

/** What can be done with the case now, most likely first. */
export async function caseButtons(scene: Scene, { officer, complaint }: OfficerCase): Promise<Choice[]> {
  const say = (label: PlainKey, action: string, argument: string) =>
    actionChoice(text(scene.language, label), action, argument)
  const { id, declining } = complaint
  const answers =
    declining && declining.by !== officer.id
      ? [
          say('casework.proposal.yes', 'second-yes', `${id}.${stampOf(declining)}`),
          say('casework.proposal.no', 'second-no', `${id}.${stampOf(declining)}`),
        ]
      : []
  const unit = await unitOfCase(scene.tx, complaint)
  if (canReopenLate(officer, unit, complaint) && reopenedBy(complaint, scene.now)) {
    answers.push(say('casework.reopen', 'case-reopen', id))
  }
  const files = complaint.evidence.length > 0 ? [say('casework.files', 'case-files', id)] : []
  const linked = (await linkedSeen(scene, { officer, complaint })).map((other) =>
    actionChoice(shortNumber(other), 'case-open', other.id),
  )
  const rest = [
    ...linked,
    say('casework.history', 'case-history', id),
    actionChoice(text(scene.language, 'casework.workbench'), 'command', 'officer'),
  ]
  if (!canHandleCase(officer, unit, complaint)) return [...answers, ...files, ...rest]
  const moves = complaint.declining
    ? movesOpenTo(complaint, 'caseworker')
    : [...movesOpenTo(complaint, 'caseworker'), ...movesOpenTo(complaint, 'second')]
  const begin = mostLikelyFirst
    .filter((moveId) => moves.includes(moveId))
    .flatMap((moveId) => {
      const beginning = moveId === 'claim-paid' && !isMoneyCase(complaint) ? solved : beginnings[moveId]
      if (!beginning || (moveId === 'close-unreached' && !isOverdue(complaint, today(scene)))) return []
      return beginning.form
        ? [say(beginning.label, 'case-form', `${beginning.form}.${id}`)]
        : [say(beginning.label, `case-${moveId}`, id)]
    })
  const owner = !canChangeOwner(complaint)
    ? []
    : complaint.owner === officer.id
      ? [say('casework.pass-on', 'case-form', `pass-on-case.${id}`)]
      : [say('casework.take', 'case-take', id)]
  const isDouble = complaint.merging === null && (await mergeable(scene, { officer, complaint })).length > 0
  return [
    ...answers,
    ...begin,
    ...(isDouble ? [say('casework.merge', 'case-form', `merge-case.${id}`)] : []),
    say('casework.write', 'case-form', `write-to-worker.${id}`),
    ...files,
    say('casework.note', 'case-form', `case-note.${id}`),
    ...owner,
    ...rest,
  ]
}
