import type { Officer, Role } from '../domain/officer'
import { holds } from '../domain/permissions'
import type { Unit } from '../domain/unit'
import type { Youth } from '../domain/youth'
import { officers, units } from '../store/collections'
import type { ReadTx } from '../store/store'

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

/** The liaison officers of the points, else the admins above them, else all admins; who has no point belongs to the root. */
export async function officersNear(tx: ReadTx, chosen: readonly Unit[]): Promise<Set<string>> {
  const root = chosen.length === 0 && (await tx.get(units, 'root'))
  const points = root ? [root] : chosen
  for (const role of ['liaison', 'admin'] as const) {
    const near = await Promise.all(points.map((point) => nearestOfficers(tx, role, point)))
    if (near.some((found) => found.length > 0)) return new Set(near.flat().map((officer) => officer.id))
  }
  const admins = await tx.find(officers, { index: 'role', equals: 'admin' })
  return new Set(admins.map((officer) => officer.id))
}

/** Who is told that a youth needs somebody: their liaison officer, else who is near; never themselves. */
export async function whoLooksAfter(tx: ReadTx, youth: Youth): Promise<string[]> {
  const own = youth.liaison && (await tx.get(officers, youth.liaison))
  if (own && own.leftAt === null && own.id !== youth.id) return [own.id]
  const near = await officersNear(tx, await pointsOf(tx, youth))
  return [...near].filter((id) => id !== youth.id)
}

export async function pointsOf(tx: ReadTx, { points }: Pick<Youth, 'points'>): Promise<Unit[]> {
  const found = await Promise.all(points.map((point) => tx.get(units, point)))
  return found.filter((point) => point !== undefined)
}
