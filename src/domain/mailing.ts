import { z } from 'zod'
import { type Month, monthSchema } from './contact-month'
import { type Instant, instantSchema } from './instant'
import { languageSchema } from './language'
import { bodySchema, type OutboxRow } from './message'

/** What is sent to many: invitations to an event, the question of a month, or its repetition. */
export const mailingMatterSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invitation'), event: z.string() }),
  z.object({ kind: z.enum(['contact', 'contact-repeat']), month: monthSchema }),
])
export type MailingMatter = z.infer<typeof mailingMatterSchema>

export const mailingStates = ['running', 'paused', 'cancelled'] as const
export type MailingState = (typeof mailingStates)[number]

/** One message to many people (群发): its rows in the outbox name it. */
export const mailingSchema = z.object({
  id: z.string(),
  matter: mailingMatterSchema,
  /** What it says to everybody alike; its rows then name the language only. */
  says: z.partialRecord(languageSchema, bodySchema).optional(),
  /** The ids of the units from the root down to the one it is sent for. */
  path: z.array(z.string()).min(1),
  /** Who set it off, and is told how it ended; null for what the calendar brings. */
  by: z.string().nullable(),
  state: z.enum(mailingStates),
  stateAt: instantSchema,
  createdAt: instantSchema,
  /** Nothing is left to be sent, and nothing more will come. */
  endedAt: instantSchema.nullable(),
})
export type Mailing = z.infer<typeof mailingSchema>

/** Bears the id of its matter, so that whoever queues for it twice finds the one. */
export function mailingId(matter: MailingMatter): string {
  return matter.kind === 'invitation' ? matter.event : `${matter.kind}-${matter.month}`
}

export function contactMatter(which: 'first' | 'repeat', month: Month): MailingMatter {
  return { kind: which === 'first' ? 'contact' : 'contact-repeat', month }
}

export function newMailing(matter: MailingMatter, about: Pick<Mailing, 'path' | 'by' | 'says'>, now: Instant): Mailing {
  const times = { stateAt: now, createdAt: now, endedAt: null }
  return { id: mailingId(matter), matter, ...about, state: 'running', ...times }
}

export const mailingMoves = [
  { id: 'pause', from: ['running'], to: 'paused' },
  { id: 'go-on', from: ['paused'], to: 'running' },
  { id: 'cancel', from: ['running', 'paused'], to: 'cancelled' },
] as const satisfies readonly { id: string; from: readonly MailingState[]; to: MailingState }[]
export type MailingMoveId = (typeof mailingMoves)[number]['id']

/** The moves that can be made now: none once it has ended. */
export function movesOf({ state, endedAt }: Pick<Mailing, 'state' | 'endedAt'>): MailingMoveId[] {
  if (endedAt !== null) return []
  return mailingMoves.filter(({ from }) => (from as readonly MailingState[]).includes(state)).map(({ id }) => id)
}

/** The mailing after a move; undefined when that cannot be made now. */
export function moveMailing(mailing: Mailing, id: MailingMoveId, now: Instant): Mailing | undefined {
  const move = mailingMoves.find((candidate) => candidate.id === id)
  if (!move || !movesOf(mailing).includes(id)) return undefined
  return { ...mailing, state: move.to, stateAt: now }
}

/** Why a row of a cancelled mailing was not sent. */
export const mailingCancelled = 'mailing-cancelled'

/** What can become of a row, in the order of a report. */
export const mailingOutcomes = [
  'sent',
  /** Lies ready until the person looks. */
  'waiting',
  'unreachable',
  /** Left, and nobody knows whether it arrived: it is not sent again. */
  'unknown',
  /** The platform did not take it. */
  'refused',
  'no-connection',
  'channel-off',
  'expired',
  /** The person answered before, or it no longer concerns them. */
  'unwanted',
  'cancelled',
  /** The person had everything about them erased before. */
  'erased',
] as const
export type MailingOutcome = (typeof mailingOutcomes)[number]

const refusals: Record<string, MailingOutcome> = { unreachable: 'unreachable', 'channel-off': 'channel-off' }

/** Undefined while it is still to be sent. */
export function outcomeOfRow({ state, reason }: Pick<OutboxRow, 'state' | 'reason'>): MailingOutcome | undefined {
  switch (state) {
    case 'queued':
    case 'held':
    case 'sending':
      return undefined
    case 'cancelled':
      return reason === mailingCancelled ? 'cancelled' : 'unwanted'
    case 'failed':
      return refusals[reason ?? ''] ?? (/^(no-connection|http-)/.test(reason ?? '') ? 'no-connection' : 'refused')
    default:
      return state
  }
}
