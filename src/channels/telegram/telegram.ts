import { setTimeout as sleep } from 'node:timers/promises'
import type { Hono } from 'hono'
import type { ArrivingFiles } from '../../bot/arriving-files'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import type { Messenger } from '../../delivery/messenger'
import { type Crew, type InTurn, inTurn, untilAborted } from '../../store/crew'
import { type Store, StoreUnavailable } from '../../store/store'
import { Api } from './api'
import { ApiError } from './api-error'
import { tellCommands } from './commands'
import { Downloads } from './downloads'
import { Floods } from './floods'
import { TelegramMessenger } from './messenger'
import { Poll, type PollTimes, usualTimes } from './poll'
import { Receiver } from './receiver'
import { wantedUpdates } from './update'
import { webhookRoutes } from './webhook'
import { webhookTrouble } from './webhook-info'

export interface TelegramSettings {
  token: string
  root: string
  proxy: string | undefined
  /** Where the platform calls, and with which secret; without it the updates are fetched. */
  webhook: { url: string; secret: string } | undefined
  /** Other limits than the platform's own, as a bench has them. */
  limits?: Messenger['limits']
}

/** `token-refused`, `refused` (an address it will not or cannot call) and `taken-over` need somebody to look; the others mend by themselves. */
export type TelegramState =
  | 'connecting'
  | 'polling'
  | 'waiting'
  | 'webhook'
  | 'standing-by'
  | 'taken-over'
  | 'token-refused'
  | 'refused'
  | 'stopped'

export interface TelegramDeps {
  store: Store
  /** The processes that work on the store; without, this is the only one. */
  crew?: Crew | undefined
  now(): string
  onFault(fault: unknown): void
  /** Told when the connection changes, or why it is not there; holds nothing of anybody. */
  onState(state: TelegramState, reason: string | undefined): void
}

/** What the channel needs of the bot, which needs its messenger first. */
export interface TelegramBot {
  converse(incoming: Incoming): Promise<Conversed>
  arriving: ArrivingFiles
  /** Told the bot's name once the platform has said it. */
  onName(name: string): void
}

/** Telegram: sends from the beginning; receives between `start` and `stop`. */
export class TelegramChannel {
  readonly messenger: Messenger
  readonly #api: Api
  readonly #stop = new AbortController()
  #state: TelegramState = 'connecting'
  #since: string
  #reason: string | undefined
  readonly #floods = new Floods()
  #receiver: Receiver | undefined
  #downloads: InTurn | undefined
  #polling: InTurn | undefined
  #connecting: Promise<void> | undefined

