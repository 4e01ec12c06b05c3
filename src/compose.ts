import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { type Bot, buildBot } from './bot/bot'
import { derive, toolsFrom } from './bot/tools'
import type { PollTimes } from './channels/telegram/poll'
import type { TelegramChannel } from './channels/telegram/telegram'
import { Hub } from './channels/web-chat/hub'
import { webChatRoutes } from './channels/web-chat/routes'
import { openStore } from './compose/open-store'
import type { Backups, OpenedStore } from './compose/opened-store'
import { watchOf } from './compose/watch'
import type { Config } from './config'
import { type Delivery, startDelivery } from './delivery/deliver'
import { endLeases } from './delivery/end-leases'
import type { Messenger } from './delivery/messenger'
import type { Unit } from './domain/unit'
import { ensureRoot, unnamedCommittee } from './features/officers/ensure-root'
import { type JobDeps, rechecks } from './jobs'
import { AlertBoard } from './jobs/alert-board'
import { units } from './store/collections'
import type { Crew } from './store/crew'
import type { Disk } from './store/json/disk'
import { freeBytes } from './store/room'
import type { Store } from './store/store'
import { buildApp } from './web/server/app'
import { insiderOf } from './web/server/insider'
import { Metrics, metricsRoute } from './web/server/metrics'
import { isSecure, peerOf } from './web/server/peer'

/** Everything of the product but the network: what the bot, the scripts and the tests run alike. */
export interface System {
  store: Store
  /** From which is derived what has to outlive a master key. */
  secret: Buffer
  changeMasterKey: OpenedStore['changeMasterKey']
  backups: Backups | undefined
  bot: Bot
  /** The bot's `converse`, counted and timed. */
  converse: Bot['converse']
  delivery: Delivery
  telegram: TelegramChannel | undefined
  metrics: Metrics
  jobs: JobDeps
  hub: Hub
  close(): Promise<void>
}

type Settings = Pick<
  Config,
  'dataDir' | 'databaseUrl' | 'dataKey' | 'dataKeyFile' | 'diskLowMb' | 'timeZone' | 'publicUrl' | 'telegram'
> &
  Partial<Pick<Config, 'pgBin' | 'backsUp'>>

/** A script beside the running processes sends nothing: they hear of what it queues. */
const noDelivery: Delivery = {
  take: () => undefined,
  holds: () => false,
  holder: undefined,
  run: async () => undefined,
  stop: async () => undefined,
}

/** Opens the store and builds the bot on it; the folder is already held. */
export async function openSystem(
  settings: Settings,
  log: Logger,
  options: {
    messengers?: readonly Messenger[]
    disk?: Disk
    telegramTimes?: PollTimes
    telegramLimits?: Messenger['limits']
    shardWorker?: string
    /** A script that only looks in on a database: it joins no others, sends and receives nothing. */
    isGuest?: boolean
    /** Asked how much of the disk is free. */
    freeBytes?(folder: string): Promise<number>
  } = {},
): Promise<System> {
  const { disk, shardWorker } = options
  const board = new AlertBoard(now)
  const opened = await openStore(settings, { log, board, now, disk, shardWorker })
  const { store, secret, changeMasterKey, backups } = opened
  const isGuest = options.isGuest === true && opened.join !== undefined
  const crew = isGuest ? undefined : await opened.join?.()
  const zone = settings.timeZone
  const tools = toolsFrom({ secret, zone, publicUrl: settings.publicUrl ?? null })
  const onFault = (fault: unknown) => log.error({ fault: faultOf(fault) }, 'fault')
  const { telegramTimes: times, telegramLimits: limits } = options
  const telegram = await openTelegram(settings, { opened, crew, log, onFault, times, limits })
  const messengers = [...(options.messengers ?? []), ...(telegram ? [telegram.messenger] : [])]
  // Of a folder nobody else can be sending: what a process before this one had claimed it has left behind.
  if (!opened.join) await endLeases(store, now())
  crew?.onEnded((name) => endLeases(store, now(), name))
  // The bot has five seconds to end in: what a dead line holds is left to the next start.
  const delivery = isGuest
    ? noDelivery
    : startDelivery({ store, messengers, rechecks, zone, now, onFault, crew }, { patience: 1500 })
  const onParked = (id: string, fault: unknown) => log.error({ id, fault: faultOf(fault) }, 'parked')
  const bot = buildBot({ store, tools, onParked, ...(!isGuest && { sender: delivery }) })
  await store.write(['rule:units'], (tx) => ensureRoot(tx, now()))
  const hub = new Hub(store, crew)
  const metrics = new Metrics(
    store,
    () => telegram?.state,
    () => board.standing(store),
  )
  const converse = metrics.watch(bot.converse)
  telegram?.attach({
    converse,
    arriving: bot.arriving,
    onName: (name) => tools.addEntrance((code) => `https://t.me/${name}?start=${code}`),
  })
  return {
    store,
    secret,
    changeMasterKey,
    backups,
    bot,
    converse,
    delivery,
    hub,
    telegram,
    metrics,
    jobs: {
      store,
      zone,
      newId: tools.newId,
      crew,
      ...(backups && { backUp: backups.backUp }),
      watch: watchOf(settings, {
        board,
        opened,
        telegram,
        freeBytes: options.freeBytes ?? freeBytes,
      }),
      onFault,
    },
    async close() {
      hub.close()
      await telegram?.stop()
      await delivery.stop()
      await store.close()
    },
  }
}

