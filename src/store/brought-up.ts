import type { z } from 'zod'

/** What says how documents of a kind look now, and how older ones came to look so. */
export interface Kept<T> {
  version: number
  upgrade?(doc: unknown, from: number): unknown
  schema: z.ZodType<T>
}

/** A document of format `from` as the code now knows it; throws `damage` where it is none. */
export function broughtUp<T>(kind: Kept<T>, from: number, doc: unknown, damage: (trouble: string) => Error): T {
  let now = doc
  for (let version = from; version < kind.version; version++) now = kind.upgrade ? kind.upgrade(now, version) : now
  const parsed = kind.schema.safeParse(now)
  // The message names fields and kinds of values only, never a value.
  if (!parsed.success) throw damage(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join(', '))
  return parsed.data
}
