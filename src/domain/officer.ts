import { z } from 'zod'
import { instantSchema } from './instant'

export const roles = ['liaison', 'caseworker', 'supervisor', 'admin'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/** Weekly hours on call, wall clock; `to` before `from` runs past midnight. */
export const onCallSchema = z.object({
  weekdays: z.array(z.number().int().min(1).max(7)),
  from: z.string().regex(/^\d\d:\d\d$/),
  to: z.string().regex(/^\d\d:\d\d$/),
})
export type OnCall = z.infer<typeof onCallSchema>

/** What a person does for the committee; its id is the person's. */
export const officerSchema = z.object({
  id: z.string(),
  name: z.string().min(1).max(20),
  roles: z.array(roleSchema),
  /** The unit the roles hold in, with all below it. */
  unit: z.string(),
  onCall: onCallSchema.nullable(),
  createdAt: instantSchema,
  leftAt: instantSchema.nullable(),
})
export type Officer = z.infer<typeof officerSchema>

/** Whether the officer is on call at this wall-clock weekday (1..7) and time (HH:mm). */
export function isOnCall(officer: Officer, weekday: number, time: string): boolean {
  const hours = officer.onCall
  if (!hours || officer.leftAt) return false
  if (hours.from === hours.to) return hours.weekdays.includes(weekday)
  if (hours.from < hours.to) return hours.weekdays.includes(weekday) && time >= hours.from && time < hours.to
  const yesterday = weekday === 1 ? 7 : weekday - 1
  return (
    (hours.weekdays.includes(weekday) && time >= hours.from) || (hours.weekdays.includes(yesterday) && time < hours.to)
  )
}

/** A one-time invitation to become an officer; its id is a hash of the code. */
export const invitationSchema = z.object({
  id: z.string(),
  roles: z.array(roleSchema).min(1),
  unit: z.string(),
  by: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  usedBy: z.string().nullable(),
})
export type Invitation = z.infer<typeof invitationSchema>
