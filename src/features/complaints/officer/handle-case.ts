import { textField } from '../../../dialog/fields/text'
import { dateField } from '../../../dialog/fields/values'
import { step } from '../../../dialog/form'
import type { SpokenDate } from '../../../domain/spoken-date'
import { text } from '../../../text/text'
import { actionChoice } from '../../feature'
import { moveCase, tellWorker } from '../case-record'
import { caseFlow } from './case-flow'
import { dayWord } from './case-words'
import { sayStands } from './officer-case'
import { sayTold } from './reach-worker'

/** Begins the handling: the worker is told the plan, and by when they hear again. */
export const handleCase = caseFlow({
  form: {
    id: 'handle-case',
    title: 'casework.handle',
    submit: 'casework.send',
    steps: [
      step({
        id: 'plan',
        ask: 'casework.handle.plan',
        explain: 'casework.handle.plan.explain',
        label: 'casework.handle.plan.label',
        field: textField({ min: 2, max: 500 }),
      }),
      step({
        id: 'date',
        ask: 'casework.handle.date',
        label: 'casework.handle.date.label',
        field: dateField('future'),
      }),
    ],
  },
  move: { id: 'handle', by: 'caseworker' },
  async submit(scene, { officer, complaint }, answers) {
    const plan = answers.plan as string
    const by = (answers.date as SpokenDate).iso
    const moved = await moveCase(scene, complaint, 'handle', 'caseworker', {
      text: plan,
      changes: { owner: complaint.owner ?? officer.id, next: { step: 'progress', by, estimated: false } },
    })
    if (!moved.ok) return sayStands(scene, complaint)
    await tellWorker(scene, complaint, (language) => ({
      text: text(language, 'casework.worker.plan', { number: complaint.number, plan, by: dayWord(language, by) }),
      choices: [actionChoice(text(language, 'casework.worker.reply'), 'my-words', complaint.id)],
      from: { officer: officer.name },
    }))
    await sayTold(
      scene,
      moved.complaint,
      text(scene.language, 'casework.handle.done', { by: dayWord(scene.language, by) }),
    )
  },
})
