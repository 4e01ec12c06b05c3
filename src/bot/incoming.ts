import { z } from 'zod'
import { channelAbilitiesSchema } from '../domain/account'
import { instantSchema } from '../domain/instant'
import { languageSchema } from '../domain/language'
import { fileSchema } from '../domain/message'

/** A platform's update as a channel translates it. */
export const incomingSchema = z.object({
  channel: z.string(),
  externalId: z.string(),
  abilities: channelAbilitiesSchema,
  /** The platform's id of the update, unique within the address. */
  update: z.string(),
  at: instantSchema,
  /** The language the platform says the person uses. */
  language: languageSchema.nullable(),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string() }),
    /** `of` is the update id under which the text that was changed had come. */
    z.object({
      kind: z.literal('edit'),
      of: z.string(),
      text: z.string(),
      /** The id of the file that they stood with; an empty text took them away. */
      file: z.string().optional(),
    }),
    /** `on` is the platform's id of the message whose button it was. */
    z.object({ kind: z.literal('choice'), value: z.string(), on: z.string().optional() }),
    /** `remote` is what the channel fetches the bytes by after the commit; the file's hash is null until then. `words` came with it. */
    z.object({
      kind: z.literal('file'),
      file: fileSchema,
      remote: z.string().optional(),
      words: z.string().optional(),
    }),
    /** The person's own phone number, given by a tap. */
    z.object({ kind: z.literal('contact'), phone: z.string() }),
    z.object({ kind: z.literal('unsupported'), what: z.string(), words: z.string().optional() }),
  ]),
})
export type Incoming = z.infer<typeof incomingSchema>
