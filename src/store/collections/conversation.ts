import { type ArrivingFile, arrivingFileSchema } from '../../domain/arriving-file'
import {
  foundNobody,
  lineOf,
  type OutboxRow,
  outboxRowSchema,
  type Parked,
  parkedSchema,
  queueKeyOf,
  type Seen,
  seenSchema,
} from '../../domain/message'
import { type Session, sessionSchema } from '../../domain/session'
import type { Collection } from '../store'
import { clear } from './shared'

export const sessions: Collection<Session> = {
  name: 'sessions',
  version: 1,
  schema: sessionSchema,
  indexes: { touched: { equals: () => 'all', order: (session) => session.touchedAt } },
  sealedBy: (session) => `person:${session.id}`,
  subject: (session) => session.id,
  onErase: { do: 'delete' },
}

export const seen: Collection<Seen> = {
  name: 'seen',
  version: 1,
  schema: seenSchema,
  indexes: {
    // Pages repeat a message for longer than platforms do; their answers stand in the history, by seq.
    kept: {
      equals: (update) => (update.replies.some((reply) => typeof reply === 'string') ? 'platform' : 'page'),
      order: (update) => update.at,
    },
  },
  sealedBy: clear,
  subject: (update) => update.person,
  onErase: { do: 'delete' },
  seldomThere: true,
}

export const parked: Collection<Parked> = {
  name: 'parked',
  version: 1,
  schema: parkedSchema,
  indexes: {
    waiting: { equals: (update) => (update.replayedAt ? undefined : 'waiting'), order: (update) => update.at },
    at: { equals: () => 'all', order: (update) => update.at },
  },
  sealedBy: (update) => `person:${update.person}`,
  subject: (update) => update.person,
  onErase: { do: 'delete' },
}

export const arrivingFiles: Collection<ArrivingFile> = {
  name: 'arriving-files',
  version: 1,
  schema: arrivingFileSchema,
  indexes: {
    due: { equals: (file) => (file.lost ? undefined : file.channel), order: (file) => file.next },
    at: { equals: () => 'all', order: (file) => file.at },
  },
  sealedBy: (file) => `person:${file.person}`,
  subject: (file) => file.person,
  onErase: { do: 'delete' },
}

function isUnsent(row: OutboxRow): boolean {
  return row.state === 'queued' || row.state === 'sending'
}

export const outbox: Collection<OutboxRow> = {
  name: 'outbox',
  version: 2,
  schema: outboxRowSchema,
  indexes: {
    ready: {
      equals: (row) => (isUnsent(row) ? queueKeyOf(row) : undefined),
      order: (row) => (row.state === 'sending' ? (row.leasedUntil ?? row.notBefore) : row.notBefore),
    },
    line: { equals: (row) => (isUnsent(row) ? lineOf(row) : undefined), order: (row) => row.place },
    leases: {
      equals: (row) => (row.state === 'sending' ? lineOf(row) : undefined),
      order: (row) => row.leasedUntil ?? '',
    },
    waiting: {
      equals: (row) => (row.state === 'waiting' ? (row.account ?? undefined) : undefined),
      order: (row) => row.createdAt,
    },
    unreached: { equals: (row) => (foundNobody(row) ? row.person : undefined), order: (row) => row.settledAt ?? '' },
    key: { equals: (row) => row.key ?? undefined, unique: true },
    settled: {
      equals: (row) => (row.settledAt ? 'settled' : undefined),
      order: (row) => row.countsUntil ?? row.settledAt ?? '',
    },
  },
  sealedBy: (row) =>
    row.words || row.impersonal ? undefined : row.about ? `case:${row.about}` : `person:${row.person}`,
  subject: (row) => row.person,
  onErase: { do: 'delete' },
}
