import type { Officer, Role } from '../../domain/officer'
import { holds } from '../../domain/permissions'
import type { Unit } from '../../domain/unit'
import { officers } from '../../store/collections'
import type { ReadTx } from '../../store/store'

/** The officers of a role nearest to a unit: those of the unit itself, else of the next above that has any. */
export async function nearestOfficers(tx: ReadTx, role: Role, unit: Unit): Promise<Officer[]> {
  const holders = (await tx.find(officers, { index: 'role', equals: role })).filter((officer) =>
    holds(officer, role, unit),
  )
  for (const id of unit.path.toReversed()) {
    const here = holders.filter((officer) => officer.unit === id)
    if (here.length > 0) return here
  }
  return []
}

/** The liaison officer of the first point that has exactly one; who has several to choose from is assigned by an admin. */
export async function soleLiaison(tx: ReadTx, points: readonly Unit[], youth: string): Promise<Officer | undefined> {
  for (const point of points) {
    const near = (await nearestOfficers(tx, 'liaison', point)).filter((officer) => officer.id !== youth)
    if (near.length === 1) return near[0]
  }
  return undefined
}
