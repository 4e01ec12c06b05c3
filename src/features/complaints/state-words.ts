import { type Complaint, type ComplaintState, isAboutMoney } from '../../domain/complaint'
import type { Language } from '../../domain/language'
import { type PlainKey, text } from '../../text/text'

const states = {
  draft: 'complaints.state-draft',
  submitted: 'complaints.state-submitted',
  'needs-info': 'complaints.state-needs-info',
  accepted: 'complaints.state-accepted',
  handling: 'complaints.state-handling',
  'claimed-paid': 'complaints.state-claimed-paid',
  resolved: 'complaints.state-resolved',
  closed: 'complaints.state-closed',
  declined: 'complaints.state-declined',
  withdrawn: 'complaints.state-withdrawn',
  merged: 'complaints.state-merged',
} as const satisfies Record<ComplaintState, PlainKey>

/** Whether a sum is owed in it. */
export function isMoney({ given }: Complaint): boolean {
  return given.kind !== null && isAboutMoney(given.kind)
}

/** How a case stands, as its worker reads it. */
export function showState(complaint: Complaint, state: ComplaintState, language: Language): string {
  if (state === 'claimed-paid' && !isMoney(complaint)) return text(language, 'complaints.state-claimed-solved')
  if (state === 'resolved' && complaint.unconfirmed) return text(language, 'complaints.state-unconfirmed')
  return text(language, states[state])
}
