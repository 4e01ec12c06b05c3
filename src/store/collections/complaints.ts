import { type Complaint, complaintSchema } from '../../domain/complaint'
import type { Collection } from '../store'

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
