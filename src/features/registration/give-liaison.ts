import type { Officer } from '../../domain/officer'
import type { Unit } from '../../domain/unit'
import type { Youth } from '../../domain/youth'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { soleLiaison } from '../liaisons'
import { seeYouthChoice } from './see-youth'

/** The liaison officer that somebody without one gets with their points; who has one keeps them. */
export async function newLiaison(
  scene: Scene,
  youth: Youth | undefined,
  points: readonly Unit[],
): Promise<Officer | undefined> {
  return youth?.liaison ? undefined : soleLiaison(scene.tx, points, scene.person.id)
}

/** Tells the officer who is theirs now, without a name. */
export async function tellLiaison(scene: Scene, liaison: Officer, points: readonly Unit[]): Promise<void> {
  const params = { point: points.map((point) => point.name).join('、') }
  await scene.notify(liaison.id, (theirs) => ({
    text: text(theirs, 'registration.new-youth', params),
    choices: [seeYouthChoice(theirs, scene.person.id)],
  }))
}
