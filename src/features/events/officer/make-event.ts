import { z } from 'zod'
import { fixedOptions, oneOf } from '../../../dialog/fields/choice'
import { type Answers, type Form, step } from '../../../dialog/form'
import { wallDate, wallTime } from '../../../domain/calendar'
import type { Gathering } from '../../../domain/gathering'
import { gatherings } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Action, Command, Flow, Scene } from '../../feature'
import { eventsCommand } from '../list-events'
import { answersToEvent } from './event-answers'
import { checkEvent, type EventFacts, furtherSteps, kindStep, mainSteps } from './event-steps'
import { managedCard } from './manage-event'
import { myUnits } from './units'

/** The short way is five questions; the rest is asked only of who wants it. */
const form: Form = {
  id: 'make-event',
  title: 'holding.make',
  submit: 'holding.make.submit',
  steps: [
    kindStep,
    ...mainSteps,
    step({
      id: 'more',
      ask: 'holding.more',
      explain: 'holding.more.explain',
      label: 'holding.more.label',
      field: oneOf<'enough' | 'more'>(
        fixedOptions(
          { enough: 'holding.more-enough', more: 'holding.more-more' },
          { enough: ['就这样', '不用', '够了', 'enough'], more: ['再填', '还要', 'more'] },
        ),
        z.enum(['enough', 'more']),
      ),
      silent: true,
    }),
    ...furtherSteps((answers) => answers.more === 'more'),
  ],
  filesGoTo: 'picture',
  check: checkEvent,
}

export const makeEvent: Flow = {
  form,
  refusal: async (scene) => ((await myUnits(scene)).length > 0 ? undefined : text(scene.language, 'bot.not-allowed')),
  async facts(scene) {
    const units = (await myUnits(scene)).map(({ id, name }) => ({ id, name }))
    return { ...clockFacts(scene), units, hasBegun: false, isOpen: false, opens: null, taken: 0 } satisfies EventFacts
  },
  async submit(scene, answers) {
    const made = await draft(scene, answers)
    await scene.tx.put(gatherings, made)
    await scene.record('event-made', made.id)
    scene.say(await managedCard(scene, made))
  },
}

export function clockFacts({ now, zone }: Scene) {
  return { zone, time: wallTime(now, zone), today: wallDate(now, zone) }
}

async function draft(scene: Scene, answers: Answers): Promise<Gathering> {
  const { now, zone } = scene
  const mine = await myUnits(scene)
  const [own] = mine
  if (!own) throw new Error('an officer without a unit')
  const nothing = {
    kind: 'other' as const,
    title: '',
    startsAt: now,
    endsAt: now,
    place: '',
    places: null,
    unit: own.id,
    audience: { trades: [], ages: null, leagueOnly: false },
    signUpFrom: null,
    signUpUntil: null,
    text: null,
    picture: null,
  }
  const details = answersToEvent(answers, nothing, zone)
  // A unit closed meanwhile, or no longer theirs, is not held for.
  const unit = mine.some(({ id }) => id === details.unit) ? details.unit : own.id
  return {
    ...details,
    unit,
    id: scene.newId(),
    state: 'draft',
    stateAt: now,
    revision: 0,
    code: null,
    reason: null,
    inviting: null,
    telling: null,
    createdAt: now,
    forgottenAt: null,
  }
}

/** 「办活动」 in words; who may not hold any is shown what there is to go to. */
export const makeEventCommand: Command = {
  name: 'holdevent',
  label: 'holding.make',
  words: [
    '办活动',
    '我要办活动',
    '我想办活动',
    '搞活动',
    '组织活动',
    '发布活动',
    '新活动',
    'hold an event',
    'new event',
  ],
  run: async (scene) => ((await myUnits(scene)).length > 0 ? scene.open('make-event') : eventsCommand.run(scene, '')),
}

/** 「办活动」 on the workbench. */
export const makeEventAction: Action = {
  id: 'event-make',
  run: async (scene) => scene.open('make-event'),
}
