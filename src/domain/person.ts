import { z } from 'zod'
import { instantSchema } from './instant'
import { languageSchema } from './language'

export const personSchema = z.object({
  id: z.string(),
  language: languageSchema,
  createdAt: instantSchema,
  lastContactAt: instantSchema,
  /** Version of the consent text agreed to for each purpose; without any, the person is forgotten after 24 hours. */
  consents: z.partialRecord(
    z.enum(['registration', 'complaint']),
    z.object({ version: z.string(), at: instantSchema }),
  ),
  /** Persons joined into this one: erasing it erases their keys too. */
  joined: z.array(z.string()),
  /** Slow hash of the return code now valid. */
  returnCode: z.string().nullable(),
})
export type Person = z.infer<typeof personSchema>

/** Proof of a consent; outlives the person's data, holding only a pseudonym. */
export const consentSchema = z.object({
  id: z.string(),
  person: z.string(),
  purpose: z.enum(['registration', 'complaint']),
  version: z.string(),
  agreed: z.boolean(),
  channel: z.string(),
  at: instantSchema,
  /** Set when the person was erased: the proof is kept so long. */
  keptUntil: instantSchema.nullable().default(null),
})
export type Consent = z.infer<typeof consentSchema>

/** Whether the person has agreed to anything that lets us keep them longer than a day. */
export function hasConsented(person: Person): boolean {
  return Object.keys(person.consents).length > 0
}
