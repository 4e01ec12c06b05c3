import { textField } from '../../dialog/fields/text'
import { step } from '../../dialog/form'
import { nothingClear } from '../../domain/contact-record'
import { canSeeYouth } from '../../domain/permissions'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { noteSaid } from '../contact-books'
import { type Action, actionChoice, type Flow } from '../feature'
import { pointsOf, whoLooksAfter } from '../liaisons'
import { onlyRegistered } from '../only-registered'

/** The answer to an officer's word: a contact, which stands on the card. */
export const replyToOfficer: Flow = {
  form: {
    id: 'contact-reply',
    title: 'contact.reply-title',
    steps: [
      step({
        id: 'words',
        ask: 'contact.reply-words',
        explain: 'contact.reply-explain',
        label: 'casework.write.words.label',
        field: textField({ max: 500 }),
      }),
    ],
    withoutReview: true,
  },
  refusal: onlyRegistered,
  async submit(scene, answers, { about }) {
    const youth = await scene.youth()
    if (!youth) return
    const { tx, language } = scene
    await noteSaid(scene, youth, { ...nothingClear, words: answers.words as string })
    const wrote = await tx.get(officers, about ?? '')
    const isTheirs = canSeeYouth(wrote, youth, await pointsOf(tx, youth))
    for (const officer of wrote && isTheirs ? [wrote.id] : await whoLooksAfter(tx, youth)) {
      await scene.notify(officer, (theirs) => ({
        text: text(theirs, 'contact.officer-reply'),
        choices: [actionChoice(text(theirs, 'registration.see-youth'), 'contact-see', youth.id)],
      }))
    }
    scene.say({ text: text(language, 'contact.reply-done') })
  },
}

export const replyAction: Action = {
  id: 'contact-reply',
  run: async (scene, officer) => scene.open('contact-reply', { about: officer }),
}
