import { wallDate } from '../domain/calendar'
import { isReminderDue } from '../domain/case-clock'
import type { Complaint } from '../domain/complaint'
import { actionChoice } from '../features/feature'
import { caseEntries } from '../store/logs'
import type { ReadTx } from '../store/store'
import { text } from '../text/text'
import { eachCase } from './each-case'
import type { Job } from './job'
import { remindWorker } from './remind-worker'

export const remindMissing: Job = {
  name: 'remind-missing',
  does: {
    'zh-CN': '请工人补的材料，过 3、7、12 个工作日提醒，并列出还缺什么。',
    en: 'Who was asked for something is reminded of it after 3, 7 and 12 working days, with the list of what is missing.',
  },
  schedule: '5 9 * * *',
  async run(deps, now) {
    const today = wallDate(now, deps.zone)
    const reminded = await eachCase(deps, {
      query: { index: 'state', equals: 'needs-info' },
      isDue: (complaint) => isReminderDue(complaint, today, deps.zone),
      async work(tx, complaint) {
        const items = await missingIn(tx, complaint)
        await remindWorker(tx, deps, now, complaint, 'missing', (language) => ({
          text: text(language, 'casework.worker.still-missing', { number: complaint.number, items }),
          choices: [actionChoice(text(language, 'casework.worker.answer'), 'my-words', complaint.id)],
        }))
        return true
      },
    })
    return { reminded }
  },
}

/** What the officer asked for, as it stands on the record. */
async function missingIn(tx: ReadTx, { id }: Complaint): Promise<string> {
  const entries = await tx.entries(caseEntries, { key: id, limit: 100 })
  return entries.findLast((entry) => entry.to === 'needs-info')?.text ?? ''
}
