import { z } from 'zod'
import { fixedOptions, oneOf } from '../../../dialog/fields/choice'
import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { text } from '../../../text/text'
import { moveCase, tellWorker } from '../case-record'
import { closedSaying } from '../closed-saying'
import { caseFlow } from './case-flow'
import { sayStands } from './officer-case'
import { sayTold } from './reach-worker'

const closingSchema = z.enum(['paid-full', 'paid-part', 'agreement', 'award', 'no-basis', 'out-of-scope', 'duplicate'])
type Closing = z.infer<typeof closingSchema>

/** Closes what the worker has called resolved, under an outcome that the figures count. */
export const closeCase = caseFlow({
  form: {
    id: 'close-case',
    title: 'casework.close',
    submit: 'casework.close.submit',
    steps: [
      step({
        id: 'outcome',
        ask: 'casework.close.outcome',
        label: 'casework.close.outcome.label',
        field: oneOf<Closing>(
          fixedOptions({
            'paid-full': 'casework.outcome.paid-full',
            'paid-part': 'casework.outcome.paid-part',
            agreement: 'casework.outcome.agreement',
            award: 'casework.outcome.award',
            'no-basis': 'casework.outcome.no-basis',
            'out-of-scope': 'casework.outcome.out-of-scope',
            duplicate: 'casework.outcome.duplicate',
          }),
          closingSchema,
        ),
      }),
      step({
        id: 'words',
        ask: 'casework.close.words',
        label: 'casework.close.words.label',
        field: textField({ max: 500 }),
        skippable: true,
      }),
    ],
  },
  move: { id: 'close', by: 'caseworker' },
  async submit(scene, { complaint }, answers) {
    const outcome = answers.outcome as Closing
    const words = (answers.words as string | null) ?? null
    const moved = await moveCase(scene, complaint, 'close', 'caseworker', {
      changes: { outcome },
      ...(words !== null && { text: words }),
    })
    if (!moved.ok) return sayStands(scene, complaint)
    await tellWorker(scene, complaint, (language) => closedSaying(language, moved.complaint, outcome, words))
    await sayTold(scene, moved.complaint, text(scene.language, 'casework.close.done'))
  },
})
