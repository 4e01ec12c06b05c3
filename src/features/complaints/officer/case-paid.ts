import { yesNo } from '../../../dialog/fields/choice'
import { textField } from '../../../dialog/fields/text'
import { moneyField } from '../../../dialog/fields/values'
import { step } from '../../../dialog/form'
import { type Complaint, isAboutMoney } from '../../../domain/complaint'
import { type Money, showMoney } from '../../../domain/money'
import { text } from '../../../text/text'
import { actionChoice } from '../../feature'
import { moveCase, tellWorker } from '../case-record'
import { caseFlow } from './case-flow'
import { sayStands } from './officer-case'
import { sayTold } from './reach-worker'

/** The other side says it paid, or the matter seems settled: only the worker's word makes that true. */
export const casePaid = caseFlow({
  form: {
    id: 'case-paid',
    title: 'casework.claim-paid',
    submit: 'casework.claim-paid.submit',
    steps: [
      step({
        id: 'amount',
        ask: 'casework.claim-paid.amount',
        label: 'casework.claim-paid.amount.label',
        field: moneyField(),
        askIf: (_, facts) => facts.money === true,
      }),
      step({
        id: 'full',
        ask: 'casework.claim-paid.full',
        label: 'casework.claim-paid.full.label',
        field: yesNo({ yes: 'casework.claim-paid.all', no: 'casework.claim-paid.part' }),
        askIf: (_, facts) => facts.money === true,
      }),
      step({
        id: 'result',
        ask: 'casework.claim-paid.result',
        label: 'casework.claim-paid.result.label',
        field: textField({ min: 2, max: 500 }),
        askIf: (_, facts) => facts.money !== true,
      }),
    ],
  },
  move: { id: 'claim-paid', by: 'caseworker' },
  facts: async (_, { complaint }) => ({ money: isMoneyCase(complaint) }),
  async submit(scene, { officer, complaint }, answers) {
    const amount = answers.amount as Money | undefined
    const part = answers.full === false
    const result = (answers.result as string | undefined) ?? null
    const payments = amount
      ? [{ fen: amount.fen, part, by: officer.id, at: scene.now, confirmed: 'unasked' as const }]
      : []
    const moved = await moveCase(scene, complaint, 'claim-paid', 'caseworker', {
      changes: { payments: [...complaint.payments, ...payments] },
      ...(result !== null && { text: result }),
    })
    if (!moved.ok) return sayStands(scene, complaint)
    const { number } = complaint
    await tellWorker(scene, complaint, (language) => ({
      text: amount
        ? text(language, part ? 'casework.worker.paid-part' : 'casework.worker.paid-all', {
            number,
            amount: showMoney(amount.fen, language),
          })
        : text(language, 'casework.worker.solved', { number, result: result ?? '' }),
      choices: [
        actionChoice(
          text(language, amount ? 'casework.worker.paid-yes' : 'casework.worker.solved-yes'),
          'my-paid-yes',
          complaint.id,
        ),
        actionChoice(
          text(language, amount ? 'casework.worker.paid-no' : 'casework.worker.solved-no'),
          'my-paid-no',
          complaint.id,
        ),
      ],
    }))
    await sayTold(scene, moved.complaint, text(scene.language, 'casework.claim-paid.done'))
  },
})

/** Where no sum is owed, the worker is asked whether the matter is settled. */
export function isMoneyCase({ given }: Complaint): boolean {
  return given.kind !== null && isAboutMoney(given.kind)
}
