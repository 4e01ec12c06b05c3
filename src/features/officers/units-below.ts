import type { Unit } from '../../domain/unit'
import { units } from '../../store/collections'
import type { ReadTx } from '../../store/store'

/** A unit and all open ones below it, each after the one it belongs to. */
export async function unitsBelow(tx: ReadTx, id: string): Promise<Unit[]> {
  const top = await tx.get(units, id)
  if (!top || top.closedAt) return []
  const found = [top]
  for (const child of await tx.find(units, { index: 'parent', equals: id })) {
    if (child.id !== id) found.push(...(await unitsBelow(tx, child.id)))
  }
  return found
}
