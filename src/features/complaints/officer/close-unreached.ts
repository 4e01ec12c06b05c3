import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { isUnanswered, unansweredFrom } from '../../../domain/case-clock'
import type { Complaint } from '../../../domain/complaint'
import { isCutOffNear } from '../../../domain/cut-off'
import { text } from '../../../text/text'
import type { Scene } from '../../feature'
import { caseFlow } from './case-flow'
import { dayWord, today } from './case-words'
import { proposalHindrance, propose } from './proposal'

/** Proposes to close a case whose worker has not answered: not before their time is over, and not shortly before a legal cut-off. */
export const closeUnreached = caseFlow({
  form: {
    id: 'close-unreached',
    title: 'casework.unreached',
    submit: 'casework.decline.submit',
    steps: [
      step({
        id: 'tried',
        ask: 'casework.unreached.tried',
        explain: 'casework.unreached.tried.explain',
        label: 'casework.unreached.tried.label',
        field: textField({ min: 2, max: 500 }),
      }),
    ],
  },
  move: { id: 'close-unreached', by: 'second' },
  hindrance: async (scene, mine) => whyNotUnreached(scene, mine.complaint) ?? proposalHindrance(scene, mine),
  submit: (scene, mine, answers) => propose(scene, mine, { reason: answers.tried as string, rightPlace: '' }),
})

/** Why a case cannot be closed for want of an answer now: all reminders come first, and no legal way may close the while. */
export function whyNotUnreached(scene: Scene, complaint: Complaint): string | undefined {
  const { language, zone } = scene
  if (isCutOffNear(complaint.given, today(scene))) return text(language, 'casework.unreached.cut-off')
  if (isUnanswered(complaint, today(scene), zone)) return undefined
  return text(language, 'casework.unreached.too-early', {
    times: complaint.reminded?.times ?? 0,
    by: dayWord(language, unansweredFrom(complaint, zone)),
  })
}
