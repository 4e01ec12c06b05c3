import { monthOf } from '../../domain/contact-month'
import { type ContactPlan, isPaused } from '../../domain/contact-plan'
import { text } from '../../text/text'
import { planOf, putPlan } from '../contact-books'
import { type Action, actionChoice, type Command, type Scene } from '../feature'

const forGood = ['以后别问', '以后不要问', '别再问了', '不要再问', 'never ask']
const thisMonth = ['这个月别问', '这个月不要问', '这个月不用问', 'not this month']

/** 「这个月别问」「以后别问」; without a word it shows how it stands. */
export const pauseCommand: Command = {
  name: 'pause',
  label: 'command.pause',
  words: [...thisMonth, ...forGood],
  argumentOf: (word) => (forGood.includes(word) ? 'good' : 'month'),
  run: (scene, argument) => (argument ? pause(scene, argument) : showPause(scene)),
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
  const { language } = scene
  const month = monthOf(scene.now, scene.zone)
  const paused = until === 'good' || plan.paused === 'good' ? 'good' : month
  await putPlan(scene, plan, { ...plan, paused })
  scene.say({
    text: text(language, paused === 'good' ? 'contact.paused-good' : 'contact.paused-month'),
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
  if (isPaused(plan, monthOf(scene.now, scene.zone))) {
    const key = plan.paused === 'good' ? 'contact.is-paused-good' : 'contact.is-paused-month'
    return scene.say({
      text: text(language, key),
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

/** Who is not registered is never asked. */
async function planOfMe(scene: Scene): Promise<ContactPlan | undefined> {
  const youth = await scene.youth()
  if (youth) return planOf(scene, youth)
  scene.say({ text: text(scene.language, 'registration.register-first') })
  return undefined
}
