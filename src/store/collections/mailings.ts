import { type Mailing, mailingSchema } from '../../domain/mailing'
import type { Collection } from '../store'
import { clear } from './shared'

/** Their rows stand in the outbox, their figures in counters. */
export const mailings: Collection<Mailing> = {
  name: 'mailings',
  version: 1,
  schema: mailingSchema,
  indexes: {
    open: {
      equals: (mailing) => (mailing.endedAt ? undefined : mailing.state),
      order: (mailing) => mailing.createdAt,
    },
    /** Under its own unit and each above it, as they are listed. */
    within: { lists: true, equals: (mailing) => mailing.path, order: (mailing) => mailing.createdAt },
  },
  sealedBy: clear,
  subject: (mailing) => mailing.by ?? undefined,
  onErase: { do: 'redact', redact: (mailing) => ({ ...mailing, by: null }) },
}
