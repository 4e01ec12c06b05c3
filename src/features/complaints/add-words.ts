import { type Form, step } from '../../dialog/form'
import type { Complaint } from '../../domain/complaint'
import { holdsPrivateNumber } from '../../domain/private-number'
import { text } from '../../text/text'
import type { Action, Flow, Scene } from '../feature'
import { accountField } from './account-field'
import { keepFiles, refuseIfOver } from './add-evidence'
import { addEntry, tellCaseworkers } from './case-record'
import { helpIfCry } from './cry-for-help'
import { answerIfAsked } from './evidence'
import { evidenceAside } from './evidence-step'
import { ownCaseToChange } from './own-cases'

const addWordsForm: Form = {
  id: 'add-words',
  title: 'complaints.words-title',
  withoutReview: true,
  filesGoTo: evidenceAside.id,
  steps: [
    step({
      id: 'words',
      ask: 'complaints.words',
      label: 'complaints.words-label',
      field: accountField({ max: 2000 }),
    }),
    evidenceAside,
  ],
}

/** Puts the worker's words on the record and tells who handles the case, without them. */
async function addWords(scene: Scene, complaint: Complaint, words: string): Promise<void> {
  const { number } = complaint
  await addEntry(scene, complaint, { kind: 'from-worker', text: words })
  const now = await answerIfAsked(scene, complaint)
  await tellCaseworkers(scene, now, (language) => ({ text: text(language, 'complaints.officer-words', { number }) }))
  scene.say({ text: text(scene.language, 'complaints.words-passed-on', { number }) })
  helpIfCry(scene, words)
}

export const addWordsFlow: Flow = {
  form: addWordsForm,
  hearsCries: true,
  refusal: refuseIfOver,
  async answered(scene, turn, step, value) {
    if (step === evidenceAside.id) await keepFiles(scene, turn.about, value)
  },
  async submit(scene, answers, turn) {
    // A voice message is stored before the words that point to it.
    await keepFiles(scene, turn.about, answers.evidence)
    const complaint = await ownCaseToChange(scene, turn.about)
    if (complaint && typeof answers.words === 'string') await addWords(scene, complaint, answers.words)
  },
}

export const wordsActions: readonly Action[] = [
  {
    id: 'my-words',
    async run(scene, id) {
      const refusal = await refuseIfOver(scene, id)
      if (refusal) return scene.say({ text: refusal })
      scene.open('add-words', { about: id })
    },
  },
  {
    id: 'pass-on',
    async run(scene, id) {
      const refusal = await refuseIfOver(scene, id)
      const words = scene.heldText()
      if (refusal) return scene.say({ text: refusal })
      const complaint = await ownCaseToChange(scene, id)
      if (!complaint || !words || holdsPrivateNumber(words))
        return scene.say({ text: text(scene.language, 'complaints.words-gone') })
      await addWords(scene, complaint, words)
    },
  },
  {
    id: 'pass-on-no',
    async run(scene) {
      scene.say({ text: text(scene.language, 'complaints.not-passed-on') })
    },
  },
]
