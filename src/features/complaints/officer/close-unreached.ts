import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { isOverdue } from '../../../domain/case-clock'
import { isCutOffNear } from '../../../domain/cut-off'
import { text } from '../../../text/text'
import { caseFlow } from './case-flow'
import { byWord, today } from './case-words'
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
  async hindrance(scene, mine) {
    const { language } = scene
    const { next, given } = mine.complaint
    if (next && !isOverdue(mine.complaint, today(scene))) {
      return text(language, 'casework.unreached.too-early', { by: byWord(language, next) })
    }
    if (isCutOffNear(given, today(scene))) return text(language, 'casework.unreached.cut-off')
    return proposalHindrance(scene, mine)
  },
  submit: (scene, mine, answers) => propose(scene, mine, { reason: answers.tried as string, rightPlace: '' }),
})
