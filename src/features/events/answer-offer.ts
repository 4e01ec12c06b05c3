import { type Gathering, isAhead } from '../../domain/gathering'
import type { SignUp } from '../../domain/signup'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { leave } from './leave'
import { eventToChange } from './own-events'
import { move, signUpOf } from './seats'
import { sayStands } from './stands'

/** 「要」: takes the seat, as long as it is held, be it past its time. */
const take: Action = {
  id: 'event-take',
  answers: 'yes',
  async run(scene, id) {
    const found = await offered(scene, id)
    if (found) await takeOffer(scene, found.gathering, found.signUp)
  },
}

/** 「不要」: the next in line is asked at once. */
const pass: Action = {
  id: 'event-pass',
  answers: 'no',
  async run(scene, id) {
    const found = await offered(scene, id)
    if (!found) return
    await leave(scene, found.gathering, found.signUp)
    scene.say({
      text: text(scene.language, 'events.passed', { title: found.gathering.title }),
      choices: [actionChoice(text(scene.language, 'events.list'), 'event-list')],
    })
  },
}

export const offerActions: readonly Action[] = [take, pass]

export async function takeOffer(scene: Scene, gathering: Gathering, signUp: SignUp): Promise<void> {
  const taken = await move(scene, signUp, 'accept', 'youth', { confirmedAt: scene.now })
  if (taken) await sayStands(scene, gathering, taken)
}

/** The offer that is still open; otherwise it is said how it stands. */
async function offered(scene: Scene, id: string): Promise<{ gathering: Gathering; signUp: SignUp } | undefined> {
  const gathering = await eventToChange(scene, id)
  if (!gathering) return undefined
  const signUp = await signUpOf(scene.tx, id, scene.person.id)
  if (signUp?.state === 'offered' && isAhead(gathering, scene.now)) return { gathering, signUp }
  if (signUp?.state === 'in') await sayStands(scene, gathering, signUp)
  else sayOfferPast(scene, gathering)
  return undefined
}

function sayOfferPast(scene: Scene, gathering: Gathering): void {
  const { language } = scene
  scene.say({
    text: text(language, 'events.offer-past', { title: gathering.title }),
    choices: [
      ...(isAhead(gathering, scene.now)
        ? [actionChoice(text(language, 'events.go-after-all'), 'event-go-after-all', gathering.id)]
        : []),
      actionChoice(text(language, 'events.list'), 'event-others', gathering.id),
    ],
  })
}
