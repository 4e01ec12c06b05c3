import { z } from 'zod'
import { maxTextLength } from './limits'

const id = z.uuid()

export const SendText = z.strictObject({ id, text: z.string().trim().min(1).max(maxTextLength) })
export type SendText = z.infer<typeof SendText>

export const SendChoice = z.strictObject({ id, choice: z.string().min(1).max(200) })
export type SendChoice = z.infer<typeof SendChoice>

export const SendMessage = z.union([SendText, SendChoice])
export type SendMessage = z.infer<typeof SendMessage>

/** The text fields of the multipart form; its third field, `file`, holds the bytes. */
export const SendFile = z.object({ id, name: z.string().max(255).optional() })
export type SendFile = z.infer<typeof SendFile>

/** Body of the 202. */
export const MessageAccepted = z.object({ seq: z.number().int().positive().optional() })
export type MessageAccepted = z.infer<typeof MessageAccepted>
