import type { Place } from '../../../domain/contact-plan'
import type { Choice } from '../../../domain/message'
import type { Officer } from '../../../domain/officer'
import { holds } from '../../../domain/permissions'
import type { Unit } from '../../../domain/unit'
import type { Youth } from '../../../domain/youth'
import { units } from '../../../store/collections'
import { text } from '../../../text/text'
import { actionChoice, type Scene } from '../../feature'

/** Whose contacts are looked at: the officer's own people, or those of a point. */
export interface Whose {
  /** As buttons name it: `mine` or the point's id. */
  scope: string
  /** The key under which their plans stand in a list. */
  list: string
  place: Place
  /** The point's name; null for one's own. */
  name: string | null
}

/** Undefined where the officer has no right to it. */
export async function whoseContacts(scene: Scene, officer: Officer, scope: string): Promise<Whose | undefined> {
  if (scope === 'mine') {
    const place = `officer:${officer.id}` as const
    return officer.roles.includes('liaison') ? { scope, list: place, place, name: null } : undefined
  }
  const point = await scene.tx.get(units, scope)
  if (!point || !seesContacts(officer, point)) return undefined
  return { scope, list: point.id, place: `unit:${point.id}`, name: point.name }
}

/** Liaison officers and admins of the unit or above see who was contacted in it. */
export function seesContacts(officer: Officer, unit: Unit): boolean {
  return holds(officer, 'liaison', unit) || holds(officer, 'admin', unit)
}

/** The way back to the list in which the officer found this youth. */
export function listButtons({ language }: Scene, officer: Officer, youth: Pick<Youth, 'liaison' | 'points'>): Choice[] {
  const scope = youth.liaison === officer.id ? 'mine' : youth.points[0]
  return scope ? [actionChoice(text(language, 'contact.list-more'), 'contact-list', scope)] : []
}
