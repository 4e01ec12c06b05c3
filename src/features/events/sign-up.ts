import { type Gathering, isAhead, phaseOf, suits } from '../../domain/gathering'
import { isOnList, moveSignUp, type SignUp, whereNext } from '../../domain/signup'
import type { Youth } from '../../domain/youth'
import { signUps, units } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { takeOffer } from './answer-offer'
import { audienceWord, startWord } from './event-words'
import { countEvent } from './figures'
import { eventToChange, fitsMe, pointsOf, publicEvent, wasInvited } from './own-events'
import { nextSeq, offerSeats, seatsOf, signUpOf } from './seats'
import { sayStands } from './stands'

/** A seat, or a place in line: `<event>`, or `<event>.<revision>` where it was told when and where. */
async function goTo(scene: Scene, argument: string): Promise<void> {
  const [id = '', revision] = argument.split('.')
  // No answer of others changes these: an engine that remembers them need not ask again while many stand in line for the event.
  await Promise.all([publicEvent(scene, id), fitsMe(scene)])
  const gathering = await eventToChange(scene, id)
  if (!gathering) return
  const mine = await signUpOf(scene.tx, id, scene.person.id)
  if (gathering.state === 'cancelled') return sayWhy(scene, gathering, text(scene.language, 'events.is-cancelled'))
  if (mine?.state === 'offered' && isAhead(gathering, scene.now)) return takeOffer(scene, gathering, mine)
  if (mine && isOnList(mine)) return sayStands(scene, gathering, mine)
  const youth = await scene.youth()
  if (!youth) return askToRegister(scene, gathering, argument)
  const why = await hindrance(scene, gathering, youth, mine !== undefined)
  if (why) return sayWhy(scene, gathering, why)
  const hasMoved = revision !== undefined && revision !== String(gathering.revision)
  await sayStands(scene, gathering, await signUp(scene, gathering, mine), hasMoved)
}

/** Each button with a name of its own, so that what was tapped is what stands in the conversation. */
export const goActions: readonly Action[] = [
  { id: 'event-go', answers: 'yes', run: goTo },
  { id: 'event-queue', answers: 'yes', run: goTo },
  { id: 'event-go-after-all', answers: 'yes', run: goTo },
]

function sayWhy({ say, language }: Scene, { id }: Gathering, why: string): void {
  say({ text: why, choices: [actionChoice(text(language, 'events.list'), 'event-others', id)] })
}

/** Why this youth cannot sign up now, in words. */
async function hindrance(
  scene: Scene,
  gathering: Gathering,
  youth: Youth,
  wasThere: boolean,
): Promise<string | undefined> {
  const { language, zone } = scene
  const phase = phaseOf(gathering, scene.now)
  if (phase === 'over') return text(language, 'events.is-over')
  if (phase === 'not-yet-open') {
    return text(language, 'events.not-yet', { from: startWord(language, gathering.signUpFrom ?? scene.now, zone) })
  }
  if (phase !== 'open') return text(language, 'events.too-late')
  if (suits(gathering, youth, await pointsOf(scene.tx, youth), zone) !== 'no') return undefined
  // Narrowed since, it stays open to whom it was open to.
  if (wasThere || (await wasInvited(scene.tx, gathering.id, youth.id))) return undefined
  const unit = await scene.tx.get(units, gathering.unit)
  return text(language, 'events.not-for-you', { audience: audienceWord(language, gathering.audience, unit) })
}

/** Under the event's lock: who waits already is offered what is free before anybody passes them. */
async function signUp(scene: Scene, gathering: Gathering, before: SignUp | undefined): Promise<SignUp> {
  const { tx, now } = scene
  await offerSeats(scene, gathering)
  const where = whereNext(await seatsOf(tx, gathering))
  const state = moveSignUp(before, where, 'youth')
  if (!state) throw new Error(`cannot sign up from ${before?.state}`)
  const made: SignUp = {
    id: before?.id ?? scene.newId(),
    gathering: gathering.id,
    person: scene.person.id,
    state,
    stateAt: now,
    seq: await nextSeq(tx, gathering.id),
    at: now,
    // Its offers go on being counted: each has a notice of its own.
    offer: before?.offer ?? null,
    remindedAt: null,
    confirmedAt: null,
    cameAt: null,
  }
  await tx.put(signUps, made)
  const isFirst = before === undefined || before.state === 'declined'
  if (isFirst) await countEvent(scene, gathering, 'signed-up')
  return made
}

function askToRegister({ say, language }: Scene, { title }: Gathering, argument: string): void {
  say({
    text: text(language, 'events.register-first', { title }),
    choices: [actionChoice(text(language, 'events.register'), 'event-register', argument)],
  })
}

/** Registers, and comes back to the event by one tap. */
export const registerForEvent: Action = {
  id: 'event-register',
  async run(scene, argument) {
    if (await scene.youth()) return goTo(scene, argument)
    scene.open('register', { about: actionChoice('-', 'event-go', argument).value })
  },
}
