import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from './api'
import { ApiError } from './api-error'
import type { Receiver } from './receiver'
import { type Update, wantedUpdates } from './update'

export interface PollDeps {
  api: Pick<Api, 'call'>
  receiver: Pick<Receiver, 'take' | 'lineOf'>
  /** Of several processes of ours one polls: asked whether that is this one, when the platform says that another does. */
  isMine?: () => Promise<boolean>
  /** `taken-over`: another instance polls now, this one has stopped. */
  onState(state: 'polling' | 'waiting' | 'taken-over' | 'token-refused', fault?: ApiError): void
}

export interface PollTimes {
  /** How long the platform holds a poll that finds nothing. */
  pollSeconds: number
  /** A poll that has not come back by then hangs on a dead line. */
  watchdogMs: number
  /** The first pause after an error; it doubles up to the longest. */
  pauseMs: number
  longestPauseMs: number
}

export const usualTimes: PollTimes = { pollSeconds: 50, watchdogMs: 90_000, pauseMs: 1000, longestPauseMs: 30_000 }

const batch = 100
/** Told so often within a minute, it is somebody else who polls: one of ours stops within seconds. */
const mostConflicts = 6

/** Our own loop of getUpdates: an update is confirmed by the offset of the next call, and that moves only over what was kept. */
export class Poll {
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  /** The update from which on nothing is confirmed yet; unset while there is nothing to confirm: ids may start anew. */
  #offset: number | undefined
  #hasPolled = false
  #failures = 0
  #confirms = true
  #conflicts: number[] = []

  constructor(
    private readonly deps: PollDeps,
    private readonly times: PollTimes = usualTimes,
  ) {}

  /** Settles when nothing is fetched any more: stopped, or taken over. */
  start(): Promise<void> {
    this.#running ??= this.#loop()
    return this.#running
  }

  /** Keeps what has been fetched and confirms it, unless another of ours fetches already; nothing is fetched after it. */
  async stop({ confirms = true } = {}): Promise<void> {
    this.#confirms &&= confirms
    this.#stop.abort()
    await this.#running
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      try {
        // The first after a break comes back at once: only then it is known to be connected, and an older instance to have ended.
        const seconds = this.#hasPolled && this.#failures === 0 ? this.times.pollSeconds : 0
        const updates = await this.#fetch(seconds, batch, this.#stop.signal)
        this.#failures = 0
        this.#hasPolled = true
        this.deps.onState('polling')
        const kept = await this.#take(updates)
        if (!kept) await this.#pause()
      } catch (fault) {
        if (this.#isStopped) break
        if (!(fault instanceof ApiError)) throw fault
        // Two instances on one token: the old one ends, the new one waits until it has.
        if (fault.code === 409 && this.#hasPolled) {
          if (!(await this.#isConflictOfOurs())) return this.deps.onState('taken-over', fault)
          await this.#pause(this.times.pauseMs)
          continue
        }
        this.deps.onState(fault.code === 401 || fault.code === 404 ? 'token-refused' : 'waiting', fault)
        await this.#pause(fault.retryAfterMs)
      }
    }
    // Otherwise the next start would get them again; each would find that it was kept, and change nothing.
    if (this.#confirms && this.#offset !== undefined) await this.#fetch(0, 1, undefined, 1000).catch(() => undefined)
  }

  /** One that is about to stop, or this one, which is told so at once. */
  async #isConflictOfOurs(): Promise<boolean> {
    if (!this.deps.isMine) return false
    if (!(await this.deps.isMine())) return true
    const at = performance.now()
    this.#conflicts = [...this.#conflicts.filter((one) => at - one < 60_000), at]
    return this.#conflicts.length < mostConflicts
  }

  async #fetch(seconds: number, limit: number, signal?: AbortSignal, timeoutMs = this.times.watchdogMs) {
    const payload = {
      timeout: seconds,
      limit,
      allowed_updates: wantedUpdates,
      ...(this.#offset !== undefined && { offset: this.#offset }),
    }
    const found = await this.deps.api.call('getUpdates', payload, { timeoutMs, ...(signal && { signal }) })
    return Array.isArray(found) ? found.filter((update): update is Update => Number.isInteger(update?.update_id)) : []
  }

  /** Side by side, one person's in order; false when some were not kept: those, and what follows them, come again. */
  async #take(updates: readonly Update[]): Promise<boolean> {
    const lines = new Map<string, Promise<boolean>>()
    const kept = updates.map((update) => {
      const line = this.deps.receiver.lineOf(update)
      const before = lines.get(line) ?? Promise.resolve(true)
      // Behind one that was not kept nothing of the same person may be: it would stand before it.
      const mine = before.then((ok) => ok && this.#takeOne(update))
      lines.set(line, mine)
      return mine
    })
    const ok = await Promise.all(kept)
    const missed = updates.filter((_, index) => !ok[index]).map(({ update_id }) => update_id)
    // They need not come in the order of their ids: below the lowest that is missing everything was kept.
    this.#offset = missed.length > 0 ? Math.min(...missed) : nextTo(updates.at(-1))
    return missed.length === 0
  }

  #takeOne(update: Update): Promise<boolean> {
    return this.deps.receiver.take(update).then(
      () => true,
      () => false,
    )
  }

  async #pause(asked?: number): Promise<void> {
    const grown = Math.min(this.times.longestPauseMs, this.times.pauseMs * 2 ** Math.min(this.#failures++, 10))
    const { signal } = this.#stop
    await sleep(asked ?? grown * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
  }
}

function nextTo(update: Update | undefined): number | undefined {
  return update && update.update_id + 1
}
