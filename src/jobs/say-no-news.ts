import { wallDate } from '../domain/calendar'
import { isSilent } from '../domain/case-clock'
import type { Complaint, ComplaintState } from '../domain/complaint'
import type { Instant } from '../domain/instant'
import { noNews } from '../features/complaints/show-case'
import { actionChoice } from '../features/feature'
import { tellPerson } from '../features/tell-person'
import { complaints } from '../store/collections'
import { caseEntries } from '../store/logs'
import type { WriteTx } from '../store/store'
import { text } from '../text/text'
import { eachCase } from './each-case'
import type { Job, JobDeps } from './job'

/** The states in which the worker waits for the committee; in the others they are reminded of their own word. */
const waiting: readonly ComplaintState[] = ['submitted', 'accepted', 'handling']

export const sayNoNews: Job = {
  name: 'say-no-news',
  does: {
    'zh-CN': '十个工作日没有消息的案子，告诉本人办到哪一步，没有进展也说一声。',
    en: 'Who has heard nothing of an open case for ten working days is told how it stands, even when there is no news.',
  },
  schedule: '15 9 * * *',
  async run(deps, now) {
    const today = wallDate(now, deps.zone)
    let said = 0
    for (const state of waiting) {
      said += await eachCase(deps, {
        query: { index: 'state', equals: state },
        isDue: (complaint) => complaint.state === state && isSilent(complaint, today, deps.zone),
        work: (tx, complaint) => sayHowItStands(tx, deps, now, complaint),
      })
    }
    return { said }
  },
}

async function sayHowItStands(tx: WriteTx, deps: JobDeps, now: Instant, complaint: Complaint): Promise<boolean> {
  const { id, person } = complaint
  await tx.put(complaints, { ...complaint, spokenAt: now })
  await tx.append(caseEntries, id, {
    at: now,
    case: id,
    actor: 'system',
    kind: 'reminded',
    from: null,
    to: null,
    text: null,
  })
  const today = wallDate(now, deps.zone)
  await tellPerson(
    tx,
    deps,
    now,
    person,
    (language) => ({
      text: noNews(complaint, language, today),
      choices: [actionChoice(text(language, 'complaints.do-words'), 'my-words', id)],
    }),
    { key: `no-news:${id}:${today}`, recheck: { name: 'case-unmoved', argument: `${id} ${complaint.stateAt}` } },
  )
  return true
}
