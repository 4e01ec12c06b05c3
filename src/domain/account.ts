import { z } from 'zod'
import { instantSchema } from './instant'

/** How a channel differs from another; code above the channels reads this and never names a channel. */
export const channelAbilitiesSchema = z.object({
  /** `any`: at any time. `window`: `count` messages within `hours` of the person's last one. `when-open`: only while they look. */
  push: z.union([
    z.literal('any'),
    z.literal('when-open'),
    z.object({ count: z.number().int().positive(), hours: z.number().positive() }),
  ]),
  /** The answer may be given in the response to the message itself, within so many seconds. */
  replyInResponse: z.object({ seconds: z.number().positive() }).nullable(),
  choices: z.enum(['buttons', 'numbers']),
  noticeTemplates: z.boolean(),
  files: z.object({ receive: z.boolean(), send: z.boolean(), maxBytes: z.number().int().positive() }),
  editing: z.boolean(),
  /** Characters in one message. */
  textLimit: z.number().int().positive(),
})
export type ChannelAbilities = z.infer<typeof channelAbilitiesSchema>

/** An address on a channel; several may belong to one person. */
export const accountSchema = z.object({
  id: z.string(),
  channel: z.string(),
  /** The platform's own id of the address. */
  externalId: z.string(),
  person: z.string(),
  abilities: channelAbilitiesSchema,
  createdAt: instantSchema,
  /** The person's last message from here. */
  lastContactAt: instantSchema,
  /** Why nothing can be sent here any more. */
  unreachable: z.object({ reason: z.string(), since: instantSchema }).nullable(),
  /** Up to which seq of its history the person has fetched it. */
  seenSeq: z.number().int().nonnegative(),
})
export type Account = z.infer<typeof accountSchema>

/** Whether something can be sent there without their looking. */
export function isPushable({ unreachable, abilities }: Pick<Account, 'unreachable' | 'abilities'>): boolean {
  return !unreachable && abilities.push !== 'when-open'
}

/** The unique address of an account over all channels. */
export function address(channel: string, externalId: string): string {
  return `${channel}:${externalId}`
}
