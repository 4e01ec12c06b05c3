import { isReachable } from '../../../delivery/notice'
import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { text } from '../../../text/text'
import { type Action, actionChoice, type Flow } from '../../feature'
import { seenYouth } from './seen-youth'
import { listButtons } from './whose'

/** A word to the youth in the officer's name; only an answer to it is a contact. */
export const writeToYouth: Flow = {
  form: {
    id: 'contact-write',
    title: 'contact.write',
    submit: 'casework.send',
    steps: [
      step({
        id: 'words',
        ask: 'contact.write-words',
        explain: 'casework.write.words.explain',
        label: 'casework.write.words.label',
        field: textField({ max: 1000 }),
      }),
    ],
  },
  async refusal(scene, about) {
    const seen = await seenYouth(scene, about ?? '')
    return typeof seen === 'string' ? text(scene.language, seen) : undefined
  },
  async submit(scene, answers, { about }) {
    const seen = await seenYouth(scene, about ?? '')
    if (typeof seen === 'string') return
    const { officer, youth } = seen
    const words = answers.words as string
    await scene.record('contact-written', youth.id)
    await scene.notify(youth.id, (theirs) => ({
      text: words,
      choices: [actionChoice(text(theirs, 'casework.worker.reply'), 'contact-reply', officer.id)],
      from: { officer: officer.name },
    }))
    const isSent = await isReachable(scene.tx, youth.id, scene.now)
    scene.say({
      text: text(scene.language, isSent ? 'contact.write-done' : 'contact.write-kept'),
      choices: listButtons(scene, officer, youth),
    })
  },
}

export const writeToYouthAction: Action = {
  id: 'contact-write',
  run: async (scene, about) => scene.open('contact-write', { about }),
}
