import type { Instant } from '../domain/instant'
import type { Store } from '../store/store'

export interface JobDeps {
  store: Store
  zone: string
  newId(): string
  /** Makes the day's backup, unless there is one; a store that is backed up otherwise has none. */
  backUp?(day: string): Promise<Record<string, number>>
  /** Told of a fault by what was thrown; the schedule goes on. */
  onFault(fault: unknown): void
}

/** Work that time brings: what is due is derived from stored data, so it may run late, twice, or in two processes. */
export interface Job {
  name: string
  /** What it does, in one line for who lists the jobs. */
  does: string
  /** Cron fields, wall clock. */
  schedule: string
  /** How much it did, for the log and `npm run job`. */
  run(deps: JobDeps, now: Instant): Promise<Record<string, number>>
}
