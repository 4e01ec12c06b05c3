import { wallDate } from '../domain/calendar'
import { isUnanswered } from '../domain/case-clock'
import type { Complaint } from '../domain/complaint'
import type { Instant } from '../domain/instant'
import { moveCaseAs } from '../features/complaints/case-record'
import { whoIsTold } from '../features/complaints/officer/who-is-told'
import { actionChoice } from '../features/feature'
import { tellPerson } from '../features/tell-person'
import { persons } from '../store/collections'
import type { WriteTx } from '../store/store'
import { text } from '../text/text'
import { eachCase } from './each-case'
import type { Job, JobDeps } from './job'

export const resolveUnconfirmed: Job = {
  name: 'resolve-unconfirmed',
  does: {
    'zh-CN': '问了工人十个工作日没有回答的，算作解决，和本人确认的分开计数。',
    en: 'What the worker was asked about for ten working days without an answer counts as resolved, apart from what they confirmed.',
  },
  schedule: '30 8 * * *',
  async run(deps, now) {
    const today = wallDate(now, deps.zone)
    const resolved = await eachCase(deps, {
      query: { index: 'state', equals: 'claimed-paid' },
      isDue: (complaint) => isUnanswered(complaint, today, deps.zone),
      work: (tx, complaint) => resolve(tx, deps, now, complaint),
    })
    return { resolved }
  },
}

async function resolve(tx: WriteTx, deps: JobDeps, now: Instant, complaint: Complaint): Promise<boolean> {
  const { id, number, person, stateAt } = complaint
  const desk = { tx, now, zone: deps.zone }
  const language = (await tx.get(persons, person))?.language ?? 'zh-CN'
  const moved = await moveCaseAs(desk, 'system', complaint, 'resolve-unconfirmed', 'system', {
    text: text(language, 'complaints.why-unconfirmed'),
    changes: { unconfirmed: true, spokenAt: now },
  })
  if (!moved.ok) return false
  await tellPerson(
    tx,
    deps,
    now,
    person,
    (to) => ({
      text: text(to, 'casework.worker.unconfirmed', { number }),
      choices: [
        actionChoice(text(to, 'casework.worker.really-yes'), 'my-paid-yes', id),
        actionChoice(text(to, 'casework.worker.still-not'), 'my-paid-no', id),
      ],
    }),
    { key: `unconfirmed:${id}:${stateAt}` },
  )
  const told = await whoIsTold(desk, moved.complaint)
  for (const officer of told.as === 'see' ? told.officers : []) {
    await tellPerson(
      tx,
      deps,
      now,
      officer.id,
      (to) => ({
        text: text(to, 'casework.now-unconfirmed', { number }),
        choices: [actionChoice(text(to, 'casework.open'), 'case-open', id)],
      }),
      { key: `unconfirmed:${id}:${stateAt}:${officer.id}` },
    )
  }
  return true
}
