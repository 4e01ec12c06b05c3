import { type Account, accountSchema, address } from '../domain/account'
import { type ArrivingFile, arrivingFileSchema } from '../domain/arriving-file'
import { type Complaint, complaintSchema } from '../domain/complaint'
import {
  type Attempts,
  attemptsSchema,
  type JoinCode,
  type Joining,
  joinCodeSchema,
  joiningSchema,
  type Setting,
  settingSchema,
} from '../domain/credential'
import { after, day } from '../domain/instant'
import {
  foundNobody,
  laneOf,
  lineOf,
  type OutboxRow,
  outboxRowSchema,
  type Parked,
  parkedSchema,
  type Seen,
  seenSchema,
} from '../domain/message'
import { type Invitation, invitationSchema, type Officer, officerSchema } from '../domain/officer'
import { type Consent, consentSchema, hasConsented, type Person, personSchema } from '../domain/person'
import { type Session, sessionSchema } from '../domain/session'
import { type Unit, unitSchema } from '../domain/unit'
import { type Youth, youthSchema } from '../domain/youth'
import type { Collection } from './store'

const nobody = () => undefined
const clear = () => undefined

export const accounts: Collection<Account> = {
  name: 'accounts',
  version: 1,
  schema: accountSchema,
  indexes: {
    address: { equals: (account) => address(account.channel, account.externalId), unique: true, sensitive: true },
  },
  sealedBy: (account) => `person:${account.person}`,
  subject: (account) => account.person,
  onErase: { do: 'delete' },
}

export const persons: Collection<Person> = {
  name: 'persons',
  version: 1,
  schema: personSchema,
  indexes: {
    returnCode: { equals: (person) => person.returnCode ?? undefined, unique: true },
    unconsented: {
      equals: (person) => (hasConsented(person) ? undefined : 'unconsented'),
      order: (person) => person.lastContactAt,
    },
  },
  sealedBy: clear,
  subject: (person) => person.id,
  onErase: { do: 'delete' },
}

export const consents: Collection<Consent> = {
  name: 'consents',
  version: 1,
  schema: consentSchema,
  indexes: {
    until: {
      equals: (consent) => (consent.keptUntil ? 'all' : undefined),
      order: (consent) => consent.keptUntil ?? '',
    },
  },
  sealedBy: clear,
  subject: (consent) => consent.person,
  onErase: {
    do: 'keep',
    reason: 'proof of consent',
    keep: (consent, now) => ({ ...consent, keptUntil: after(now, 3 * 365 * day) }),
  },
}

export const youths: Collection<Youth> = {
  name: 'youths',
  version: 1,
  schema: youthSchema,
  indexes: {
    point: { equals: (youth) => youth.points, order: (youth) => youth.registeredAt },
    liaison: { equals: (youth) => youth.liaison ?? undefined, order: (youth) => youth.registeredAt },
    phone: { equals: (youth) => youth.phone ?? undefined, sensitive: true },
  },
  sealedBy: (youth) => `person:${youth.id}`,
  subject: (youth) => youth.id,
  onErase: { do: 'delete' },
}

export const officers: Collection<Officer> = {
  name: 'officers',
  version: 1,
  schema: officerSchema,
  indexes: {
    role: { equals: (officer) => (officer.leftAt ? [] : officer.roles) },
    unit: { equals: (officer) => (officer.leftAt ? undefined : officer.unit) },
  },
  sealedBy: (officer) => `person:${officer.id}`,
  subject: (officer) => officer.id,
  onErase: { do: 'delete' },
}

export const invitations: Collection<Invitation> = {
  name: 'invitations',
  version: 1,
  schema: invitationSchema,
  indexes: {
    unit: { equals: (invitation) => invitation.unit, order: (invitation) => invitation.createdAt },
    expires: { equals: () => 'all', order: (invitation) => invitation.expiresAt },
  },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}

export const units: Collection<Unit> = {
  name: 'units',
  version: 1,
  schema: unitSchema,
  indexes: {
    parent: { equals: (unit) => unit.parent ?? 'root', order: (unit) => unit.name },
    kind: { equals: (unit) => (unit.closedAt ? undefined : unit.kind), order: (unit) => unit.name },
    code: { equals: (unit) => unit.code, unique: true },
  },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}

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
      equals: (row) => (isUnsent(row) ? laneOf(row) : undefined),
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
    settled: { equals: (row) => (row.settledAt ? 'settled' : undefined), order: (row) => row.settledAt ?? '' },
  },
  sealedBy: (row) => (row.about ? `case:${row.about}` : `person:${row.person}`),
  subject: (row) => row.person,
  onErase: { do: 'delete' },
}

