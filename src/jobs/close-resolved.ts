import { wallDate } from '../domain/calendar'
import { isOverdue } from '../domain/case-clock'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import { paidOutcome } from '../domain/paid-outcome'
import { moveCaseAs } from '../features/complaints/case-record'
import { closedSaying } from '../features/complaints/closed-saying'
import { tellPerson } from '../features/tell-person'
import { complaints } from '../store/collections'
import type { WriteTx } from '../store/store'
import type { Job, JobDeps } from './job'

const most = 200

export const closeResolved: Job = {
  name: 'close-resolved',
  does: {
    'zh-CN': '办好了的案子，五个工作日后没人动就结案。',
    en: "What is resolved, by the worker's word or for want of it, is closed after five working days, if nobody did it before.",
  },
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
  const outcome = paidOutcome(complaint)
  const desk = { tx, now, zone: deps.zone }
  const moved = await moveCaseAs(desk, 'system', complaint, 'close', 'system', { changes: { outcome, spokenAt: now } })
  if (!moved.ok) return false
  const told = (language: Language) => closedSaying(language, moved.complaint, outcome)
  await tellPerson(tx, deps, now, complaint.person, told, { key: `closed:${id}:${complaint.stateAt}` })
  return true
}
