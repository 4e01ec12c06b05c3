import { setTimeout as sleep } from 'node:timers/promises'
import { listen, newTelegraf } from '../telegram/peer-telegraf'
import { firstRecipient } from './crowd'

/** Who sends to many: Lianxin, and what others do by their first example. */
export const broadcasters = ['lianxin', 'naive', 'grammy'] as const
export type Broadcaster = (typeof broadcasters)[number]

export interface Settings {
  port: number
  api: string
  token: string
  recipients: number
  perSecond: number
}

/** So long each of them only answers, as one that was started long ago, before it sends to many. */
export const warmUp = 10_000

export const words = '周六下午两点，样例街道青年之家有一场维权讲座，来的话点一下报名。'

/** A loop over everybody that waits for each answer, and as long as a 429 says: telegraf as its users write it. */
export async function serveNaive(settings: Settings): Promise<void> {
  const { port, recipients } = settings
  const bot = await newTelegraf(settings, (context) => context.reply(context.message.text))
  void bot.launch()
  await listen(port)
  await sleep(warmUp)
  for (let n = 0; n < recipients; n++) {
    for (let isSent = false; !isSent; ) {
      isSent = await bot.telegram.sendMessage(firstRecipient + n, words).then(
        () => true,
        (fault: { response?: { error_code?: number; parameters?: { retry_after?: number } } }) => {
          if (fault.response?.error_code !== 429) return true
          return sleep((fault.response.parameters?.retry_after ?? 1) * 1000, false)
        },
      )
    }
  }
}

/** grammY with the two plug-ins that its manual advises for it. */
export async function serveGrammy({ port, api, token, recipients, perSecond }: Settings): Promise<void> {
  const { Bot } = await import('grammy')
  const { apiThrottler } = await import('@grammyjs/transformer-throttler')
  const { autoRetry } = await import('@grammyjs/auto-retry')
  const bot = new Bot(token, { client: { apiRoot: api.replace(/\/$/, '') } })
  const reservoir = { reservoir: perSecond, reservoirRefreshAmount: perSecond, reservoirRefreshInterval: 1000 }
  bot.api.config.use(autoRetry())
  bot.api.config.use(apiThrottler({ global: reservoir }))
  bot.on('message:text', (context) => context.reply(context.message.text))
  bot.catch(() => undefined)
  void bot.start({ drop_pending_updates: false })
  await listen(port)
  await sleep(warmUp)
  for (let n = 0; n < recipients; n++) void bot.api.sendMessage(firstRecipient + n, words).catch(() => undefined)
}
