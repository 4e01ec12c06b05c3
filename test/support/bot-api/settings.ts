import type { Plan } from './faults'

export interface Limits {
  /** Unsolicited messages a second over all chats. */
  overall: number
  /** Unsolicited messages that one chat takes at once; then one a second. */
  burst: number
  /** Seconds for which an update of a chat makes messages to it answers, which nothing limits. */
  answering: number
}

export interface BotApiOptions {
  token?: string
  /** The time in ms that dates, lifetimes and limits go by. */
  now?: () => number
  /** Real ms for each second that the server waits: polls, conflicts, resends. */
  second?: number
  plan?: Plan
  /** Lets a webhook be at http://127.0.0.1, as only a server of one's own does. */
  httpWebhook?: boolean
  limits?: Partial<Limits> | false
  /** Seconds within which a press can be answered. */
  answerable?: number
  /** Seconds that a webhook may take to answer. */
  webhookAnswers?: number
  /** Seconds that a planned flood tells to wait; may be a fraction, which the real one never says. */
  retryAfter?: number
  /** Seconds that a slow answer takes. */
  slow?: number
  /** Seconds by which a late update comes late. */
  late?: number
}

export type Settings = Required<Omit<BotApiOptions, 'plan' | 'limits'>> & { limits: Limits | null }

export function settingsOf(options: BotApiOptions): Settings {
  const limits = { overall: 30, burst: 3, answering: 60 }
  return {
    token: '123456:AAtest-token_of-the-fake-bot-api',
    now: Date.now,
    second: 1000,
    httpWebhook: false,
    answerable: 15,
    webhookAnswers: 60,
    retryAfter: 1,
    slow: 2,
    late: 0.5,
    ...options,
    limits: options.limits === false ? null : { ...limits, ...options.limits },
  }
}

/** Waits in seconds of the server; none outlives it. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>()

  constructor(readonly second: number) {}

  after(seconds: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#running.delete(timer)
      run()
    }, seconds * this.second)
    this.#running.add(timer)
    return timer
  }

  cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    this.#running.delete(timer)
  }

  wait(seconds: number): Promise<void> {
    return new Promise((resolve) => this.after(seconds, resolve))
  }

  close(): void {
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
