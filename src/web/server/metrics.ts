import { type Context, Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import { countUnsent } from '../../delivery/outbox'
import { type Alert, alertNames } from '../../domain/operator-alert'
import { parked } from '../../store/collections'
import type { Store } from '../../store/store'

/** Figures of how the bot runs: counts and times only, nothing of anybody. */
export class Metrics {
  readonly registry = new Registry()
  readonly #updates = new Counter({
    name: 'lianxin_updates_total',
    help: 'Updates by channel and what became of them.',
    labelNames: ['channel', 'outcome'],
    registers: [this.registry],
  })
  readonly #seconds = new Histogram({
    name: 'lianxin_update_seconds',
    help: 'From an update to its committed reply.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  })

  constructor(store: Store, telegram: () => string | undefined, standing: () => Promise<readonly Alert[]>) {
    collectDefaultMetrics({ register: this.registry })
    this.#gauge('lianxin_parked_updates', 'Updates that wait for a replay.', () =>
      store.read((tx) => tx.count(parked, { index: 'waiting', equals: 'waiting' })),
    )
    this.#gauge('lianxin_outbox_ready', 'Messages that are not sent yet.', () => store.read(countUnsent))
    this.#gauge('lianxin_telegram_connected', '1 when Telegram brings its updates.', async () =>
      ['polling', 'webhook'].includes(telegram() ?? '') ? 1 : 0,
    )
    this.#gauge('lianxin_store_ok', '1 when a message can be taken and kept.', async () => (store.health().ok ? 1 : 0))
    const alert: Gauge<'name'> = new Gauge({
      name: 'lianxin_alert',
      help: "1 while the operator's alert of this name stands.",
      labelNames: ['name'],
      registers: [this.registry],
      collect: async () => {
        const now = new Set((await standing()).map(({ id }) => id))
        for (const name of alertNames) alert.set({ name }, now.has(name) ? 1 : 0)
      },
    })
  }

  /** `converse`, counted and timed. */
  watch(converse: (incoming: Incoming) => Promise<Conversed>): (incoming: Incoming) => Promise<Conversed> {
    return async (incoming) => {
      const stop = this.#seconds.startTimer()
      try {
        const conversed = await converse(incoming)
        this.#updates.inc({ channel: incoming.channel, outcome: conversed.kind })
        return conversed
      } catch (fault) {
        this.#updates.inc({ channel: incoming.channel, outcome: 'refused' })
        throw fault
      } finally {
        stop()
      }
    }
  }

  #gauge(name: string, help: string, value: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      // Figures are wanted most when the store is out of order: what it cannot tell then is left open.
      collect: async () => gauge.set(await value().catch(() => Number.NaN)),
    })
  }
}

/** `GET /metrics`: for this machine itself, or with the token. */
export function metricsRoute(metrics: Metrics, isInsider: (context: Context) => boolean): Hono {
  return new Hono().get('/', async (context) => {
    if (!isInsider(context)) return context.text('', 403)
    return context.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType })
  })
}
