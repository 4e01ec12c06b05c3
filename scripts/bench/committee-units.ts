import type { Officer, Role } from '../../src/domain/officer'
import type { Unit } from '../../src/domain/unit'
import type { CommitteeSize } from './committee-size'

const areaNames = ['东片', '中片', '西片']

/** The district, one street, its areas, and points spread over them. */
export function makeUnits({ areas, points }: CommitteeSize, createdAt: string): Unit[] {
  const unit = (id: string, kind: Unit['kind'], name: string, above: Unit | undefined): Unit => ({
    id,
    kind,
    site: null,
    name,
    parent: above?.id ?? null,
    path: [...(above?.path ?? []), id],
    code: id,
    createdAt,
    closedAt: null,
  })
  const root = unit('root', 'district', '样例区团委', undefined)
  const street = unit('street', 'street', '样例街道', root)
  const parts = Array.from({ length: areas }, (_, n) =>
    unit(`area-${n + 1}`, 'area', areaNames[n] ?? `第${n + 1}片`, street),
  )
  const places = Array.from({ length: points }, (_, n): Unit => {
    const point = unit(`point-${n + 1}`, 'point', `样例联络点${n + 1}`, parts[n % areas])
    return { ...point, site: n % 3 === 0 ? 'enterprise' : 'village' }
  })
  return [root, street, ...parts, ...places]
}

/** Caseworkers of an area, one of them on call day and night; supervisors and admins of the street; liaisons of the points. */
export function makeOfficers(size: CommitteeSize, createdAt: string, newId: () => string): Officer[] {
  const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }
  return Array.from({ length: size.officers }, (_, n): Officer => {
    const { role, unit, onCall } = post(n, size)
    return {
      id: newId(),
      name: `样例干部${n + 1}`,
      roles: [role],
      unit,
      onCall: onCall ? always : null,
      createdAt,
      leftAt: null,
    }
  })
}

function post(n: number, { areas, points }: CommitteeSize): { role: Role; unit: string; onCall: boolean } {
  const caseworkers = 4 * areas
  if (n < caseworkers) return { role: 'caseworker', unit: `area-${(n % areas) + 1}`, onCall: n < areas }
  if (n < caseworkers + 2) return { role: 'supervisor', unit: 'street', onCall: false }
  if (n < caseworkers + 6) return { role: 'admin', unit: 'street', onCall: false }
  return { role: 'liaison', unit: `point-${(n % points) + 1}`, onCall: false }
}