  constructor(
    private readonly settings: TelegramSettings,
    private readonly deps: TelegramDeps,
    private readonly times: PollTimes = usualTimes,
  ) {
    this.#api = new Api(settings)
    this.#since = deps.now()
    const onFlood = () => this.#floods.note(deps.now())
    this.messenger = new TelegramMessenger({ api: this.#api, files: deps.store.files, onFlood }, settings.limits)
  }

  get state(): TelegramState {
    return this.#state
  }

  /** When that state began. */
  get since(): string {
    return this.#since
  }

  /** In how many of the last 15 minutes it asked to slow down. */
  get minutesFlooded(): number {
    return this.#floods.minutes(this.deps.now())
  }

  /** Why it is not connected: the network's code or the platform's words. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** Gives it the bot; comes before everything else. */
  attach(bot: TelegramBot): void {
    const deps = { ...this.deps, api: this.#api }
    this.#receiver = new Receiver({ ...deps, converse: bot.converse })
    this.#bot = bot
  }

  #bot: TelegramBot | undefined

  /** What the platform calls, below `/telegram`; undefined where the updates are fetched. */
  routes(): Hono | undefined {
    const { webhook } = this.settings
    if (!webhook || !this.#receiver) return undefined
    return webhookRoutes({ receiver: this.#receiver, secret: webhook.secret, onFault: this.deps.onFault })
  }

  /** Begins to receive; without network it goes on trying by itself. */
  start(): void {
    // Each file by one process: they are large.
    const { crew, onFault } = this.deps
    if (this.#bot) this.#downloads ??= inTurn(crew, 'telegram-files', (ended) => this.#download(ended), onFault)
    this.#connecting ??= this.#connect().catch(onFault)
  }

  /** Lets what was received be kept and confirmed; then nothing is received any more. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#connecting
    await Promise.all([this.#polling?.stop(), this.#downloads?.stop()])
    this.#tell('stopped')
  }

  readonly #tell = (state: TelegramState, fault?: ApiError): void => {
    const { token, webhook } = this.settings
    const reason = fault && reasonOf(fault, webhook ? [token, webhook.secret] : [token])
    if (fault?.code === 429) this.#floods.note(this.deps.now())
    if (state === this.#state && reason === this.#reason) return
    if (state !== this.#state) this.#since = this.deps.now()
    this.#state = state
    this.#reason = reason
    this.deps.onState(state, reason)
  }

  async #connect(): Promise<void> {
    const me = (await this.#untilDone(() => this.#ask('getMe'))) as { id: number; username?: string } | undefined
    if (!me) return
    if (me.username) this.#bot?.onName(me.username)
    const { crew, onFault } = this.deps
    if (!this.settings.webhook) {
      if (crew) this.#tell('standing-by')
      this.#polling = inTurn(crew, 'telegram', (ended) => this.#fetchUntil(ended, me.id), onFault)
      return
    }
    if (!(await this.#untilDone(() => this.#agreeOnTheWay()))) return
    this.#tell('webhook')
    await this.#tellCommands(me.id)
    await this.#watchWebhook(this.settings.webhook.url)
  }

  /** Fetches the updates while that is this process's turn, or until somebody else fetches with the same token. */
  async #fetchUntil(ended: AbortSignal, me: number): Promise<void> {
    const over = new AbortController()
    const signal = AbortSignal.any([ended, this.#stop.signal, over.signal])
    if (await this.#untilDone(() => this.#agreeOnTheWay(), this.#tell, signal)) {
      const isMine = this.#polling?.isMine
      const deps = { api: this.#api, receiver: this.#receiver as Receiver, onState: this.#tell }
      const poll = new Poll({ ...deps, ...(isMine && { isMine }) }, this.times)
      const polling = poll.start().finally(() => over.abort())
      const told = this.#tellCommands(me, signal)
      await untilAborted(signal)
      await Promise.all([polling, poll.stop({ confirms: ended.reason !== 'lost' }), told])
    }
    if (ended.aborted && !this.#stop.signal.aborted) this.#tell('standing-by')
  }

  async #download(ended: AbortSignal): Promise<void> {
    const { arriving } = this.#bot as TelegramBot
    const downloads = new Downloads({ ...this.deps, api: this.#api, arriving })
    downloads.start()
    await untilAborted(ended)
    await downloads.stop()
  }

  async #tellCommands(me: number, signal?: AbortSignal): Promise<void> {
    const api = { call: this.#ask }
    // What the platform says to that changes nothing about how it is connected.
    await this.#untilDone(
      () => tellCommands(api, this.deps.store, me),
      () => undefined,
      signal,
    )
  }

  /** Whoever is called does not notice that nobody calls any more: a certificate that ran out, a token that was taken. */
  async #watchWebhook(url: string): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await sleep(2 * this.times.longestPauseMs, undefined, { signal }).catch(() => undefined)
      const answer = await this.#untilDone(() => this.#ask('getWebhookInfo'))
      if (answer === undefined) return
      const { state, reason } = webhookTrouble(answer, url, this.deps.now())
      this.#tell(state, reason ? new ApiError(400, reason, undefined, false) : undefined)
    }
  }

  /** A call that is given up when the bot stops: a line that is dead must not hold that up. */
  readonly #ask: Api['call'] = (method, payload) => this.#api.call(method, payload, { signal: this.#stop.signal })

  /** Either the platform calls or the bot fetches; a webhook of before would stand in the way of fetching. */
  async #agreeOnTheWay(): Promise<true> {
    const { webhook } = this.settings
    if (webhook) {
      const { url, secret } = webhook
      const how = { url, secret_token: secret, max_connections: 100, allowed_updates: wantedUpdates }
      await this.#ask('setWebhook', how)
    } else await this.#ask('deleteWebhook')
    return true
  }

  /** Again and again until it succeeds or the bot stops: the network may come back in an hour. */
  async #untilDone<R>(
    work: () => Promise<R>,
    tell: (state: TelegramState, fault?: ApiError) => void = this.#tell,
    signal: AbortSignal = this.#stop.signal,
  ): Promise<R | undefined> {
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        return await work()
      } catch (fault) {
        if (!(fault instanceof ApiError || fault instanceof StoreUnavailable)) throw fault
        const error = fault instanceof ApiError ? fault : undefined
        if (error?.code === 401 || error?.code === 404) tell('token-refused', error)
        else tell(error?.code === 400 ? 'refused' : 'waiting', error)
        const { pauseMs, longestPauseMs } = this.times
        const pause = error?.retryAfterMs ?? Math.min(longestPauseMs, pauseMs * 2 ** Math.min(tries, 10))
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    }
    return undefined
  }
}

const longestReason = 200

/** The platform may repeat what it was asked. */
function reasonOf({ description }: ApiError, secrets: readonly string[]): string {
  return secrets
    .reduce((words, secret) => words.replaceAll(secret.toLowerCase(), '…'), description)
    .slice(0, longestReason)
}
