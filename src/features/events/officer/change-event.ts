import { isDeepStrictEqual } from 'node:util'
import type { Form } from '../../../dialog/form'
import { type Gathering, type Meeting, phaseOf } from '../../../domain/gathering'
import { gatherings } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Action, Flow, Scene } from '../../feature'
import { newsFor, offerSeats, seatsOf } from '../seats'
import { answersToEvent, eventToAnswers } from './event-answers'
import { checkEvent, type EventFacts, furtherSteps, kindStep, mainSteps } from './event-steps'
import { sayInvitation } from './invitation-mailing'
import { clockFacts } from './make-event'
import { managedCard } from './manage-event'
import { findEvent } from './officer-event'
import { myUnits } from './units'

const form: Form = {
  id: 'change-event',
  title: 'holding.change',
  submit: 'holding.change.submit',
  steps: [kindStep, ...mainSteps, ...furtherSteps(() => true)],
  filesGoTo: 'picture',
  check: checkEvent,
}

export const changeEvent: Flow = {
  form,
  async refusal(scene, about) {
    scene.lock(`event:${about}`)
    scene.lock(`rule:mailing:${about}`)
    const gathering = await findEvent(scene, about)
    if (!gathering) return text(scene.language, 'holding.not-here')
    return canChange(scene, gathering) ? undefined : text(scene.language, 'holding.change-past')
  },
  async facts(scene, about) {
    const gathering = await findEvent(scene, about)
    const units = (await myUnits(scene)).map(({ id, name }) => ({ id, name }))
    const seats = gathering && (await seatsOf(scene.tx, gathering))
    return {
      ...clockFacts(scene),
      units,
      isPublished: gathering?.state === 'published',
      hasBegun: gathering?.state === 'published' && gathering.startsAt <= scene.now,
      taken: seats ? seats.in + seats.offered : 0,
    } satisfies EventFacts
  },
  async submit(scene, answers, { about }) {
    const before = await findEvent(scene, about)
    if (!before) return
    const details = answersToEvent(answers, before, scene.zone)
    if (isDeepStrictEqual(details, answersToEvent({}, before, scene.zone))) {
      scene.say({ text: text(scene.language, 'holding.changed-nothing') })
      return scene.say(await managedCard(scene, before))
    }
    const isNews = before.state === 'published' && isOtherMeeting(before, details)
    const changed: Gathering = {
      ...before,
      ...details,
      ...(isNews && {
        revision: before.revision + 1,
        telling: { ...(await newsFor(scene.tx, before, 'changed')), was: before.telling?.was ?? meetingOf(before) },
      }),
    }
    await scene.tx.put(gatherings, changed)
    await sayInvitation(scene, changed)
    await scene.record('event-changed', changed.id)
    await offerSeats(scene, changed)
    const { language } = scene
    scene.say({ text: text(language, isNews ? 'holding.changed-told' : 'holding.changed') })
    scene.say(await managedCard(scene, changed))
  },
}

function meetingOf({ startsAt, endsAt, place }: Meeting): Meeting {
  return { startsAt, endsAt, place }
}

/** Another time or place is what everybody has to know. */
function isOtherMeeting(before: Meeting, now: Meeting): boolean {
  return before.startsAt !== now.startsAt || before.endsAt !== now.endsAt || before.place !== now.place
}

function canChange({ now }: Scene, gathering: Gathering): boolean {
  const phase = phaseOf(gathering, now)
  return phase !== 'cancelled' && phase !== 'over'
}

/** Opens with everything answered as it stands. */
export const changeEventAction: Action = {
  id: 'event-change',
  async run(scene, id) {
    const gathering = await findEvent(scene, id)
    if (!gathering) return scene.say({ text: text(scene.language, 'holding.not-here') })
    scene.open('change-event', { about: id, answers: eventToAnswers(gathering, scene.zone) })
  },
}
