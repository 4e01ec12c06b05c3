import type { Form } from '../../dialog/form'
import { monthOf } from '../../domain/contact-month'
import { type Clears, correctedBy, isAnything, type Mood, ownAnswerAt } from '../../domain/contact-record'
import type { Youth } from '../../domain/youth'
import { text } from '../../text/text'
import { noteSaid, planOf, putPlan, putYouth, recordNow } from '../contact-books'
import { type Action, actionChoice, type Command, type Flow, type Scene } from '../feature'
import { onlyRegistered } from '../only-registered'
import { forgetLowMood, noteLowMood, tellOfHelp } from './care'
import { clearsOf, clearsSteps } from './clears-steps'
import { askHowToReach } from './reach-me'

/** A minute at most: each question by one tap, and what was answered counts also of who has enough in the middle; who cancels has said nothing. */
const form: Form = {
  id: 'contact',
  title: 'contact.title',
  steps: clearsSteps('own'),
  withoutReview: true,
  stopsHere: true,
}

export const answerContact: Flow = {
  form,
  refusal: onlyRegistered,
  async facts(scene) {
    const { livesAt = null, trade = null, worksAt = null } = (await scene.youth()) ?? {}
    return { livesAt, trade, worksAt }
  },
  async answered(scene, _turn, step, value) {
    if (step === 'mood' && (value as Mood | null) === 'bad') await noteLowMood(scene)
  },
  async cancelled(scene, answers, turn) {
    const youth = await scene.youth()
    if (!youth) return
    if (answers.mood === 'bad') await forgetLowMood(scene, youth, turn.startedAt)
    // Words that opened the form stand as they were heard.
    const heard = ownAnswerAt(await recordNow(scene, youth.id))
    if (heard === turn.startedAt) scene.say({ text: text(scene.language, 'contact.heard-stays') })
  },
  async submit(scene, answers) {
    const youth = await scene.youth()
    if (!youth) return
    const told = clearsOf(answers, youth)
    if (!isAnything(told)) {
      await leaveInPeace(scene, youth)
      return scene.say({ text: text(scene.language, 'contact.nothing-told') })
    }
    const corrected = correctedBy(youth, told, scene.now)
    if (corrected !== youth) await putYouth(scene, corrected)
    await noteSaid(scene, corrected, told, (since) => caredFor(scene, told, since))
    if (told.needsHelp) {
      await tellOfHelp(scene, corrected)
      return askHowToReach(scene, corrected)
    }
    scene.say({ text: text(scene.language, corrected === youth ? 'contact.thanks' : 'contact.thanks-corrected') })
  },
}

export const contactCommand: Command = {
  name: 'contact',
  label: 'command.contact',
  words: ['联络', '每月联络', '报平安', '我很好', 'contact', 'check in'],
  run: openContact,
}

/** The button under the question that was pushed. */
export const contactAction: Action = { id: 'contact', run: openContact }

async function openContact(scene: Scene): Promise<void> {
  if (await scene.youth()) return scene.open(form.id)
  scene.say({
    text: text(scene.language, 'registration.register-first'),
    choices: [actionChoice(text(scene.language, 'settings.register'), 'command', 'register')],
  })
}

/** Who needs nothing any more waits for nobody; who said nothing of it still does. */
export function caredFor({ now }: Scene, { needsHelp, mood }: Clears, since: string | null): string | null {
  if (needsHelp || mood === 'bad') return since ?? now
  return needsHelp === false ? null : since
}

/** Who passed every question is no contact, and is not asked once more either; who only left waits like any other. */
async function leaveInPeace(scene: Scene, youth: Youth): Promise<void> {
  const plan = await planOf(scene, youth)
  const { asked } = plan
  if (asked?.month === monthOf(scene.now, scene.zone)) {
    await putPlan(scene, plan, { ...plan, asked: { ...asked, repeatedAt: asked.repeatedAt ?? scene.now, later: true } })
  }
}