/** Telegram, where there is a token; what it loads is not loaded without. */
async function openTelegram(
  { telegram, publicUrl }: Settings,
  deps: {
    opened: OpenedStore
    crew: Crew | undefined
    log: Logger
    onFault(fault: unknown): void
    times: PollTimes | undefined
    limits: Messenger['limits'] | undefined
  },
): Promise<TelegramChannel | undefined> {
  if (!telegram) return undefined
  const { crew, log, onFault, times, limits } = deps
  const { store } = deps.opened
  const { TelegramChannel } = await import('./channels/telegram/telegram')
  const { token, root, proxy, mode } = telegram
  const secret = telegram.webhookSecret ?? derive(deps.opened.secret, 'telegram webhook').toString('base64url')
  const webhook = mode === 'webhook' ? { url: `${publicUrl}/telegram/webhook`, secret } : undefined
  const onState = (state: string, reason: string | undefined) =>
    log[needsSomebody.has(state) ? 'error' : 'info']({ state, reason }, 'telegram')
  return new TelegramChannel(
    { token, root, proxy, webhook, ...(limits && { limits }) },
    { store, crew, now, onFault, onState },
    times,
  )
}

/** States of the connection that do not mend by themselves. */
const needsSomebody = new Set<string>(['taken-over', 'token-refused', 'refused'])

/** The HTTP side of a system. */
export function buildServer(system: System, config: Config, log: Logger, page: string): Hono {
  const peer = peerOf(config.trustProxy)
  const isInsider = insiderOf(config.metricsToken, peer)
  const telegram = system.telegram?.routes()
  const routes = webChatRoutes({
    store: system.store,
    hub: system.hub,
    converse: system.converse,
    secret: derive(system.secret, 'web chat'),
    publicUrl: config.publicUrl ?? null,
    peerOf: peer,
    isSecure: isSecure(config.publicUrl, config.trustProxy),
    botName: async () => botName(await system.store.read((tx) => tx.get(units, 'root'))),
    now,
    onFault: (fault) => log.warn({ fault: faultOf(fault) }, 'stream ended'),
  })
  return buildApp({
    store: system.store,
    told: async (context) => ({
      ...telegramHealth(system, isInsider(context)),
      ...(await alertHealth(system, isInsider(context))),
    }),
    page,
    mounts: [
      { path: '/api/chat', routes },
      ...(telegram ? [{ path: '/telegram', routes: telegram }] : []),
      { path: '/metrics', routes: metricsRoute(system.metrics, isInsider) },
    ],
    onFault: (route, fault) => log.error({ route, fault: faultOf(fault) }, 'request failed'),
  })
}

/** How Telegram is connected; why it is not, may name addresses of the house. */
function telegramHealth({ telegram }: System, isInsider: boolean): Record<string, string> {
  if (!telegram) return {}
  const { state, reason } = telegram
  return { telegram: state, ...(isInsider && reason && { telegramReason: reason }) }
}

/** The codes of what stands; figures and times are for the house. */
async function alertHealth({ jobs, store }: System, isInsider: boolean): Promise<Record<string, unknown>> {
  const standing = await jobs.watch.board.standing(store)
  const details = Object.fromEntries(standing.map(({ id, since, params }) => [id, { since, ...params }]))
  return { alerts: standing.map(({ id }) => id), ...(isInsider && standing.length > 0 && { alertDetails: details }) }
}

/** How the page is headed: the product's name, with the committee's once it was given one. */
function botName(root: Unit | undefined): string {
  return root && root.name !== unnamedCommittee ? `联心 · ${root.name}` : '联心'
}

export function now(): string {
  return new Date().toISOString()
}

/** An error's class and where it arose: its own text may hold what a person wrote. */
export function faultOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault
  const places = fault.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? []
  return [fault.constructor.name, ...places.slice(0, 4).map((line) => line.trim())].join(' | ')
}
