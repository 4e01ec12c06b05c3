import type { StoreUnavailable } from '../store'
import type { Layer } from './layer'

export interface Commit {
  layer: Layer
  text: string
}

interface Waiting {
  commit: Commit
  resolve(): void
  reject(error: Error): void
}

/** Collects commits while one flush is under way and flushes them together; each waits for its own flush only. */
export class GroupCommit {
  #waiting: Waiting[] = []
  #between: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined
  #stopped: Error | undefined

  /** `failed` is told before those who wait are refused. */
  constructor(
    private readonly flush: (commits: readonly Commit[]) => Promise<void>,
    private readonly failed: (error: unknown) => StoreUnavailable,
  ) {}

  get isIdle(): boolean {
    return this.#running === undefined
  }

  add(commit: Commit): Promise<void> {
    if (this.#stopped) return Promise.reject(this.#stopped)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commit, resolve, reject })
      this.#start()
    })
  }

  /** Runs something while no flush is under way and none can begin; a throw of it is its caller's alone. */
  between<R>(fn: () => Promise<R>): Promise<R> {
    if (this.#stopped) return Promise.reject(this.#stopped)
    return new Promise((resolve, reject) => {
      this.#between.push(() => (this.#stopped ? Promise.reject(this.#stopped) : fn()).then(resolve, reject))
      this.#start()
    })
  }

  /** After a failure: commits behind a failed one were decided on what it wrote, so all of them go. */
  stop(error: unknown): StoreUnavailable {
    const refusal = this.failed(error)
    this.#stopped = refusal
    for (const { reject } of this.#waiting.splice(0)) reject(refusal)
    return refusal
  }

  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  #start(): void {
    if (this.#running !== undefined) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#waiting.length + this.#between.length > 0) this.#start()
    })
  }

  async #run(): Promise<void> {
    // One turn of the loop later, writes that were started together share the first flush already.
    await Promise.resolve()
    while (this.#waiting.length + this.#between.length > 0) {
      for (const fn of this.#between.splice(0)) await fn()
      const batch = this.#waiting.splice(0)
      if (batch.length === 0) continue
      try {
        await this.flush(batch.map(({ commit }) => commit))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        const refusal = this.stop(error)
        for (const { reject } of batch) reject(refusal)
      }
    }
  }
}
