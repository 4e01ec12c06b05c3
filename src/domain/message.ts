import { z } from 'zod'
import { type Instant, instantSchema } from './instant'
import { languageSchema } from './language'

/** A choice's value is opaque: `<run>.<step>.<option>` of a form, or `!<action>.<argument>`; at most 64 bytes, all of them ASCII. */
export const choiceSchema = z.object({ label: z.string().min(1), value: z.string().regex(/^[\x21-\x7e]{1,64}$/) })
export type Choice = z.infer<typeof choiceSchema>

/** A stored file: size in bytes, SHA-256 (hex) of the original bytes; null while they are still being fetched from the platform. */
export const fileSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  sha256: z.string().nullable(),
  /** What was written with it, until it is kept with what it is given for. */
  words: z.string().optional(),
})
export type FileRef = z.infer<typeof fileSchema>

/** What is said to a person in one message. */
export const bodySchema = z.object({
  from: z.enum(['bot', 'officer']),
  /** The officer's name as the person sees it. */
  name: z.string().nullable(),
  text: z.string(),
  choices: z.array(choiceSchema),
  file: fileSchema.nullable(),
  /** What the question asks for, where a channel can offer to give it by a tap. */
  asks: z.literal('phone').optional(),
  /** Takes the place of the message whose button was pressed, where a channel can edit. */
  inPlace: z.literal(true).optional(),
})
export type Body = z.infer<typeof bodySchema>

/** What the bot says by itself. */
export function botBody(text: string, choices: readonly Choice[] = [], file: FileRef | null = null): Body {
  return { from: 'bot', name: null, text, choices: [...choices], file }
}

/** One line of a conversation as it stands in the history of an account. */
export const historyEntrySchema = z.object({
  at: instantSchema,
  person: z.string(),
  from: z.enum(['bot', 'officer', 'me']),
  name: z.string().nullable(),
  text: z.string(),
  choices: z.array(choiceSchema),
  file: fileSchema.nullable(),
  /** The platform's id of an incoming message. */
  update: z.string().nullable(),
  /** The case it is about: sealed with that, it goes when the case is erased. */
  about: z.string().nullable(),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>

const lanes = ['reply', 'notice', 'bulk'] as const
const outboxStates = [
  'queued',
  'held',
  'sending',
  'sent',
  'waiting',
  'unknown',
  'expired',
  'cancelled',
  'failed',
] as const

/** A message decided on and not yet, or already, handed to a platform. `waiting`: lies ready until the person looks. */
export const outboxRowSchema = z.object({
  id: z.string(),
  /** A notice goes to a person, a reply to the account that was written from. */
  to: z.union([z.object({ person: z.string() }), z.object({ account: z.string() })]),
  /** The person, whose rows are sent one after another. */
  person: z.string(),
  body: bodySchema,
  /** The case it is about: sealed with that, it goes when the case is erased. */
  about: z.string().nullable(),
  lane: z.enum(lanes),
  /** Not sent before; put off by retries and quiet hours. */
  notBefore: instantSchema,
  /** Place in the person's line: the first `notBefore`, which a retry does not change. */
  place: instantSchema,
  expiresAt: instantSchema.nullable(),
  /** A named check run again just before sending. */
  recheck: z.object({ name: z.string(), argument: z.string() }).nullable(),
  /** Exempt from quiet hours: the person asked for it, or it cannot wait. */
  urgent: z.boolean(),
  /** The mailing it is a part of, when it goes to many. */
  mailing: z.string().optional(),
  /** The platform's id of the message that this one takes the place of. */
  replaces: z.string().nullable(),
  /** Idempotency key: a second row with it is never made. */
  key: z.string().nullable(),
  state: z.enum(outboxStates),
  /** Coded reason of a state that is not success. */
  reason: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  /** The account it was sent to. */
  account: z.string().nullable(),
  leasedUntil: instantSchema.nullable(),
  /** The process that claimed it last, where several work on one store. */
  holder: z.string().optional(),
  createdAt: instantSchema,
  settledAt: instantSchema.nullable(),
  /** What came of it still counts then: it is forgotten so long after this instead. */
  countsUntil: instantSchema.optional(),
  /** Found nobody once, and was queued again when the person could be reached. */
  revived: z.literal(true).optional(),
  /** It says what its mailing says to everybody in the person's language, or, of an older version, in the one named; `body` is empty then,
   * and the row is kept in clear. */
  words: z.union([z.literal('theirs'), languageSchema]).optional(),
  /** As `words`, with the body in the row: of an older version. */
  impersonal: z.literal(true).optional(),
})
export type OutboxRow = z.infer<typeof outboxRowSchema>

/** An update that was handled: a repetition finds it and changes nothing. */
export const seenSchema = z.object({
  id: z.string(),
  person: z.string(),
  /** Of the content, so that the same id with another content is noticed. */
  hash: z.string(),
  at: instantSchema,
  /** Outbox rows or history seqs that answered it. */
  replies: z.array(z.union([z.string(), z.number()])),
})
export type Seen = z.infer<typeof seenSchema>

/** An update whose handling threw, kept until it is replayed after the fix. */
export const parkedSchema = z.object({
  id: z.string(),
  person: z.string(),
  update: z.unknown(),
  /** Error class and place in the code; never its text, which may hold content. */
  fault: z.string(),
  at: instantSchema,
  replayedAt: instantSchema.nullable(),
})
export type Parked = z.infer<typeof parkedSchema>

/** What is claimed before what: replies and what is urgent, then what is meant for one person, then what goes to many. */
export const sendingOrder = ['now', 'notice', 'bulk'] as const
export type SendingLane = (typeof sendingOrder)[number]

export function laneOf(row: Pick<OutboxRow, 'lane' | 'urgent'>): SendingLane {
  return row.urgent || row.lane === 'reply' ? 'now' : row.lane
}

/** An invitation of an older version bears the time its event had then, which may have moved: whether it is too late is asked again. */
export function hasExpired({ expiresAt, recheck }: Pick<OutboxRow, 'expiresAt' | 'recheck'>, now: Instant): boolean {
  return expiresAt !== null && expiresAt <= now && recheck?.name !== 'event-invitation'
}

/** The rows that are claimed together: those of a lane, and of each mailing by itself. */
export function queueKeyOf(row: Pick<OutboxRow, 'lane' | 'urgent' | 'mailing'>): string {
  const lane = laneOf(row)
  return lane === 'bulk' && row.mailing ? mailingQueueKey(row.mailing) : lane
}

export function mailingQueueKey(mailing: string): string {
  return `bulk:${mailing}`
}

/** Rows of one line are sent one after another; what must not wait for notices has a line of its own. */
export function lineOf(row: Pick<OutboxRow, 'lane' | 'urgent' | 'mailing' | 'person'>): string {
  return `${queueKeyOf(row)}:${row.person}`
}

/** A notice that no account could take, and that was not queued again for it yet. */
export function foundNobody(row: OutboxRow): boolean {
  return row.lane === 'notice' && row.state === 'failed' && row.reason === 'unreachable' && !row.revived
}
