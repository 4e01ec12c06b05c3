import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { text } from '../../../text/text'
import { actionChoice } from '../../feature'
import { moveCase, tellWorker } from '../case-record'
import { caseFlow } from './case-flow'
import { byWord } from './case-words'
import { sayStands } from './officer-case'
import { sayTold } from './reach-worker'

/** Asks the worker for everything that is missing, in one list. */
export const askInfo = caseFlow({
  form: {
    id: 'ask-info',
    title: 'casework.ask-info',
    submit: 'casework.send',
    steps: [
      step({
        id: 'items',
        ask: 'casework.ask-info.items',
        explain: 'casework.ask-info.items.explain',
        label: 'casework.ask-info.items.label',
        field: textField({ min: 2, max: 500 }),
      }),
    ],
  },
  move: { id: 'ask-info', by: 'caseworker' },
  async submit(scene, { officer, complaint }, answers) {
    const items = answers.items as string
    const owner = complaint.owner ?? officer.id
    const moved = await moveCase(scene, complaint, 'ask-info', 'caseworker', { text: items, changes: { owner } })
    if (!moved.ok) return sayStands(scene, complaint)
    const { next } = moved.complaint
    await tellWorker(scene, complaint, (language) => ({
      text: text(language, 'casework.worker.ask-info', {
        number: complaint.number,
        items,
        by: next ? byWord(language, next) : '',
      }),
      choices: [actionChoice(text(language, 'casework.worker.answer'), 'my-words', complaint.id)],
      from: { officer: officer.name },
    }))
    await sayTold(scene, moved.complaint, text(scene.language, 'casework.ask-info.done'))
  },
})
