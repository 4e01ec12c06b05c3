import type { Instant } from '../domain/instant'
import { isContactWanted } from '../features/contact-question'
import { isChangeNews, isInvitationWanted, isOfferOpen, isReminderWanted } from '../features/events/rechecks'
import { isAlertStanding } from '../features/operator-alerts'
import { inTurn, untilAborted } from '../store/crew'
import { StoreUnavailable } from '../store/store'
import { alertUnopenedUrgent } from './alert-unopened-urgent'
import { askPaidAgain } from './ask-paid-again'
import { assignLiaisons } from './assign-liaisons'
import { beginContact } from './begin-contact'
import { byTheClock } from './by-the-clock'
import { closeResolved } from './close-resolved'
import { contactRepeat } from './contact-repeat'
import { dailyBackup } from './daily-backup'
import { endMailings } from './end-mailings'
import { eventInvitations } from './event-invitations'
import { eventReminders } from './event-reminders'
import { findAlerts } from './find-alerts'
import { forgetCases } from './forget-cases'
import { forgetFiles } from './forget-files'
import { forgetOld } from './forget-old'
import { forgetSignUps } from './forget-sign-ups'
import { forgetUnconsented } from './forget-unconsented'
import type { Job, JobDeps } from './job'
import { monthlyContact } from './monthly-contact'
import { offersRanOut } from './offers-ran-out'
import { remindMissing } from './remind-missing'
import { isCaseUnmoved } from './remind-worker'
import { resolveUnconfirmed } from './resolve-unconfirmed'
import { sayNoNews } from './say-no-news'
import { tellEventChanges } from './tell-event-changes'
import { tellOverdue } from './tell-overdue'
import { unhurried } from './unhurried'

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
  eventInvitations,
  tellEventChanges,
  eventReminders,
  offersRanOut,
  beginContact,
  assignLiaisons,
  monthlyContact,
  contactRepeat,
  endMailings,
  forgetUnconsented,
  forgetOld,
  forgetCases,
  forgetSignUps,
  forgetFiles,
  dailyBackup,
  findAlerts,
]

/** Checks that queued messages may name; each is run again just before sending. */
export const rechecks = {
  'alert-stands': isAlertStanding,
  'case-unmoved': isCaseUnmoved,
  'contact-wanted': isContactWanted,
  'event-invitation': isInvitationWanted,
  'event-offer': isOfferOpen,
  'event-change': isChangeNews,
  'event-reminder': isReminderWanted,
}

/** Runs one job by name as if it were `now`; undefined when there is none. */
export async function runJob(deps: JobDeps, name: string, now: Instant): Promise<Record<string, number> | undefined> {
  return jobs.find((job) => job.name === name)?.run({ ...deps, store: unhurried(deps.store) }, now)
}

/** Runs the jobs by the clock: of several processes one does, and another makes up for what it missed when that one is gone. */
export function startJobs(deps: JobDeps): { stop(): Promise<void> } {
  if (!deps.crew) return runJobs(deps, jobs)
  const inEach = runJobs(
    deps,
    jobs.filter(({ everywhere }) => everywhere),
  )
  const here = jobs.filter(({ everywhere }) => !everywhere)
  const work = async (ended: AbortSignal) => {
    const running = runJobs(deps, here)
    await untilAborted(ended)
    await running.stop()
  }
  const inOne = inTurn(deps.crew, 'jobs', work, deps.onFault)
  return {
    async stop() {
      await Promise.all([inEach.stop(), inOne.stop()])
    },
  }
}

/**
 * Runs every job at start, and when much time went by unseen, one after the other so that whoever writes meanwhile need not wait for all of them,
 * and else by its schedule; one that still runs is not started again.
 */
function runJobs(deps: JobDeps, jobs: readonly Job[]): { stop(): Promise<void> } {
  const store = unhurried(deps.store)
  const running = new Map<string, Promise<unknown>>()
  let isStopped = false
  // Who is still at work when the store closes does the rest another time.
  const onFault = (fault: unknown) => {
    if (!(isStopped && fault instanceof StoreUnavailable)) deps.onFault(fault)
  }
  const start = async (job: Job) => {
    if (running.has(job.name) || isStopped) return
    const run = job
      .run({ ...deps, store, onFault }, new Date().toISOString())
      .catch(onFault)
      .finally(() => running.delete(job.name))
    running.set(job.name, run)
    await run
  }
  const startInTurn = async (some: readonly Job[]) => {
    for (const job of some) await start(job)
  }
  void startInTurn(jobs.filter(({ restsFirst }) => !restsFirst))
  const resting = jobs.map((job) => job.restsFirst && setTimeout(() => start(job), job.restsFirst).unref())
  const clock = byTheClock(jobs, { zone: deps.zone, onDue: start, onGap: () => startInTurn(jobs) })
  return {
    async stop() {
      isStopped = true
      for (const timer of resting) clearTimeout(timer)
      clock.stop()
      await Promise.all(running.values())
    },
  }
}
