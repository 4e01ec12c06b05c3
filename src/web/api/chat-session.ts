import { z } from 'zod'
import { languageSchema } from '../../domain/language'

const MenuItem = z.object({ label: z.string().min(1), command: z.string().min(1) })

/** An Official Account's menu: three entries of at most five. */
export const Menu = z.array(z.object({ label: z.string().min(1), items: z.array(MenuItem).min(1).max(5) })).max(3)
export type Menu = z.infer<typeof Menu>

/** Body of `POST /api/chat/session`; empty, or the language chosen on the page before anything was said. */
export const OpenSession = z.object({ language: languageSchema.optional() })
export type OpenSession = z.infer<typeof OpenSession>

export const ChatSession = z.object({ id: z.string().min(1), language: languageSchema, name: z.string(), menu: Menu })
export type ChatSession = z.infer<typeof ChatSession>