export const complaints: Collection<Complaint> = {
  name: 'complaints',
  version: 2,
  schema: complaintSchema,
  indexes: {
    number: { equals: (complaint) => complaint.number, unique: true },
    person: { equals: (complaint) => complaint.person, order: (complaint) => complaint.createdAt },
    state: { equals: (complaint) => complaint.state, order: (complaint) => complaint.stateAt },
    owner: { equals: (complaint) => complaint.owner ?? undefined, order: (complaint) => complaint.stateAt },
    // What is over and still says whose it was.
    remembered: {
      equals: (complaint) =>
        complaint.person !== 'erased' && ['closed', 'declined', 'withdrawn', 'merged'].includes(complaint.state)
          ? complaint.state
          : undefined,
      order: (complaint) => complaint.stateAt,
    },
    next: {
      equals: (complaint) => (complaint.next ? 'next' : undefined),
      order: (complaint) => complaint.next?.by ?? '',
    },
    unopenedUrgent: {
      equals: (complaint) =>
        complaint.urgent && !complaint.openedAt && complaint.state !== 'withdrawn' ? 'unopened' : undefined,
      order: (complaint) => complaint.alerted?.at ?? complaint.createdAt,
    },
  },
  sealedBy: (complaint) => `case:${complaint.id}`,
  subject: (complaint) => complaint.person,
  onErase: { do: 'redact', redact: (complaint) => tombstone(complaint) },
}

/** The ends of a case that stay what they were; every other becomes a withdrawal. */
const countedApart: readonly Complaint['state'][] = ['closed', 'declined', 'merged']

/** What stays of an erased case: no person, no word of theirs, only what the figures count. */
function tombstone(complaint: Complaint): Complaint {
  return {
    ...complaint,
    person: 'erased',
    given: {
      dangers: [],
      kind: complaint.given.kind,
      against: null,
      place: null,
      since: null,
      amount: null,
      arrears: [],
      details: {},
    },
    evidence: [],
    payments: complaint.payments.map((payment) =>
      payment.by === complaint.person ? { ...payment, by: 'erased' } : payment,
    ),
    declining: null,
    merging: null,
    next: null,
    state: countedApart.includes(complaint.state) ? complaint.state : 'withdrawn',
    owner: null,
    form: null,
  }
}

export const joinCodes: Collection<JoinCode> = {
  name: 'join-codes',
  version: 1,
  schema: joinCodeSchema,
  indexes: { expires: { equals: () => 'all', order: (code) => code.expiresAt } },
  sealedBy: clear,
  subject: (code) => code.person,
  onErase: { do: 'delete' },
}

export const joinings: Collection<Joining> = {
  name: 'joinings',
  version: 1,
  schema: joiningSchema,
  indexes: {
    at: { equals: () => 'all', order: (joining) => joining.at },
    waits: { equals: (joining) => (joining.waitsForAdmin ? 'waits' : undefined), order: (joining) => joining.at },
  },
  sealedBy: (joining) => `person:${joining.into}`,
  subject: (joining) => joining.into,
  onErase: { do: 'delete' },
}

export const attempts: Collection<Attempts> = {
  name: 'attempts',
  version: 1,
  schema: attemptsSchema,
  indexes: { last: { equals: () => 'all', order: (tries) => tries.at.at(-1) ?? '' } },
  sealedBy: clear,
  subject: (tries) => tries.person ?? undefined,
  onErase: { do: 'delete' },
}

export const settings: Collection<Setting> = {
  name: 'settings',
  version: 1,
  schema: settingSchema,
  indexes: {},
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}

/** Every collection there is; an engine opens them all. */
// biome-ignore lint/suspicious/noExplicitAny: collections of many document types stand in one list
export const collections: Collection<any>[] = [
  accounts,
  persons,
  consents,
  youths,
  officers,
  invitations,
  units,
  sessions,
  seen,
  parked,
  arrivingFiles,
  outbox,
  complaints,
  joinCodes,
  joinings,
  attempts,
  settings,
]
