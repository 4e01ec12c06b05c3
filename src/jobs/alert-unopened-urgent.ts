import type { Complaint } from '../domain/complaint'
import { after, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import { alertKey, urgentSaying } from '../features/complaints/case-record'
import { admins, unitOfCase, whoSees } from '../features/complaints/officer/who-is-told'
import type { Saying } from '../features/feature'
import { tellPerson } from '../features/tell-person'
import { complaints } from '../store/collections'
import type { WriteTx } from '../store/store'
import { text } from '../text/text'
import type { Job, JobDeps } from './job'

const patience = 30 * minute
const most = 100

export const alertUnopenedUrgent: Job = {
  name: 'alert-unopened-urgent',
  does: {
    'zh-CN': '半小时没人打开的急案，再告诉更多的人：能看到它的同事和管理员。',
    en: 'An urgent case that nobody opened for half an hour is told again, and to more people: all who see it, and the admins.',
  },
  schedule: '* * * * *',
  async run(deps, now) {
    const due = await deps.store.read((tx) =>
      tx.find(complaints, { index: 'unopenedUrgent', equals: 'unopened', to: after(now, -patience), limit: most }),
    )
    let alerted = 0
    for (const { id } of due) {
      if (await deps.store.write([`case:${id}`], (tx) => alertAgain(tx, deps, now, id))) alerted += 1
    }
    return { alerted }
  },
}

async function alertAgain(tx: WriteTx, deps: JobDeps, now: Instant, id: string): Promise<boolean> {
  const complaint = await tx.get(complaints, id)
  if (!complaint || !isDue(complaint, now)) return false
  const times = (complaint.alerted?.times ?? 0) + 1
  await tx.put(complaints, { ...complaint, alerted: { at: now, times } })
  const minutes = Math.floor((Date.parse(now) - Date.parse(complaint.createdAt)) / minute)
  const seers = await whoSees(tx, complaint)
  const again = (language: Language): Saying => ({
    ...urgentSaying(language, complaint, 'see'),
    text: text(language, 'casework.still-unopened', { number: complaint.number, minutes }),
  })
  const unseen = (language: Language): Saying =>
    seers.length === 0
      ? urgentSaying(language, complaint, 'admins')
      : { text: text(language, 'casework.still-unopened-admin', { minutes }) }
  const tell = (to: string, saying: (language: Language) => Saying) =>
    tellPerson(tx, deps, now, to, saying, { urgent: true, key: alertKey(complaint, times, to) })
  for (const officer of seers) await tell(officer.id, again)
  for (const admin of await admins(tx, complaint, await unitOfCase(tx, complaint))) {
    if (!seers.some((officer) => officer.id === admin.id)) await tell(admin.id, unseen)
  }
  return true
}

/** Read again under the lock: somebody may have opened it, or another run have told of it. */
function isDue(complaint: Complaint, now: Instant): boolean {
  const last = complaint.alerted?.at ?? complaint.createdAt
  return complaint.urgent && !complaint.openedAt && complaint.state !== 'withdrawn' && last <= after(now, -patience)
}
