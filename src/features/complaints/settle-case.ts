import type { Complaint, Payment } from '../../domain/complaint'
import { movesOpenTo } from '../../domain/complaint-moves'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { type Moved, moveCase, tellCaseworkers } from './case-record'
import { ownCase } from './own-cases'

/** Paid in full, or in part and content with it, settles the case; else it is handled further, with the payment on record. */
export async function settle(
  scene: Scene,
  complaint: Complaint,
  payment: Payment | null,
  isOver: boolean,
): Promise<Moved> {
  const claimed: Moved =
    complaint.state === 'claimed-paid'
      ? { ok: true, complaint }
      : await moveCase(scene, complaint, 'claim-paid', 'worker')
  if (!claimed.ok) return claimed
  const payments = [...claimed.complaint.payments.map(answered('no')), ...(payment ? [payment] : [])]
  return moveCase(scene, claimed.complaint, isOver ? 'confirm-paid' : 'deny-paid', 'worker', { changes: { payments } })
}

/** A claim nobody asked the worker about yet gets the worker's word. */
export function answered(confirmed: 'yes' | 'no') {
  return (payment: Payment): Payment => (payment.confirmed === 'unasked' ? { ...payment, confirmed } : payment)
}

export async function sayHowItStands(scene: Scene, moved: Moved): Promise<void> {
  const { language } = scene
  if (!moved.ok) return scene.say({ text: text(language, 'complaints.changed-meanwhile') })
  const { state, number } = moved.complaint
  const isOver = state === 'resolved'
  scene.say({ text: text(language, isOver ? 'complaints.settled' : 'complaints.goes-on', { number }) })
  await tellCaseworkers(scene, moved.complaint, (to) => ({
    text: text(to, isOver ? 'complaints.officer-settled' : 'complaints.officer-unsettled', { number }),
  }))
}

/** Why a case is not one that could be called paid or solved now. */
export async function refuseIfNotClaimable(scene: Scene, about: string | null): Promise<string | undefined> {
  const complaint = await ownCase(scene, about)
  if (!complaint) return text(scene.language, 'complaints.no-such-case')
  const mayClaim = complaint.state === 'claimed-paid' || movesOpenTo(complaint, 'worker').includes('claim-paid')
  return mayClaim ? undefined : text(scene.language, 'complaints.changed-meanwhile')
}
