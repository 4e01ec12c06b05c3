import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { nextOf } from '../../../domain/case-clock'
import { complaints } from '../../../store/collections'
import { text } from '../../../text/text'
import { actionChoice } from '../../feature'
import { addEntry, tellWorker } from '../case-record'
import { caseFlow } from './case-flow'
import { sayTold } from './reach-worker'

/** A word to the worker in the officer's name; while a case is handled it counts as the word that was promised. */
export const writeToWorker = caseFlow({
  form: {
    id: 'write-to-worker',
    title: 'casework.write',
    submit: 'casework.send',
    steps: [
      step({
        id: 'words',
        ask: 'casework.write.words',
        explain: 'casework.write.words.explain',
        label: 'casework.write.words.label',
        field: textField({ max: 1000 }),
      }),
    ],
  },
  async submit(scene, { officer, complaint }, answers) {
    const words = answers.words as string
    if (complaint.state === 'handling') {
      const next = nextOf({ ...complaint, stateAt: scene.now }, scene.zone)
      await scene.tx.put(complaints, { ...complaint, next })
    }
    await addEntry(scene, complaint, { kind: 'to-worker', text: words })
    await tellWorker(scene, complaint, (language) => ({
      text: text(language, 'casework.worker.word', { number: complaint.number, words }),
      choices: [actionChoice(text(language, 'casework.worker.reply'), 'my-words', complaint.id)],
      from: { officer: officer.name },
    }))
    const { language } = scene
    await sayTold(scene, complaint, text(language, 'casework.write.done'), text(language, 'casework.write.kept'))
  },
})
