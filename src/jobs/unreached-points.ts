import { holds } from '../domain/permissions'
import { officersNear } from '../features/liaisons'
import { accounts, officers, units, youths } from '../store/collections'
import type { ReadTx } from '../store/store'

const carers = ['caseworker', 'supervisor'] as const

/** Names of the points that have youths, where nobody who would be told of them, or of their urgent cases, can be pushed to. */
export async function unreachedPoints(tx: ReadTx): Promise<string[]> {
  const caring = (await Promise.all(carers.map((role) => tx.find(officers, { index: 'role', equals: role })))).flat()
  const isReached = pushables(tx)
  const unreached: string[] = []
  for (const point of await tx.find(units, { index: 'kind', equals: 'point' })) {
    if ((await tx.count(youths, { index: 'point', equals: point.id, limit: 1 })) === 0) continue
    const seers = caring.filter((officer) => carers.some((role) => holds(officer, role, point)))
    const told = [[...(await officersNear(tx, [point]))], seers.map(({ id }) => id)]
    for (const group of told) {
      const reached = await Promise.all(group.map(isReached))
      // Where there is nobody at all other warnings stand.
      if (group.length === 0 || reached.includes(true)) continue
      unreached.push(point.name)
      break
    }
  }
  return unreached
}

/** Whether something can be sent to the officer without their looking; each is looked up once. */
function pushables(tx: ReadTx): (officer: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  const look = async (officer: string) => {
    const all = await tx.find(accounts, { index: 'subject', equals: officer })
    return all.some(({ unreachable, abilities }) => !unreachable && abilities.push !== 'when-open')
  }
  return (officer) => {
    const found = known.get(officer) ?? look(officer)
    known.set(officer, found)
    return found
  }
}
