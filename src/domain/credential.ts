import { z } from 'zod'
import { instantSchema } from './instant'

/** A one-time code by which two accounts become one person's; its id is the code's hash. */
export const joinCodeSchema = z.object({
  id: z.string(),
  person: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
})
export type JoinCode = z.infer<typeof joinCodeSchema>

/** A joining, kept so that it can be undone for seven days. */
export const joiningSchema = z.object({
  id: z.string(),
  /** The person that stays. */
  into: z.string(),
  /** The person that was joined to it. */
  from: z.string(),
  accounts: z.array(z.string()),
  /** Documents as they were before, by collection, to be put back. */
  before: z.array(z.object({ collection: z.string(), doc: z.unknown() })),
  at: instantSchema,
  undoneAt: instantSchema.nullable(),
  /** An officer's side waits for an admin. */
  waitsForAdmin: z.boolean(),
})
export type Joining = z.infer<typeof joiningSchema>

/** Tries at a code lately, by what is limited (`admin-code:<account>`, `join:<account>` …). */
export const attemptsSchema = z.object({ id: z.string(), person: z.string().nullable(), at: z.array(instantSchema) })
export type Attempts = z.infer<typeof attemptsSchema>

/** A named setting of this installation, such as whether the key has been saved. */
export const settingSchema = z.object({ id: z.string(), value: z.unknown() })
export type Setting = z.infer<typeof settingSchema>

/** An officer's access or act, by ids only. */
export const auditEntrySchema = z.object({
  at: instantSchema,
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
