import { wallDate } from '../domain/calendar'
import { isReminderDue } from '../domain/case-clock'
import { isAboutMoney } from '../domain/complaint'
import { actionChoice } from '../features/feature'
import { text } from '../text/text'
import { eachCase } from './each-case'
import type { Job } from './job'
import { remindWorker } from './remind-worker'

export const askPaidAgain: Job = {
  name: 'ask-paid-again',
  does: {
    'zh-CN': '钱到了没有，过 1、3、7 个工作日再问一次。',
    en: 'Whether the money came is asked again after 1, 3 and 7 working days.',
  },
  schedule: '10 9 * * *',
  async run(deps, now) {
    const today = wallDate(now, deps.zone)
    const asked = await eachCase(deps, {
      query: { index: 'state', equals: 'claimed-paid' },
      isDue: (complaint) => isReminderDue(complaint, today, deps.zone),
      async work(tx, complaint) {
        const { id, number, given } = complaint
        const what = given.kind && isAboutMoney(given.kind) ? 'paid' : 'solved'
        await remindWorker(tx, deps, now, complaint, 'paid-again', (language) => ({
          text: text(language, `casework.worker.${what}-again`, { number }),
          choices: [
            actionChoice(text(language, `casework.worker.${what}-yes`), 'my-paid-yes', id),
            actionChoice(text(language, `casework.worker.${what}-no`), 'my-paid-no', id),
          ],
        }))
        return true
      },
    })
    return { asked }
  },
}
