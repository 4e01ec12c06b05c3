import { z } from 'zod'
import { instantSchema } from './instant'
import { fileSchema } from './message'

/** A file that was sent on a platform and whose bytes are still to be fetched from there; its id is the file's. */
export const arrivingFileSchema = z.object({
  id: z.string(),
  person: z.string(),
  /** The account it was sent from. */
  account: z.string(),
  channel: z.string(),
  /** What the channel fetches it by. */
  remote: z.string(),
  /** As the platform describes it. */
  file: fileSchema,
  at: instantSchema,
  tries: z.number().int().nonnegative(),
  /** Not fetched before. */
  next: instantSchema,
  /** Why it will never come. */
  lost: z.enum(['gone', 'file-type', 'too-large']).nullable(),
})
export type ArrivingFile = z.infer<typeof arrivingFileSchema>
