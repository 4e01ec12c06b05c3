import { instantAt, wallDate } from '../domain/calendar'
import { overdueKnown, overdueLevel } from '../domain/case-clock'
import type { Complaint, ComplaintState } from '../domain/complaint'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import { dayWord } from '../features/complaints/officer/case-words'
import { admins, supervisorsOf, unitOfCase, whoIsTold } from '../features/complaints/officer/who-is-told'
import { actionChoice, type Saying } from '../features/feature'
import { tellPerson } from '../features/tell-person'
import { complaints } from '../store/collections'
import type { WriteTx } from '../store/store'
import { text } from '../text/text'
import { eachCase } from './each-case'
import type { Job, JobDeps } from './job'

/** What waits for the worker's word and then for its closing goes on by itself. */
const goesByItself: readonly ComplaintState[] = ['claimed-paid', 'resolved']

export const tellOverdue: Job = {
  name: 'tell-overdue',
  does: {
    'zh-CN': '答应的日子过了，各告诉一次：先告诉办案人，一个工作日后告诉督办，三个后告诉管理员。',
    en: 'A promised day that passed is told once to each: the owner, a working day later the supervisors, three later the admins.',
  },
  schedule: '0 9 * * *',
  async run(deps, now) {
    const today = wallDate(now, deps.zone)
    const told = await eachCase(deps, {
      query: { index: 'next', equals: 'next', to: today },
      isDue: (complaint) =>
        !goesByItself.includes(complaint.state) && overdueLevel(complaint, today) > overdueKnown(complaint),
      work: (tx, complaint) => tellHigher(tx, deps, now, complaint, overdueLevel(complaint, today)),
    })
    return { told }
  },
}

async function tellHigher(
  tx: WriteTx,
  deps: JobDeps,
  now: Instant,
  complaint: Complaint,
  level: number,
): Promise<boolean> {
  const { id, number, next } = complaint
  if (!next) return false
  const known = overdueKnown(complaint)
  await tx.put(complaints, { ...complaint, overdue: { by: next.by, told: level } })
  const isAnswer = complaint.state === 'needs-info'
  const by = (language: Language) => dayWord(language, next.by)
  const open = (language: Language): Saying => ({
    text: text(language, isAnswer ? 'casework.overdue-answer' : 'casework.overdue', { number, date: by(language) }),
    choices: [actionChoice(text(language, 'casework.open'), 'case-open', id)],
  })
  const higher = (language: Language): Saying => ({
    ...open(language),
    text: text(language, 'casework.overdue-still', { number, date: by(language) }),
  })
  const unseen = (language: Language): Saying => ({
    text: text(language, 'casework.overdue-admin', { date: by(language) }),
  })
  const nobody = (language: Language): Saying => ({ text: text(language, 'casework.nobody-handles') })
  // Not at night, when the program happens to be started then.
  const morning = instantAt(wallDate(now, deps.zone), '09:00', deps.zone)
  const notBefore = now > morning ? now : morning
  const tell = (to: string, saying: (language: Language) => Saying, step: number) =>
    tellPerson(tx, deps, now, to, saying, {
      key: `overdue:${id}:${complaint.stateAt}:${next.by}:${step}:${to}`,
      notBefore,
    })

  const owner = await whoIsTold({ tx, now, zone: deps.zone }, complaint)
  const supervisors = await supervisorsOf(tx, complaint)
  const first = known < 1 ? owner.officers : []
  for (const { id: to } of first) await tell(to, owner.as === 'see' ? open : nobody, 1)
  if (known < 2 && level >= 2) {
    const others = supervisors.filter((one) => one.id !== complaint.owner && !first.some(({ id: to }) => to === one.id))
    for (const { id: to } of others) await tell(to, higher, 2)
  }
  if (known < 3 && level >= 3 && owner.as === 'see') {
    const above = await admins(tx, complaint, await unitOfCase(tx, complaint))
    for (const { id: to } of above) await tell(to, unseen, 3)
  }
  return true
}
