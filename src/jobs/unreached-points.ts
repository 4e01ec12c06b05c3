import { isPushable } from '../domain/account'
import { holds } from '../domain/permissions'
import type { Unit } from '../domain/unit'
import { officersNear } from '../features/liaisons'
import { accounts, officers, units, youths } from '../store/collections'
import type { ReadTx, Store } from '../store/store'

const carers = ['caseworker', 'supervisor'] as const

/** Names of the points that have youths, where nobody who would be told of them, or of their urgent cases, can be pushed to. */
export async function unreachedPoints(store: Store): Promise<string[]> {
  const points = await store.read((tx) => tx.find(units, { index: 'kind', equals: 'point' }))
  const reached = new Map<string, boolean>()
  const unreached: string[] = []
  for (const point of points) {
    if (await store.read((tx) => isUnreached(tx, point, reached))) unreached.push(point.name)
  }
  return unreached
}

async function isUnreached(tx: ReadTx, point: Unit, reached: Map<string, boolean>): Promise<boolean> {
  if ((await tx.count(youths, { index: 'point', equals: point.id, limit: 1 })) === 0) return false
  const caring = (await Promise.all(carers.map((role) => tx.find(officers, { index: 'role', equals: role })))).flat()
  const seers = caring.filter((officer) => carers.some((role) => holds(officer, role, point))).map(({ id }) => id)
  for (const group of [[...(await officersNear(tx, [point]))], seers]) {
    for (const officer of group) if (!reached.has(officer)) reached.set(officer, await canPushTo(tx, officer))
    // Where there is nobody at all other warnings stand.
    if (group.length > 0 && !group.some((officer) => reached.get(officer))) return true
  }
  return false
}

/** Whether something can be sent to the officer without their looking. */
async function canPushTo(tx: ReadTx, officer: string): Promise<boolean> {
  const all = await tx.find(accounts, { index: 'subject', equals: officer })
  return all.some(isPushable)
}
