import { z } from 'zod'

export const Choice = z.object({ label: z.string().min(1), value: z.string().min(1) })
export type Choice = z.infer<typeof Choice>

export const ChatFile = z.object({
  url: z.string().min(1),
  name: z.string(),
  type: z.string(),
  size: z.number().int().nonnegative(),
})
export type ChatFile = z.infer<typeof ChatFile>

/** One line of the conversation, in `GET messages` and as the data of an SSE `message` event. */
export const ChatMessage = z.object({
  seq: z.number().int().positive(),
  /** The client's own id; only on messages from `me`, so that the page finds the bubble it already shows. */
  id: z.string().nullish(),
  from: z.enum(['bot', 'officer', 'me']),
  text: z.string(),
  choices: z.array(Choice),
  file: ChatFile.nullable(),
  /** UTC ISO instant. */
  at: z.iso.datetime(),
  /** The officer's display name. */
  name: z.string().nullish(),
})
export type ChatMessage = z.infer<typeof ChatMessage>
