import { z } from 'zod'
import { oneOf, yesNo } from '../../dialog/fields/choice'
import { moneyField } from '../../dialog/fields/values'
import { type Answers, type Form, step } from '../../dialog/form'
import { isAboutMoney, type Payment } from '../../domain/complaint'
import type { Money } from '../../domain/money'
import { text } from '../../text/text'
import type { Action, Flow, Scene } from '../feature'
import { answerLate } from './answer-late'
import { moveCase } from './case-record'
import { ownCase, ownCaseToChange } from './own-cases'
import { answered, refuseIfNotClaimable, sayHowItStands, settle } from './settle-case'

const isPart = (answers: Answers) => answers.full === 'part'

const gotPaidForm: Form = {
  id: 'got-paid',
  title: 'complaints.paid-title',
  steps: [
    step({
      id: 'full',
      ask: 'complaints.paid-full',
      label: 'complaints.paid-full-label',
      field: oneOf(
        ({ language }) => [
          { id: 'full', label: text(language, 'complaints.paid-all'), words: ['全', '全部', '够了', '齐了', 'all'] },
          { id: 'part', label: text(language, 'complaints.paid-part'), words: ['一部分', '部分', '没齐', 'part'] },
        ],
        z.enum(['full', 'part']),
      ),
    }),
    step({
      id: 'amount',
      ask: 'complaints.paid-amount',
      label: 'complaints.paid-amount-label',
      field: moneyField(),
    }),
    step({
      id: 'rest',
      ask: 'complaints.paid-rest',
      explain: 'complaints.paid-rest-explained',
      label: 'complaints.paid-rest-label',
      field: yesNo({ yes: 'complaints.rest-wanted', no: 'complaints.rest-not' }),
      askIf: isPart,
    }),
  ],
}

export const gotPaid: Flow = {
  form: gotPaidForm,
  refusal: refuseIfNotClaimable,
  async submit(scene, answers, turn) {
    const complaint = await ownCaseToChange(scene, turn.about)
    if (!complaint) return
    const { fen } = answers.amount as Money
    const part = isPart(answers)
    const payment: Payment = { fen, part, by: scene.person.id, at: scene.now, confirmed: 'yes' }
    const moved = await settle(scene, complaint, payment, !part || answers.rest === false)
    await sayHowItStands(scene, moved)
  },
}

/** The worker's word on what the caseworker said was paid. */
async function answerClaim(scene: Scene, id: string, confirmed: 'yes' | 'no'): Promise<void> {
  const complaint = await ownCaseToChange(scene, id)
  if (!complaint) return scene.say({ text: text(scene.language, 'complaints.no-such-case') })
  if (complaint.unconfirmed) return answerLate(scene, complaint, confirmed)
  const payments = complaint.payments.map(answered(confirmed))
  const move = confirmed === 'yes' ? 'confirm-paid' : 'deny-paid'
  await sayHowItStands(scene, await moveCase(scene, complaint, move, 'worker', { changes: { payments } }))
}

export const paidActions: readonly Action[] = [
  {
    id: 'my-paid',
    async run(scene, id) {
      const refused = await refuseIfNotClaimable(scene, id)
      if (refused) return scene.say({ text: refused })
      const kind = (await ownCase(scene, id))?.given.kind
      scene.open(kind && isAboutMoney(kind) ? 'got-paid' : 'solved', { about: id })
    },
  },
  { id: 'my-paid-yes', run: (scene, id) => answerClaim(scene, id, 'yes') },
  { id: 'my-paid-no', run: (scene, id) => answerClaim(scene, id, 'no') },
]
