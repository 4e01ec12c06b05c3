import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { Crew } from '../store/crew'
import type { Store } from '../store/store'
import type { AlertBoard } from './alert-board'

/** How a platform that sends to people who do not look is connected. */
export interface Platform {
  /** As people know it. */
  name: string
  /** `unknown`: not long enough to say. */
  state: 'connected' | 'unreachable' | 'token-refused' | 'address-refused' | 'taken-over' | 'unknown'
  /** When that began. */
  since: Instant
  /** In how many of the last 15 minutes it asked to slow down. */
  minutesFlooded: number
}

/** What the machine and the platforms tell, for the operator's alerts. */
export interface Watch {
  board: AlertBoard
  startedAt: Instant
  /** Bytes that are free where the data lie. */
  freeBytes(): Promise<number>
  /** Below so many bytes there is an alert; 0: never. */
  leastBytes: number
  /** When the newest backup was made that is whole; undefined when there is none. */
  newestBackup(): Promise<Instant | undefined>
  /** The master key lies in the folder of the data. */
  isKeyWithData: boolean
  platforms(): Platform[]
}

export interface JobDeps {
  store: Store
  zone: string
  newId(): string
  /** The processes that work on the store, of which one runs the jobs by the clock. */
  crew?: Crew | undefined
  /** Makes the day's backup, unless there is one; a store that is backed up otherwise has none. */
  backUp?(day: string): Promise<Record<string, number>>
  watch: Watch
  /** Told of a fault by what was thrown; the schedule goes on. */
  onFault(fault: unknown): void
}

/** Work that time brings: what is due is derived from stored data, so it may run late, twice, or in two processes. */
export interface Job {
  name: string
  /** What it does, in one line for who lists the jobs. */
  does: Record<Language, string>
  /** Cron fields, wall clock. */
  schedule: string
  /** Milliseconds after a start before it makes up for what was missed: whoever starts a bot has people waiting. */
  restsFirst?: number
  /** Looks at this process and its machine: each runs it. */
  everywhere?: true
  /** How much it did, for the log and `npm run job`. */
  run(deps: JobDeps, now: Instant): Promise<Record<string, number>>
}
