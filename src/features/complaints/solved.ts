import { yesNo } from '../../dialog/fields/choice'
import { type Form, step } from '../../dialog/form'
import { text } from '../../text/text'
import type { Flow } from '../feature'
import { ownCaseToChange } from './own-cases'
import { refuseIfNotClaimable, sayHowItStands, settle } from './settle-case'

/** For what is no matter of money. */
const solvedForm: Form = {
  id: 'solved',
  title: 'complaints.solved-title',
  withoutReview: true,
  steps: [
    step({
      id: 'solved',
      ask: 'complaints.solved',
      label: 'complaints.solved-title',
      field: yesNo({ yes: 'complaints.solved-yes', no: 'complaints.solved-no' }),
    }),
  ],
}

export const solved: Flow = {
  form: solvedForm,
  refusal: refuseIfNotClaimable,
  async submit(scene, answers, turn) {
    const complaint = await ownCaseToChange(scene, turn.about)
    if (complaint && answers.solved === true) return sayHowItStands(scene, await settle(scene, complaint, null, true))
    if (complaint) scene.say({ text: text(scene.language, 'complaints.goes-on', { number: complaint.number }) })
  },
}
