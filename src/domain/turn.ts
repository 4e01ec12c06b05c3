import { z } from 'zod'
import { instantSchema } from './instant'

/** What stands between a question and its answer; always safe to drop, the question is then asked afresh. */
export const pendingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('collecting'), step: z.string(), page: z.number().int().nonnegative().optional() }),
  z.object({ kind: z.literal('confirm'), step: z.string(), value: z.unknown() }),
  /** Half of an answer, and what it still lacks. */
  z.object({ kind: z.literal('begun'), step: z.string(), said: z.string(), lacks: z.string() }),
  z.object({ kind: z.literal('page'), step: z.string(), page: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('change'), page: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('resume'), held: z.string().nullable() }),
  z.object({ kind: z.literal('cancel') }),
])
export type Pending = z.infer<typeof pendingSchema>

/** A form under way: answers, never a cursor. */
export const turnSchema = z.object({
  form: z.string(),
  /** Names this filling-in; choices of an earlier one are past. */
  run: z.string(),
  /** What the form is about, such as a case. */
  about: z.string().nullable(),
  answers: z.record(z.string(), z.unknown()),
  /** Answers taken back, offered as "keep: …". */
  previous: z.record(z.string(), z.unknown()),
  pending: pendingSchema.nullable(),
  /** Set once it was offered to go on with: it is not offered again unasked. */
  offeredAgain: z.literal(true).optional(),
  startedAt: instantSchema,
  touchedAt: instantSchema,
})
export type Turn = z.infer<typeof turnSchema>
