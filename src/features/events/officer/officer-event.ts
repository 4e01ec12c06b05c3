import type { Gathering } from '../../../domain/gathering'
import { canHoldEvents } from '../../../domain/permissions'
import { gatherings, units } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Scene } from '../../feature'

/** An event of a unit this officer holds events for; any other is as if it were not there. */
export async function findEvent(scene: Scene, id: string | null): Promise<Gathering | undefined> {
  const officer = await scene.officer()
  const gathering = officer && id ? await scene.tx.get(gatherings, id) : undefined
  if (!gathering) return undefined
  const unit = (await scene.tx.get(units, gathering.unit)) ?? { path: ['root'] }
  return canHoldEvents(officer, unit) ? gathering : undefined
}

/** The same for an action, under the event's lock; says that there is none. */
export async function eventFor(scene: Scene, id: string): Promise<Gathering | undefined> {
  scene.lock(`event:${id}`)
  const found = await findEvent(scene, id)
  if (!found) scene.say({ text: text(scene.language, 'holding.not-here') })
  return found
}
