import { type Gathering, isAhead } from '../../domain/gathering'
import { isOnList, moveSignUp, type SignUp } from '../../domain/signup'
import { signUps } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { eventToChange } from './own-events'
import { move, nextSeq, offerSeats, signUpOf } from './seats'

/** Gives the seat or the place in line up; the next is offered it in the same commit. */
export async function leave(scene: Scene, gathering: Gathering, signUp: SignUp): Promise<void> {
  if (await move(scene, signUp, 'leave', 'youth', { confirmedAt: null })) await offerSeats(scene, gathering)
}

async function leaveEvent(scene: Scene, id: string): Promise<void> {
  const gathering = await eventToChange(scene, id)
  if (!gathering) return
  const { language } = scene
  const { title } = gathering
  const signUp = await signUpOf(scene.tx, id, scene.person.id)
  const others = [actionChoice(text(language, 'events.list'), 'event-others', id)]
  if (!signUp || !isOnList(signUp)) {
    return scene.say({ text: text(language, 'events.not-on-list', { title }), choices: others })
  }
  if (!isAhead(gathering, scene.now)) {
    const why = gathering.state === 'cancelled' ? 'events.is-cancelled' : 'events.begun'
    return scene.say({ text: text(language, why), choices: others })
  }
  if (signUp.cameAt) return scene.say({ text: text(language, 'events.came-stays', { title }), choices: others })
  await leave(scene, gathering, signUp)
  scene.say({
    text: text(language, signUp.state === 'waiting' ? 'events.left-line' : 'events.left', { title }),
    choices: [actionChoice(text(language, 'events.go-after-all'), 'event-go-after-all', id), ...others],
  })
}

const leaveAction: Action = { id: 'event-leave', answers: 'no', unlessNot: 'event-coming', run: leaveEvent }

/** 「来不了」 on the eve gives the seat to somebody else. */
const notComing: Action = { id: 'event-not-coming', answers: 'no', run: leaveEvent }

/** 「不去」 under an invitation: remembered, so that nothing more is said about it. */
const declineInvitation: Action = {
  id: 'event-no',
  answers: 'no',
  async run(scene, id) {
    const gathering = await eventToChange(scene, id)
    if (!gathering) return
    const mine = await signUpOf(scene.tx, id, scene.person.id)
    // Who had signed up meanwhile presses an old button: that is not taken for leaving.
    if (mine && isOnList(mine)) {
      return scene.say({
        text: text(scene.language, 'events.on-list-already', { title: gathering.title }),
        choices: [
          actionChoice(text(scene.language, 'events.leave'), 'event-leave', id),
          actionChoice(text(scene.language, 'events.open'), 'event-open', id),
        ],
      })
    }
    if (moveSignUp(mine, 'decline', 'youth') && (await scene.youth())) await remember(scene, gathering)
    scene.say({
      text: text(scene.language, 'events.declined'),
      choices: [actionChoice(text(scene.language, 'events.list'), 'event-list')],
    })
  },
}

async function remember({ tx, now, person, newId }: Scene, { id }: Gathering): Promise<void> {
  await tx.put(signUps, {
    id: newId(),
    gathering: id,
    person: person.id,
    state: 'declined',
    stateAt: now,
    seq: await nextSeq(tx, id),
    at: now,
    offer: null,
    remindedAt: null,
    confirmedAt: null,
    cameAt: null,
  })
}

export const leaveActions: readonly Action[] = [leaveAction, notComing, declineInvitation]
