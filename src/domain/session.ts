import { z } from 'zod'
import { instantSchema } from './instant'
import { choiceSchema } from './message'
import { turnSchema } from './turn'

/** What is going on with a person; its id is the person's. */
export const sessionSchema = z.object({
  id: z.string(),
  turn: turnSchema.nullable(),
  /** Forms set aside for another, the latest last. */
  aside: z.array(turnSchema),
  /** Buttons of the latest message outside a form: their number or label may be typed. */
  offered: z.array(choiceSchema),
  /** A text that nothing understood, held for "pass it on to your caseworker?". */
  held: z.string().nullable(),
  touchedAt: instantSchema,
})
export type Session = z.infer<typeof sessionSchema>
