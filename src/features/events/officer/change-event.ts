import { isDeepStrictEqual } from 'node:util'
import type { Answers, Form } from '../../../dialog/form'
import { type Gathering, type Meeting, phaseOf, signUpEnd } from '../../../domain/gathering'
import { gatherings, units } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Action, Flow, Scene } from '../../feature'
import { countEvents } from '../figures'
import { newsFor, offerSeats, seatsOf } from '../seats'
import { inviteMore, noReach, reachLines, reachOf } from './change-reach'
import { answersToEvent, type EventDetails, eventToAnswers, instantMoment } from './event-answers'
import { checkEvent, type EventFacts, furtherSteps, kindStep, mainSteps } from './event-steps'
import { changeInvitation } from './invitation-mailing'
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
    const seats = gathering && (await seatsOf(scene.tx, gathering))
    return {
      ...clockFacts(scene),
      units: await unitsFor(scene, gathering),
      hasBegun: gathering !== undefined && hasBegun(scene, gathering),
      isOpen: gathering !== undefined && hasOpened(scene, gathering),
      opens: gathering?.signUpFrom ? instantMoment(gathering.signUpFrom, scene.zone) : null,
      taken: seats ? seats.in + seats.offered : 0,
    } satisfies EventFacts
  },
  async submit(scene, answers, { about }) {
    const before = await findEvent(scene, about)
    if (!before) return
    const details = await detailsFrom(scene, answers, before)
    if (isDeepStrictEqual(details, answersToEvent({}, before, scene.zone))) {
      scene.say({ text: text(scene.language, 'holding.changed-nothing') })
      return scene.say(await managedCard(scene, before))
    }
    const isPublished = before.state === 'published'
    const isNews = isPublished && isOtherMeeting(before, details)
    const reach = isPublished ? await reachOf(scene, before, details) : noReach
    // Nobody is invited then, nor promised to be; they are if the end of sign-up is put off.
    const isClosed = signUpEnd(details) <= scene.now
    // Some were too late to be invited.
    const reopens = isPublished && !isClosed && signUpEnd(before) <= scene.now
    const changed: Gathering = {
      ...before,
      ...details,
      ...(isNews && {
        revision: before.revision + 1,
        telling: { ...(await newsFor(scene.tx, before, 'changed')), was: before.telling?.was ?? meetingOf(before) },
      }),
      ...((reach.isWider || reopens) && { inviting: inviteMore(before) }),
    }
    await scene.tx.put(gatherings, changed)
    await changeInvitation(scene, changed)
    if (isPublished) {
      await countEvents(scene, before, 'published', -1)
      await countEvents(scene, changed, 'published')
    }
    await scene.record('event-changed', changed.id)
    await offerSeats(scene, changed)
    const { language } = scene
    const lines = [
      text(language, isNews ? 'holding.changed-told' : 'holding.changed'),
      ...reachLines(language, isClosed ? noReach : reach),
    ]
    scene.say({ text: lines.join('\n') })
    scene.say(await managedCard(scene, changed))
  },
}

/** What it may be held for; its own unit may have been closed since. */
async function unitsFor(scene: Scene, gathering: Gathering | undefined): Promise<EventFacts['units']> {
  const mine = await myUnits(scene)
  const own = gathering && (await scene.tx.get(units, gathering.unit))
  const all = own && !mine.some(({ id }) => id === own.id) ? [...mine, own] : mine
  return all.map(({ id, name }) => ({ id, name }))
}

/** What the answers make of it: skipping the unit is all of the officer's, and a sign-up that has begun has begun. */
async function detailsFrom(scene: Scene, answers: Answers, before: Gathering): Promise<EventDetails> {
  const details = answersToEvent(answers, before, scene.zone)
  const mine = (await myUnits(scene)).map(({ id }) => id)
  const unit = answers.unit === null ? mine[0] : details.unit
  return {
    ...details,
    // A unit closed meanwhile, or no longer theirs, is not held for.
    unit: unit && mine.includes(unit) ? unit : before.unit,
    signUpFrom: hasOpened(scene, before) ? before.signUpFrom : details.signUpFrom,
  }
}

function hasBegun({ now }: Scene, { state, startsAt }: Gathering): boolean {
  return state === 'published' && startsAt <= now
}

function hasOpened({ now }: Scene, { state, signUpFrom }: Gathering): boolean {
  return state === 'published' && (signUpFrom ?? now) <= now
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
    if (canChange(scene, gathering) && hasBegun(scene, gathering)) {
      scene.say({ text: text(scene.language, 'holding.change-begun') })
    }
    scene.open('change-event', { about: id, answers: eventToAnswers(gathering, scene.zone) })
  },
}
