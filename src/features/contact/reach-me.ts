import { textField } from '../../dialog/fields/text'
import { mobileField } from '../../dialog/fields/values'
import { type Field, type Form, step } from '../../dialog/form'
import { nothingClear } from '../../domain/contact-record'
import { mobileSchema } from '../../domain/phone'
import type { Youth } from '../../domain/youth'
import { text } from '../../text/text'
import { noteSaid, putYouth } from '../contact-books'
import { type Action, actionChoice, type Flow, type Scene } from '../feature'
import { onlyRegistered } from '../only-registered'

/** 「不想给」 passes it, as the button does. */
const phoneOrNot: Field<string | null> = {
  ...mobileField,
  schema: mobileSchema.nullable(),
  read(typed, context) {
    if (/^(?:我?不|没|no\b|rather not)[^\d]*$/i.test(typed.trim())) return { kind: 'answer', value: null }
    return mobileField.read(typed, context, undefined)
  },
  show: (value) => value ?? '',
}

const form: Form = {
  id: 'contact-reach',
  title: 'contact.reach-title',
  steps: [
    step({
      id: 'phone',
      ask: 'contact.reach-phone',
      explain: 'contact.reach-phone-explain',
      label: 'registration.phone-label',
      field: phoneOrNot,
      skippable: true,
    }),
    step({
      id: 'words',
      ask: 'contact.reach-words',
      explain: 'contact.reach-words-explain',
      label: 'contact.reach-words-label',
      field: textField({ max: 500 }),
      skippable: true,
      askIf: ({ phone }) => phone === null,
    }),
  ],
  withoutReview: true,
  keepsOnCancel: true,
}

/** Who asks for help and left no number leaves one, or says here what is the matter. */
export const reachMe: Flow = {
  form,
  refusal: onlyRegistered,
  async submit(scene, answers) {
    const youth = await scene.youth()
    if (!youth) return
    const { language, now } = scene
    const phone = (answers.phone as string | null | undefined) ?? null
    const words = (answers.words as string | null | undefined) ?? null
    if (phone) await putYouth(scene, { ...youth, phone, updatedAt: now })
    if (words) await noteSaid(scene, youth, { ...nothingClear, words })
    const key = phone ? 'contact.reach-phone-kept' : words ? 'contact.reach-words-kept' : 'contact.reach-nothing'
    scene.say({ text: text(language, key) })
  },
}

export const reachMeAction: Action = { id: 'contact-reach', run: async (scene) => scene.open(form.id) }

export function reachChoice({ language }: Scene) {
  return actionChoice(text(language, 'contact.reach'), reachMeAction.id)
}

/** In the same breath, unless a number is known. */
export function askHowToReach(scene: Scene, { phone }: Youth): void {
  if (!phone) scene.open(form.id)
}
