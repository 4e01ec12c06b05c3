import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { text } from '../../../text/text'
import { addEntry } from '../case-record'
import { caseFlow } from './case-flow'
import { sayDone } from './officer-case'

/** A note for colleagues, never shown to the worker. */
export const caseNote = caseFlow({
  form: {
    id: 'case-note',
    title: 'casework.note',
    withoutReview: true,
    steps: [
      step({
        id: 'note',
        ask: 'casework.note.ask',
        explain: 'casework.note.explain',
        label: 'casework.note.label',
        field: textField({ max: 1000 }),
      }),
    ],
  },
  async submit(scene, { complaint }, answers) {
    await addEntry(scene, complaint, { kind: 'note', text: answers.note as string })
    sayDone(scene, complaint, text(scene.language, 'casework.note.done'))
  },
})
