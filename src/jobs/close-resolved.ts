import { wallDate } from '../domain/calendar'
import { isOverdue } from '../domain/case-clock'
import type { Complaint } from '../domain/complaint'
import type { Instant } from '../domain/instant'
import { moveCaseAs } from '../features/complaints/case-record'
import { complaints } from '../store/collections'
import type { WriteTx } from '../store/store'
import { text } from '../text/text'
import type { Job, JobDeps } from './job'
import { tellPerson } from './tell-person'

const most = 200

/** What the worker called resolved is closed after five working days, if nobody did it before. */
export const closeResolved: Job = {
  name: 'close-resolved',
  schedule: '30 8 * * *',
  async run(deps, now) {
    const resolved = await deps.store.read((tx) =>
      tx.find(complaints, { index: 'state', equals: 'resolved', limit: most }),
    )
    let closed = 0
    for (const { id } of resolved.filter((complaint) => isOverdue(complaint, wallDate(now, deps.zone)))) {
      if (await deps.store.write([`case:${id}`], (tx) => close(tx, deps, now, id))) closed += 1
    }
    return { closed }
  },
}

async function close(tx: WriteTx, deps: JobDeps, now: Instant, id: string): Promise<boolean> {
  const complaint = await tx.get(complaints, id)
  if (!complaint || !isOverdue(complaint, wallDate(now, deps.zone))) return false
  const outcome = outcomeOf(complaint)
  const desk = { tx, now, zone: deps.zone }
  const moved = await moveCaseAs(desk, 'system', complaint, 'close', 'system', { changes: { outcome } })
  if (!moved.ok) return false
  const { number, person } = complaint
  const told = (language: 'zh-CN' | 'en') => ({
    text: [
      text(language, 'casework.worker.closed', { number, outcome: text(language, `casework.outcome.${outcome}`) }),
      text(language, 'casework.worker.closed-not-right'),
    ].join('\n'),
  })
  await tellPerson(tx, deps, now, person, told, { key: `closed:${id}:${complaint.stateAt}` })
  return true
}

/** By the worker's own word on the last payment. */
function outcomeOf({ payments }: Complaint): 'paid-full' | 'paid-part' | 'agreement' {
  const paid = payments.findLast((payment) => payment.confirmed === 'yes')
  if (!paid) return 'agreement'
  return paid.part ? 'paid-part' : 'paid-full'
}
