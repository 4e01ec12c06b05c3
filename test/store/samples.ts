import { z } from 'zod'
import type { Collection, Log, Queue } from '../../src/store/store'

const friendSchema = z.object({
  id: z.string(),
  person: z.string(),
  phone: z.string().nullable(),
  groups: z.array(z.string()),
  rank: z.union([z.number(), z.string()]),
  text: z.string(),
})
export type Friend = z.infer<typeof friendSchema>

/** Sealed, with every kind of index. */
export const friends: Collection<Friend> = {
  name: 'friends',
  version: 1,
  schema: friendSchema,
  indexes: {
    phone: { equals: (doc) => doc.phone ?? undefined, unique: true, sensitive: true },
    group: { lists: true, equals: (doc) => doc.groups, order: (doc) => doc.rank },
    text: { equals: (doc) => doc.text, sensitive: true },
  },
  sealedBy: (doc) => `person:${doc.person}`,
  subject: (doc) => doc.person,
  onErase: { do: 'delete' },
}

const placeSchema = z.object({ id: z.string(), town: z.string() })
export type Place = z.infer<typeof placeSchema>

/** In clear. */
export const places: Collection<Place> = {
  name: 'places',
  version: 1,
  schema: placeSchema,
  indexes: { town: { equals: (doc) => doc.town } },
  sealedBy: () => undefined,
  subject: () => undefined,
  onErase: { do: 'keep', reason: 'not about a person', keep: (doc) => doc },
}

const letterSchema = z.object({
  id: z.string(),
  to: z.string(),
  place: z.number(),
  due: z.string(),
  leaseUntil: z.string().nullable(),
  done: z.boolean(),
})
export type Letter = z.infer<typeof letterSchema>

export const letters: Collection<Letter> = {
  name: 'letters',
  version: 1,
  schema: letterSchema,
  indexes: {
    ready: { equals: (doc) => (doc.done ? undefined : 'ready'), order: (doc) => doc.leaseUntil ?? doc.due },
    line: { equals: (doc) => (doc.done ? undefined : doc.to), order: (doc) => doc.place },
    leases: {
      equals: (doc) => (doc.done || doc.leaseUntil === null ? undefined : doc.to),
      order: (doc) => doc.leaseUntil ?? '',
    },
  },
  sealedBy: (doc) => `person:${doc.to}`,
  subject: (doc) => doc.to,
  onErase: { do: 'delete' },
}

export const letterQueue: Queue<Letter> = {
  collection: letters,
  index: 'ready',
  ready: 'ready',
  line: 'line',
  leases: 'leases',
  recipient: (row) => row.to,
  claimed: (row, until) => ({ ...row, leaseUntil: until }),
}

const noteSchema = z.object({ at: z.string(), person: z.string(), text: z.string() })
export type Note = z.infer<typeof noteSchema>

export const notes: Log<Note> = {
  name: 'notes',
  version: 1,
  schema: noteSchema,
  sealedBy: (entry) => `person:${entry.person}`,
  keepDays: 60,
}

export const sampleCollections: Collection[] = [friends, places, letters]
export const sampleLogs: Log[] = [notes]

/** What every engine opens a store of these with. */
export const sampleStore = {
  collections: sampleCollections,
  logs: sampleLogs,
  masterKey: Buffer.alloc(32, 7) as Buffer,
  now: () => '2026-05-01T00:00:00.000Z',
  rerunWrites: true,
}
