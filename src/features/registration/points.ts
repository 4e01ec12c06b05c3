import type { Unit } from '../../domain/unit'
import { units } from '../../store/collections'
import type { ReadTx } from '../../store/store'

/** A liaison point as the form offers it. */
export type PointFact = Pick<Unit, 'id' | 'name'>

export function openPoints(tx: ReadTx): Promise<Unit[]> {
  return tx.find(units, { index: 'kind', equals: 'point' })
}

/** The point, unless it is closed or no point. */
export async function openPoint(tx: ReadTx, id: string): Promise<Unit | undefined> {
  const unit = await tx.get(units, id)
  return unit?.kind === 'point' && unit.closedAt === null ? unit : undefined
}

/** Those of the chosen points that are still open, in the order chosen. */
export async function stillOpen(tx: ReadTx, ids: readonly string[]): Promise<Unit[]> {
  const found = await Promise.all(ids.map((id) => openPoint(tx, id)))
  return found.filter((unit) => unit !== undefined)
}
