import { askedOn, type Month, monthAfter, monthOf } from '../../domain/contact-month'
import { type ContactPlan, monthToPause, pausedFrom } from '../../domain/contact-plan'
import { showDate } from '../../domain/spoken-date'
import { text } from '../../text/text'
import { planOf, putPlan } from '../contact-books'
import { type Action, actionChoice, type Command, type Scene } from '../feature'
import { answerContact } from './answer'

const when = '(?:从?(?:今|以|往)后|[这下本]个?月|this month|next month)'
const notToAsk = new RegExp(
  `^(?:请|麻烦|拜托|求|你们?)*${when}?[，, ]?(?:请|你们?|就|都|也)*(?:别|不要|不用|不必|不许|莫|甭)(?:再|老是?|总是?|一直|天天)*来?(?:问|烦|打扰|骚扰)(?:我们?|俺)?(?:[了啦吧呀啊嘛]|谢谢|[，, ])*$|^(?:please )?(?:stop|never|do ?n['o]t|do not)(?: ever)? (?:ask|bother|disturb)(?:ing)?(?: me)?(?: again| any ?more)?(?: ${when})?$`,
)

/** 「这个月别问」「以后别再问我了」; where neither is said it shows how it stands, with both. */
export const pauseCommand: Command = {
  name: 'pause',
  label: 'command.pause',
  words: ['这个月别问', '以后别问', 'not this month', 'never ask'],
  sign: notToAsk,
  endsForms: [answerContact.form.id],
  argumentOf(word) {
    if (/下个?月|next month/.test(word)) return 'next'
    if (/[这本]个?月|this month/.test(word)) return 'month'
    return /再|后|never|again|any ?more/.test(word) ? 'good' : ''
  },
  async run(scene, argument) {
    if (argument) return pause(scene, argument)
    scene.close(answerContact.form.id)
    await showPause(scene)
  },
}

const pauseAction: Action = { id: 'contact-pause', run: pause }

/** Where the settings lead to. */
const pauseSettings: Action = { id: 'contact-settings', run: showPause }

const resumeAction: Action = { id: 'contact-resume', run: resume }

export const resumeCommand: Command = {
  name: 'resume',
  label: 'command.resume',
  words: ['接着问', '可以问了', '恢复联络', 'ask again'],
  run: resume,
}

export const pauseActions: readonly Action[] = [pauseAction, pauseSettings, resumeAction]

async function pause(scene: Scene, until: string): Promise<void> {
  const plan = await planOfMe(scene)
  if (!plan) return
  scene.close(answerContact.form.id)
  const { language } = scene
  const month = monthOf(scene.now, scene.zone)
  const left = monthToPause(plan, month, scene.now)
  // A pause is one month: who is still asked in this one is shown how it stands.
  if (until === 'next' && left === month) return showPause(scene)
  const paused = until === 'good' || plan.paused === 'good' ? 'good' : left
  await putPlan(scene, plan, { ...plan, paused })
  const which = left === month ? 'contact.paused-month' : 'contact.paused-next'
  scene.say({
    text:
      paused === 'good' ? text(language, 'contact.paused-good') : text(language, which, { day: dayAfter(scene, left) }),
    choices: [actionChoice(text(language, 'contact.resume'), resumeAction.id)],
  })
}

async function resume(scene: Scene): Promise<void> {
  const plan = await planOfMe(scene)
  if (!plan) return
  const { language } = scene
  const month = monthOf(scene.now, scene.zone)
  await putPlan(scene, plan, { ...plan, paused: null })
  scene.say({
    text: text(language, 'contact.resumed'),
    choices: plan.contacted === month ? [] : [actionChoice(text(language, 'contact.answer'), 'contact')],
  })
}

async function showPause(scene: Scene): Promise<void> {
  const plan = await planOfMe(scene)
  if (!plan) return
  const { language } = scene
  const left = pausedFrom(plan, monthOf(scene.now, scene.zone))
  if (left || plan.paused === 'good') {
    return scene.say({
      text: left
        ? text(language, 'contact.is-paused-month', { day: dayAfter(scene, left) })
        : text(language, 'contact.is-paused-good'),
      choices: [actionChoice(text(language, 'contact.resume'), resumeAction.id)],
    })
  }
  scene.say({
    text: text(language, 'contact.is-asked'),
    choices: [
      actionChoice(text(language, 'contact.pause-month'), pauseAction.id, 'month'),
      actionChoice(text(language, 'contact.pause-good'), pauseAction.id, 'good'),
    ],
  })
}

/** The day of the question after the one that is left out. */
function dayAfter({ language }: Scene, left: Month): string {
  return showDate(askedOn(monthAfter(left)), language)
}

/** Who is not registered is never asked. */
async function planOfMe(scene: Scene): Promise<ContactPlan | undefined> {
  const youth = await scene.youth()
  if (youth) return planOf(scene, youth)
  scene.say({ text: text(scene.language, 'registration.register-first') })
  return undefined
}
