import { z } from 'zod'
import { instantSchema } from './instant'
import { phoneSchema } from './phone'

export const trades = [
  'building',
  'restaurant',
  'factory',
  'delivery',
  'cleaning',
  'domestic',
  'shop',
  'security',
  'hairdressing',
  'logistics',
  'office',
  'looking',
  'other',
] as const
export const tradeSchema = z.enum(trades)
export type Trade = z.infer<typeof tradeSchema>

/** A registered young migrant worker; its id is the person's. Everything but the name may be unknown. */
export const youthSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Year of birth as computed from the age told. */
  birthYear: z.number().int().nullable(),
  phone: phoneSchema.nullable(),
  homePlace: z.string().nullable(),
  livesAt: z.string().nullable(),
  worksAt: z.string().nullable(),
  trade: tradeSchema.nullable(),
  employer: z.string().nullable(),
  leagueMember: z.boolean().nullable(),
  /** Liaison points: home and workplace may be two. */
  points: z.array(z.string()),
  /** The liaison officer's person id. */
  liaison: z.string().nullable(),
  registeredAt: instantSchema,
  updatedAt: instantSchema,
  /** Form id and hash of the questions that were asked. */
  form: z.object({ id: z.string(), questions: z.string() }),
})
export type Youth = z.infer<typeof youthSchema>
