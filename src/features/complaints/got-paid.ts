import { z } from 'zod'
import { oneOf, yesNo } from '../../dialog/fields/choice'
import { moneyField } from '../../dialog/fields/values'
import { type Answers, type Form, step } from '../../dialog/form'
import type { Complaint, Payment } from '../../domain/complaint'
import { movesOpenTo } from '../../domain/complaint-moves'
import { type Money, showMoney } from '../../domain/money'
import { text } from '../../text/text'
import type { Action, Flow, Scene } from '../feature'
import { type Moved, moveCase, tellCaseworkers } from './case-record'
import { ownCase, ownCaseToChange } from './own-cases'

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

/** Paid in full, or in part and content with it, settles the case; else it is handled further, with the payment on record. */
async function settle(scene: Scene, complaint: Complaint, payment: Payment, isOver: boolean): Promise<Moved> {
  const claimed: Moved =
    complaint.state === 'claimed-paid'
      ? { ok: true, complaint }
      : await moveCase(scene, complaint, 'claim-paid', 'worker')
  if (!claimed.ok) return claimed
  const payments = [...claimed.complaint.payments.map(answered('no')), payment]
  return moveCase(scene, claimed.complaint, isOver ? 'confirm-paid' : 'deny-paid', 'worker', { changes: { payments } })
}

/** A claim nobody asked the worker about yet gets the worker's word. */
function answered(confirmed: 'yes' | 'no') {
  return (payment: Payment): Payment => (payment.confirmed === 'unasked' ? { ...payment, confirmed } : payment)
}

async function sayHowItStands(scene: Scene, moved: Moved, sum: string | null): Promise<void> {
  const { language } = scene
  if (!moved.ok) return scene.say({ text: text(language, 'complaints.changed-meanwhile') })
  const { state, number } = moved.complaint
  const isOver = state === 'resolved'
  scene.say({ text: text(language, isOver ? 'complaints.paid-over' : 'complaints.paid-goes-on', { number }) })
  await tellCaseworkers(scene, moved.complaint, (to) => ({
    text: text(to, isOver ? 'complaints.officer-paid' : 'complaints.officer-unpaid', { number, sum: sum ?? '' }),
  }))
}

async function refusal(scene: Scene, about: string | null): Promise<string | undefined> {
  const complaint = await ownCase(scene, about)
  if (!complaint) return text(scene.language, 'complaints.no-such-case')
  const mayClaim = complaint.state === 'claimed-paid' || movesOpenTo(complaint, 'worker').includes('claim-paid')
  return mayClaim ? undefined : text(scene.language, 'complaints.changed-meanwhile')
}

export const gotPaid: Flow = {
  form: gotPaidForm,
  refusal,
  async submit(scene, answers, turn) {
    const complaint = await ownCaseToChange(scene, turn.about)
    if (!complaint) return
    const { fen } = answers.amount as Money
    const part = isPart(answers)
    const payment: Payment = { fen, part, by: scene.person.id, at: scene.now, confirmed: 'yes' }
    const moved = await settle(scene, complaint, payment, !part || answers.rest === false)
    await sayHowItStands(scene, moved, showMoney(fen, scene.language))
  },
}

/** The worker's word on what the caseworker said was paid. */
async function answerClaim(scene: Scene, id: string, confirmed: 'yes' | 'no'): Promise<void> {
  const complaint = await ownCaseToChange(scene, id)
  if (!complaint) return scene.say({ text: text(scene.language, 'complaints.no-such-case') })
  const payments = complaint.payments.map(answered(confirmed))
  const move = confirmed === 'yes' ? 'confirm-paid' : 'deny-paid'
  await sayHowItStands(scene, await moveCase(scene, complaint, move, 'worker', { changes: { payments } }), null)
}

export const paidActions: readonly Action[] = [
  {
    id: 'my-paid',
    async run(scene, id) {
      const refused = await refusal(scene, id)
      if (refused) return scene.say({ text: refused })
      scene.open('got-paid', { about: id })
    },
  },
  { id: 'my-paid-yes', run: (scene, id) => answerClaim(scene, id, 'yes') },
  { id: 'my-paid-no', run: (scene, id) => answerClaim(scene, id, 'no') },
]
