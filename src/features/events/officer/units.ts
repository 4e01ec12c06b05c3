import { canHoldEvents } from '../../../domain/permissions'
import type { Unit } from '../../../domain/unit'
import { units } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'
import type { Scene } from '../../feature'

/** A unit with all below it, each after the one it belongs to. */
async function unitWithBelow(tx: ReadTx, id: string): Promise<Unit[]> {
  const top = await tx.get(units, id)
  if (!top) return []
  const found = [top]
  for (const child of await tx.find(units, { index: 'parent', equals: id })) {
    // The root stands below itself.
    if (child.id !== id) found.push(...(await unitWithBelow(tx, child.id)))
  }
  return found
}

/** The open units this officer may hold events for, their own first. */
export async function myUnits(scene: Scene): Promise<Unit[]> {
  const officer = await scene.officer()
  const own = officer && (await scene.tx.get(units, officer.unit))
  if (!own || !canHoldEvents(officer, own)) return []
  return (await unitWithBelow(scene.tx, own.id)).filter((unit) => unit.closedAt === null)
}

/** The lists of youths an event of this unit may suit, closed points too; `none` are those who chose no point. */
export async function youthLists(tx: ReadTx, unit: string): Promise<string[]> {
  const points = (await unitWithBelow(tx, unit)).filter(({ kind }) => kind === 'point').map(({ id }) => id)
  return [...points, ...(unit === 'root' ? ['none'] : [])].sort()
}
