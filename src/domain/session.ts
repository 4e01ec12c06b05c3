import { z } from 'zod'
import { instantSchema } from './instant'
import { choiceSchema, fileSchema } from './message'
import { turnSchema } from './turn'

/** What is going on with a person; its id is the person's. */
export const sessionSchema = z.object({
  id: z.string(),
  turn: turnSchema.nullable(),
  /** Forms set aside for another, the latest last. */
  aside: z.array(turnSchema),
  /** The choices last shown: those outside a form may also be typed by number or label. */
  offered: z.array(choiceSchema),
  /** A text that nothing understood, held for "pass it on to your caseworker?". */
  held: z.string().nullable(),
  /** Files sent outside any form, one after another, held for "put them into your case?". */
  heldFiles: z.array(fileSchema).default([]),
  /** The update whose words are the latest answer of the running form, and what stood there before them. */
  answered: z
    .object({ update: z.string(), run: z.string(), step: z.string(), before: z.unknown().optional() })
    .nullable()
    .default(null),
  /** The update of the latest text, where that was no answer. */
  unanswered: z.string().nullable().default(null),
  /** The liaison point of the poster scanned last, until they register. */
  scanned: z.string().nullable().default(null),
  touchedAt: instantSchema,
})
export type Session = z.infer<typeof sessionSchema>
