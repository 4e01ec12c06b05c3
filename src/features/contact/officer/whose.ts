import type { Month } from '../../../domain/contact-month'
import type { Figure, Place } from '../../../domain/contact-plan'
import type { Choice } from '../../../domain/message'
import type { Officer } from '../../../domain/officer'
import { holds } from '../../../domain/permissions'
import type { Unit } from '../../../domain/unit'
import type { Youth } from '../../../domain/youth'
import { units } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'
import { text } from '../../../text/text'
import { figureOf, figureWithoutPoint } from '../../contact-figures'
import { actionChoice, type Scene } from '../../feature'

/** Whose contacts are looked at: the officer's own people, or those of a point. */
export interface Whose {
  /** As buttons name it: `mine`, the point's id, or `withoutPoint`. */
  scope: string
  /** The key under which their plans stand in a list. */
  list: string
  figure(tx: ReadTx, month: Month): Promise<Figure>
  /** The point's name; null for one's own. */
  name: string | null
}

/** The list of those who chose no point: they belong to the root. */
export const withoutPoint = 'root'

/** Undefined where the officer has no right to it. */
export async function whoseContacts(scene: Scene, officer: Officer, scope: string): Promise<Whose | undefined> {
  if (scope === 'mine') {
    const place = `officer:${officer.id}` as const
    return officer.roles.includes('liaison') ? { scope, list: place, name: null, figure: figureAt(place) } : undefined
  }
  const point = await scene.tx.get(units, scope)
  if (!point || !seesContacts(officer, point)) return undefined
  if (scope === withoutPoint) {
    return { scope, list: scope, name: text(scene.language, 'contact.no-point'), figure: figureWithoutPoint }
  }
  return { scope, list: scope, name: point.name, figure: figureAt(`unit:${scope}`) }
}

function figureAt(place: Place): Whose['figure'] {
  return (tx, month) => figureOf(tx, place, month, month)
}

/** Liaison officers and admins of the unit or above see who was contacted in it. */
export function seesContacts(officer: Officer, unit: Unit): boolean {
  return holds(officer, 'liaison', unit) || holds(officer, 'admin', unit)
}

/** The way back to the list in which the officer found this youth. */
export function listButtons({ language }: Scene, officer: Officer, youth: Pick<Youth, 'liaison' | 'points'>): Choice[] {
  const scope = youth.liaison === officer.id ? 'mine' : (youth.points[0] ?? withoutPoint)
  return [actionChoice(text(language, 'contact.list-more'), 'contact-list', scope)]
}
