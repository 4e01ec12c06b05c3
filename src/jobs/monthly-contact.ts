import { askedFrom, endOfMonth, type Month, monthAfter, monthOf } from '../domain/contact-month'
import { type ContactPlan, settledUpTo, withQuestion } from '../domain/contact-plan'
import type { Instant } from '../domain/instant'
import { contactPlans } from '../store/collections'
import type { WriteTx } from '../store/store'
import { type AskWindow, askWindow, momentIn } from './ask-window'
import { hasContactMailing, isContactCancelled } from './contact-mailing'
import { eachPlan } from './each-plan'
import type { Job, JobDeps } from './job'
import { putQuestion } from './put-question'

/** Who is due is read from the plans: a bot that was down then asks at its next start, and never in a month that is over. */
export const monthlyContact: Job = {
  name: 'monthly-contact',
  does: {
    'zh-CN': '5 号晚上起，这个月还没联络上的人各问一次。',
    en: 'From the evening of the 5th on, everybody who was not heard of this month is asked once.',
  },
  schedule: '*/10 * * * *',
  async run(deps, now) {
    const month = monthOf(now, deps.zone)
    const window = now < askedFrom(month, deps.zone) ? undefined : askWindow(now, month, deps.zone)
    if (!window) return { asked: 0 }
    const expiresAt = endOfMonth(month, deps.zone)
    const query = { index: 'due', equals: 'due', to: monthAfter(month, -1) }
    if (!(await hasContactMailing(deps, 'first', month, query, now))) return { asked: 0 }
    const asked = await eachPlan(deps, {
      query,
      position: (plan) => settledUpTo(plan) ?? '',
      work: (tx, plan) => ask(tx, deps, plan, { month, window, expiresAt, now }),
    })
    return { asked }
  },
}

interface Asking {
  month: Month
  window: AskWindow
  expiresAt: Instant
  now: Instant
}

async function ask(tx: WriteTx, deps: JobDeps, plan: ContactPlan, asking: Asking): Promise<boolean> {
  const { month, window, expiresAt, now } = asking
  const settled = settledUpTo(plan)
  // Somebody may have been quicker: another run, or the youth.
  if (settled === undefined || settled >= month || (await isContactCancelled(tx, 'first', month))) return false
  const at = momentIn(window, plan.id, month)
  await putQuestion(tx, deps, plan.id, { month, which: 'first', notBefore: at, expiresAt, now })
  await tx.put(contactPlans, withQuestion(plan, { month, at, repeatedAt: null }))
  return true
}
