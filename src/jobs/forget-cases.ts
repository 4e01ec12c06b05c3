import { wallDate } from '../domain/calendar'
import type { Complaint, ComplaintState } from '../domain/complaint'
import { isCutOffRunning } from '../domain/cut-off'
import { after, day, type Instant } from '../domain/instant'
import { complaints } from '../store/collections'
import type { Query, WriteTx } from '../store/store'
import type { Job, JobDeps } from './job'

/** Days a case is remembered after it came into its state. */
const daysByState: Partial<Record<ComplaintState, number>> = {
  draft: 30,
  declined: 183,
  withdrawn: 183,
  closed: 731,
  merged: 731,
}
const batch = 100

export const forgetCases: Job = {
  name: 'forget-cases',
  does: {
    'zh-CN': '早已结束的案子只留统计数字；没交的草稿全部删掉。',
    en: 'Of a case long over nothing stays but what the figures count; one never submitted goes wholly.',
  },
  schedule: '40 3 * * *',
  async run(deps, now) {
    let forgotten = 0
    for (const [state, days] of Object.entries(daysByState)) {
      const index = state === 'draft' ? 'state' : 'remembered'
      const query = { index, equals: state, to: after(now, -days * day), limit: batch }
      forgotten += await forgetAll(deps, now, query)
    }
    return { forgotten }
  },
}

async function forgetAll(deps: JobDeps, now: Instant, query: Query): Promise<number> {
  let forgotten = 0
  let last: Complaint | undefined
  for (;;) {
    const position = last && { after: { order: last.stateAt, id: last.id } }
    const found = await deps.store.read((tx) => tx.find(complaints, { ...query, ...position }))
    for (const { id, stateAt } of found) {
      if (await deps.store.write([`case:${id}`], (tx) => forget(tx, deps, now, id, stateAt))) forgotten += 1
    }
    last = found.at(-1)
    if (!last) return forgotten
  }
}

/** With the case's key goes its record, also from old backups; while a legal way is open the case stays. */
async function forget(tx: WriteTx, { zone }: JobDeps, now: Instant, id: string, stateAt: Instant): Promise<boolean> {
  const complaint = await tx.get(complaints, id)
  if (!complaint || complaint.stateAt !== stateAt || complaint.person === 'erased') return false
  const { state, given } = complaint
  if (state !== 'draft' && isCutOffRunning(given, wallDate(now, zone))) return false
  if (complaint.mergedInto && (await isRemembered(tx, complaint.mergedInto))) return false
  for (const { file } of complaint.evidence) await tx.dropKey(`file:${file.id}`)
  await tx.dropKey(`case:${id}`)
  if (state === 'draft') await tx.delete(complaints, id)
  else if (complaints.onErase.do === 'redact') await tx.put(complaints, complaints.onErase.redact(complaint))
  return true
}

/** What was merged belongs to the case it goes on with, and goes with it. */
async function isRemembered(tx: WriteTx, into: string): Promise<boolean> {
  const other = await tx.get(complaints, into)
  return other !== undefined && other.person !== 'erased'
}
