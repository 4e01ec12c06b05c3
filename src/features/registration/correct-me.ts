import type { Form } from '../../dialog/form'
import { wallDate } from '../../domain/calendar'
import type { Youth } from '../../domain/youth'
import { phrase, text } from '../../text/text'
import { putYouth } from '../contact-books'
import type { Action, Flow, Scene } from '../feature'
import { onlyRegistered } from '../only-registered'
import { newLiaison, tellLiaison } from './give-liaison'
import { hintDuplicate } from './hint-duplicate'
import { openPoints, stillOpen } from './points'
import { answersToProfile, type ProfileOfYouth, youthToAnswers } from './profile'
import { isTooYoung, profileSteps } from './profile-steps'

const form: Form = {
  id: 'correct-me',
  title: 'registration.correct-title',
  steps: profileSteps,
  check: (answers) => (isTooYoung(answers) ? { step: 'age', say: phrase('registration.age-too-young') } : undefined),
  submit: 'registration.correct-submit',
}

/** Opens with everything answered as it stands, so that its read-back is where a field is picked. */
export const correctMeAction: Action = {
  id: 'correct-me',
  async run(scene) {
    const youth = await scene.youth()
    if (!youth) return scene.say({ text: text(scene.language, 'registration.register-first') })
    scene.open(form.id, { answers: youthToAnswers(youth, yearOf(scene)) })
  },
}

export const correctMe: Flow = {
  form,
  refusal: onlyRegistered,
  facts: async (scene) => ({ points: await openPoints(scene.tx), known: await scene.youth() }),
  async submit(scene, answers) {
    const youth = await scene.youth()
    if (!youth) return
    const { language, tx } = scene
    const profile = answersToProfile(answers, yearOf(scene))
    const points = 'points' in answers ? await stillOpen(tx, profile.points) : await stillOpen(tx, youth.points)
    const corrected = { ...profile, points: points.map((point) => point.id) }
    const changed = changedFields(youth, corrected)
    if (changed.length === 0) return scene.say({ text: text(language, 'registration.unchanged') })
    const liaison = await newLiaison(scene, youth, points)
    const after: Youth = { ...youth, ...corrected, liaison: liaison?.id ?? youth.liaison, updatedAt: scene.now }
    await putYouth(scene, after)
    if (liaison) await tellLiaison(scene, liaison, points)
    if (after.phone !== youth.phone) await hintDuplicate(scene, after, points)
    const fields = changed.map((label) => text(language, label)).join('、')
    const lines = [text(language, 'registration.corrected', { fields })]
    if (liaison) lines.push(text(language, 'registration.done-liaison', { liaison: liaison.name }))
    scene.say({ text: lines.join('\n') })
  },
}

const labels = {
  name: 'registration.name-label',
  birthYear: 'registration.age-label',
  phone: 'registration.phone-label',
  homePlace: 'registration.home-place-label',
  livesAt: 'registration.lives-at-label',
  worksAt: 'registration.works-at-label',
  trade: 'registration.trade-label',
  employer: 'registration.employer-label',
  leagueMember: 'registration.league-member-label',
  points: 'registration.points-label',
} as const satisfies Record<keyof ProfileOfYouth, string>

function changedFields(youth: Youth, profile: ProfileOfYouth) {
  const fields = Object.keys(labels) as (keyof typeof labels)[]
  return fields.filter((field) => String(youth[field]) !== String(profile[field])).map((field) => labels[field])
}

function yearOf(scene: Scene): number {
  return Number(wallDate(scene.now, scene.zone).slice(0, 4))
}
