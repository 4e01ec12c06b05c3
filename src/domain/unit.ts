import { z } from 'zod'
import { instantSchema } from './instant'

const unitKinds = ['district', 'street', 'area', 'point'] as const

/** A league unit (团组织) in the tree district → street → area → liaison point. */
export const unitSchema = z.object({
  id: z.string(),
  kind: z.enum(unitKinds),
  /** Where a point sits: in a village or neighbourhood, or in an enterprise. */
  site: z.enum(['village', 'enterprise']).nullable(),
  name: z.string().min(1).max(40),
  parent: z.string().nullable(),
  /** Ids from the root down to this unit, itself included. */
  path: z.array(z.string()).min(1),
  /** Code of its poster link, `/start CODE`; as much as the links of every channel can carry. */
  code: z.string().regex(/^[\w-]{1,64}$/),
  createdAt: instantSchema,
  closedAt: instantSchema.nullable(),
})
export type Unit = z.infer<typeof unitSchema>

/** Whether `unit` is `above` itself or lies below it. */
export function liesWithin(unit: Pick<Unit, 'path'>, above: string): boolean {
  return unit.path.includes(above)
}

/** The kinds that may stand below a kind. */
export function kindsBelow(kind: Unit['kind']): Unit['kind'][] {
  return unitKinds.slice(unitKinds.indexOf(kind) + 1)
}
