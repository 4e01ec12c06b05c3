import { addDays, addMonths } from './calendar'
import type { AccountGiven } from './complaint'

/** Months after which a legal way may close: arbitration (Mediation and Arbitration Law 27), labour inspection (Regulations 20). */
const limits = [12, 24]

/** The days (YYYY-MM-DD) on which a legal way may close at the earliest, counted from when the trouble began as told. */
function cutOffs(given: Pick<AccountGiven, 'since'>): string[] {
  const { since } = given
  return since ? limits.map((months) => addMonths(since.iso, months)) : []
}

/** Whether a way closes within 60 days: then nothing is closed for want of an answer. */
export function isCutOffNear(given: Pick<AccountGiven, 'since'>, today: string): boolean {
  return cutOffs(given).some((date) => date >= today && date <= addDays(today, 60))
}

/** Whether a legal way is still open: then the case is not forgotten. */
export function isCutOffRunning(given: Pick<AccountGiven, 'since'>, today: string): boolean {
  return cutOffs(given).some((date) => date >= today)
}
