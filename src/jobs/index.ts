import cron from 'node-cron'
import type { Instant } from '../domain/instant'
import { isContactWanted } from '../features/contact-question'
import { alertUnopenedUrgent } from './alert-unopened-urgent'
import { askPaidAgain } from './ask-paid-again'
import { beginContact } from './begin-contact'
import { closeResolved } from './close-resolved'
import { contactRepeat } from './contact-repeat'
import { dailyBackup } from './daily-backup'
import { forgetCases } from './forget-cases'
import { forgetFiles } from './forget-files'
import { forgetOld } from './forget-old'
import { forgetUnconsented } from './forget-unconsented'
import type { Job, JobDeps } from './job'
import { monthlyContact } from './monthly-contact'
import { remindMissing } from './remind-missing'
import { isCaseUnmoved } from './remind-worker'
import { resolveUnconfirmed } from './resolve-unconfirmed'
import { sayNoNews } from './say-no-news'
import { tellOverdue } from './tell-overdue'

export type { JobDeps } from './job'

/** Every job there is. */
export const jobs: readonly Job[] = [
  alertUnopenedUrgent,
  closeResolved,
  resolveUnconfirmed,
  tellOverdue,
  remindMissing,
  askPaidAgain,
  sayNoNews,
  beginContact,
  monthlyContact,
  contactRepeat,
  forgetUnconsented,
  forgetOld,
  forgetCases,
  forgetFiles,
  dailyBackup,
]

/** Checks that queued messages may name; each is run again just before sending. */
export const rechecks = { 'case-unmoved': isCaseUnmoved, 'contact-wanted': isContactWanted }

/** Runs one job by name as if it were `now`; undefined when there is none. */
export async function runJob(deps: JobDeps, name: string, now: Instant): Promise<Record<string, number> | undefined> {
  return jobs.find((job) => job.name === name)?.run(deps, now)
}

/** Runs every job at start and then by its schedule; one that still runs is not started again. */
export function startJobs(deps: JobDeps): { stop(): Promise<void> } {
  const running = new Map<string, Promise<unknown>>()
  const start = (job: Job) => {
    if (running.has(job.name)) return
    const run = job
      .run(deps, new Date().toISOString())
      .catch(deps.onFault)
      .finally(() => running.delete(job.name))
    running.set(job.name, run)
  }
  for (const job of jobs) start(job)
  const tasks = jobs.map((job) => cron.schedule(job.schedule, () => start(job), { timezone: deps.zone }))
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()))
      await Promise.all(running.values())
    },
  }
}
