import { monthOf } from '../../domain/contact-month'
import { type ContactPlan, isPaused } from '../../domain/contact-plan'
import { text } from '../../text/text'
import { planOf, putPlan } from '../contact-books'
import { type Action, actionChoice, type Command, type Scene } from '../feature'

const forGood = [
  '以后别问',
  '以后不要问',
  '别再问了',
  '别再问',
  '不要再问',
  '不要再问了',
  'never ask',
  'never ask again',
]
const thisMonth = ['这个月别问', '这个月不要问', '这个月不用问', 'not this month']
const eitherWay = [
  '别问我',
  '别问我了',
  '别问',
  '别问了',
  '不要问我',
  '不要问了',
  '别烦我',
  "don't ask me",
  'do not ask me',
  'stop asking',
  "don't ask",
]

/** 「这个月别问」「以后别问」; where neither is said it shows how it stands, with both. */
export const pauseCommand: Command = {
  name: 'pause',
  label: 'command.pause',
  words: [...thisMonth, ...forGood, ...eitherWay],
  argumentOf: (word) => (forGood.includes(word) ? 'good' : thisMonth.includes(word) ? 'month' : ''),
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
