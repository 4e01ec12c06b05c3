import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { caseFlow } from './case-flow'
import { proposalHindrance, propose } from './proposal'

/** Proposes not to take a case: with a reason and the right place to go, and a second person who agrees. */
export const declineCase = caseFlow({
  form: {
    id: 'decline-case',
    title: 'casework.decline',
    submit: 'casework.decline.submit',
    steps: [
      step({
        id: 'reason',
        ask: 'casework.decline.reason',
        explain: 'casework.decline.reason.explain',
        label: 'casework.decline.reason.label',
        field: textField({ min: 2, max: 500 }),
      }),
      step({
        id: 'place',
        ask: 'casework.decline.place',
        explain: 'casework.decline.place.explain',
        label: 'casework.decline.place.label',
        field: textField({ min: 2, max: 300 }),
      }),
    ],
  },
  move: { id: 'decline', by: 'second' },
  hindrance: proposalHindrance,
  submit: (scene, mine, answers) =>
    propose(scene, mine, { reason: answers.reason as string, rightPlace: answers.place as string }),
})
