import type { Complaint } from './complaint'

/** The outcome of a case by the last payment that the worker did not deny. */
export function paidOutcome({ payments }: Pick<Complaint, 'payments'>): 'paid-full' | 'paid-part' | 'agreement' {
  const paid = payments.findLast((payment) => payment.confirmed !== 'no')
  if (!paid) return 'agreement'
  return paid.part ? 'paid-part' : 'paid-full'
}
