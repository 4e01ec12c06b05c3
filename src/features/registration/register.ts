import { yesNo } from '../../dialog/fields/choice'
import { type Answers, type Form, step } from '../../dialog/form'
import { wallDate } from '../../domain/calendar'
import type { Turn } from '../../domain/turn'
import type { Unit } from '../../domain/unit'
import type { Youth } from '../../domain/youth'
import { phrase, text } from '../../text/text'
import { putYouth } from '../contact-books'
import { actionChoice, type Command, type Flow, type Scene } from '../feature'
import { newReturnCode } from '../return-code'
import { dropConsent, forgetConsent, keepConsent } from './consent'
import { newLiaison, tellLiaison } from './give-liaison'
import { hintDuplicate } from './hint-duplicate'
import { openPoint, openPoints, stillOpen } from './points'
import { answersToProfile } from './profile'
import { isTooYoung, profileSteps } from './profile-steps'

const form: Form = {
  id: 'register',
  title: 'registration.title',
  steps: [
    step({
      id: 'consent',
      ask: 'registration.consent',
      explain: ({ facts }) => phrase('registration.consent-explain', { committee: String(facts.committee) }),
      label: 'registration.consent-label',
      field: yesNo({ yes: 'registration.consent-yes', no: 'registration.consent-no' }),
      silent: true,
    }),
    ...profileSteps,
  ],
  submit: 'registration.submit',
  withoutReview: (answers) => answers.consent === false || isTooYoung(answers),
}

export const register: Flow = {
  form,
  refusal: async (scene) => {
    const youth = await scene.youth()
    return youth && text(scene.language, 'registration.already', { name: youth.name })
  },
  facts: async (scene) => ({ committee: scene.committee, points: await openPoints(scene.tx) }),
  begins: async (scene) => {
    const point = await scannedPoint(scene)
    return point ? { points: [point.id] } : {}
  },
  answered: async (scene, turn, stepId, value) => {
    if (stepId === 'consent' && value === true) await keepConsent(scene, turn, true)
  },
  cancelled: (scene) => dropConsent(scene),
  submit: async (scene, answers, turn, questions) => {
    if (answers.consent === false) return refused(scene, turn)
    if (isTooYoung(answers)) return tooYoung(scene, turn)
    await registered(scene, answers, questions, turn.about)
  },
}

export const registerCommand: Command = {
  name: 'register',
  label: 'command.register',
  words: ['登记', '注册', 'register'],
  async run(scene) {
    const youth = await scene.youth()
    if (!youth) return scene.open('register')
    scene.say({
      text: text(scene.language, 'registration.already', { name: youth.name }),
      choices: [actionChoice(text(scene.language, 'registration.show-me'), 'command', 'me')],
    })
  },
}

async function scannedPoint(scene: Scene): Promise<Unit | undefined> {
  const id = scene.scannedPoint()
  return id === null ? undefined : openPoint(scene.tx, id)
}

async function refused(scene: Scene, turn: Turn): Promise<void> {
  await keepConsent(scene, turn, false)
  scene.say({
    text: text(scene.language, 'registration.refused'),
    choices: [
      actionChoice(text(scene.language, 'registration.complain'), 'command', 'complain'),
      actionChoice(text(scene.language, 'registration.hotlines'), 'command', 'hotlines'),
    ],
  })
}

async function tooYoung(scene: Scene, turn: Turn): Promise<void> {
  await forgetConsent(scene, turn)
  scene.say({
    text: text(scene.language, 'registration.too-young'),
    choices: [actionChoice(text(scene.language, 'registration.urgent'), 'urgent')],
  })
}

async function registered(scene: Scene, answers: Answers, questions: string, wanted: string | null): Promise<void> {
  const { language, now, tx } = scene
  const today = wallDate(now, scene.zone)
  const profile = answersToProfile(answers, Number(today.slice(0, 4)))
  const chosen = await stillOpen(tx, profile.points)
  // Whoever scans the poster in the middle of the form need not choose it once more.
  const scanned = chosen.length === 0 ? await scannedPoint(scene) : undefined
  const points = scanned ? [scanned] : chosen
  scene.keepScanned(null)
  const liaison = await newLiaison(scene, undefined, points)
  const youth: Youth = {
    ...profile,
    id: scene.person.id,
    points: points.map((point) => point.id),
    liaison: liaison?.id ?? null,
    registeredAt: now,
    updatedAt: now,
    form: { id: form.id, questions },
  }
  await putYouth(scene, youth)
  for (const point of points) await tx.add(`registered:${point.id}:${today.slice(0, 7)}`, 1)
  await tx.add(`registered:all:${today.slice(0, 7)}`, 1)
  await hintDuplicate(scene, youth, points)
  if (liaison) await tellLiaison(scene, liaison, points)

  const lines = [text(language, 'registration.done', { name: youth.name })]
  const names = points.map((point) => point.name).join('、')
  if (names) lines.push(text(language, 'registration.done-points', { points: names }))
  if (liaison) lines.push(text(language, 'registration.done-liaison', { liaison: liaison.name }))
  scene.say({ text: lines.join('\n') })
  // One given before, at a complaint, stands in their contacts already and goes on working.
  if (scene.person.returnCode === null) scene.say({ text: await newReturnCode(scene) })
  offerNext(scene, typeof answers.age === 'number' && answers.age < 16, wanted)
}

/** Under sixteen nobody may hire them, so help comes before everything else. `wanted` is what they were about to do: the value of its button. */
function offerNext(scene: Scene, isMinor: boolean, wanted: string | null): void {
  const { language } = scene
  const help = isMinor ? [actionChoice(text(language, 'registration.urgent'), 'urgent')] : []
  scene.say({
    text: isMinor
      ? `${text(language, 'registration.under-16')}\n${text(language, 'registration.next')}`
      : text(language, 'registration.next'),
    choices: [
      ...help,
      ...(wanted?.startsWith('!') ? [{ label: text(language, 'registration.go-on'), value: wanted }] : []),
      actionChoice(text(language, 'registration.complain'), 'command', 'complain'),
      // Invitations go to who was registered when an event was published.
      actionChoice(text(language, 'registration.events'), 'command', 'events'),
      actionChoice(text(language, 'registration.menu'), 'command', 'menu'),
    ],
  })
}
