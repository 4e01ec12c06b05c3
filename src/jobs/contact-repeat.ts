import { instantAt } from '../domain/calendar'
import { endOfMonth, type Month, monthOf } from '../domain/contact-month'
import { type ContactPlan, waitsForRepeat } from '../domain/contact-plan'
import { after, day, hour, type Instant } from '../domain/instant'
import { questionKey } from '../features/contact-question'
import { accounts, contactPlans, outbox } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'
import { type AskWindow, askWindow, momentIn } from './ask-window'
import { hasContactMailing, isContactCancelled } from './contact-mailing'
import { eachPlan } from './each-plan'
import type { Job, JobDeps } from './job'
import { putQuestion } from './put-question'

const patience = 3 * day

export const contactRepeat: Job = {
  name: 'contact-repeat',
  does: {
    'zh-CN': '三天没有回音的，温和地再问一次；没问到的由联络员去找。',
    en: "After three days of silence the question is put once more, gently; whom it did not reach is the officer's to find.",
  },
  schedule: '*/10 * * * *',
  async run(deps, now) {
    const month = monthOf(now, deps.zone)
    const window = askWindow(now, month, deps.zone)
    if (!window) return { repeated: 0 }
    const repeating = { month, window, expiresAt: endOfMonth(month, deps.zone), now }
    const from = instantAt(`${month}-01`, '00:00', deps.zone)
    const query = { index: 'repeat', equals: 'repeat', from, to: after(now, -patience) }
    if (!(await hasContactMailing(deps, 'repeat', month, query, now))) return { repeated: 0 }
    const repeated = await eachPlan(deps, {
      query,
      position: (plan) => plan.asked?.at ?? '',
      work: (tx, plan) => repeat(tx, deps, plan, repeating),
    })
    return { repeated }
  },
}

interface Repeating {
  month: Month
  window: AskWindow
  expiresAt: Instant
  now: Instant
}

async function repeat(tx: WriteTx, deps: JobDeps, plan: ContactPlan, repeating: Repeating): Promise<boolean> {
  const { month, window, expiresAt, now } = repeating
  const { asked, id } = plan
  const isDue = asked?.month === month && waitsForRepeat(plan) && asked.at <= after(now, -patience)
  if (!isDue || (await isContactCancelled(tx, 'repeat', month))) return false
  const first = await reached(tx, id, month)
  if (first === 'not-yet') return false
  await tx.put(contactPlans, { ...plan, asked: { ...asked, repeatedAt: now } })
  if (first === 'never') return false
  // The first was spread already; only what is late has to be spread again.
  const isLate = asked.at <= after(now, -patience - hour) || window.from > now
  const notBefore = isLate ? momentIn(window, id, month) : now
  await putQuestion(tx, deps, id, { month, which: 'repeat', notBefore, expiresAt, now })
  return true
}

/** Whether the first question came to them: one that lies ready has, if they have looked in since. */
async function reached(tx: ReadTx, youth: string, month: Month): Promise<'yes' | 'never' | 'not-yet'> {
  const [row] = await tx.find(outbox, { index: 'key', equals: questionKey(youth, month), limit: 1 })
  if (!row || row.state === 'sent') return 'yes'
  if (row.settledAt === null) return 'not-yet'
  if (row.state !== 'waiting' || !row.account) return 'never'
  const account = await tx.get(accounts, row.account)
  return account && account.lastContactAt > row.settledAt ? 'yes' : 'never'
}
