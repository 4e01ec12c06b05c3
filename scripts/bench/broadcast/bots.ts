import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
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

export const words = '周六下午两点，样例街道青年之家有一场维权讲座，来的话点一下报名。'

/** A loop over everybody that waits for each answer, and as long as a 429 says: telegraf as its users write it. */
export async function serveNaive({ port, api, token, recipients }: Settings): Promise<void> {
  // By name: telegraf's home is the Telegram channel.
  const name = 'telegraf'
  const { Telegraf } = (await import(/* @vite-ignore */ name)) as {
    Telegraf: new (token: string, options: object) => NaiveBot
  }
  const bot = new Telegraf(token, { telegram: { apiRoot: api } })
  bot.on('text', (context) => context.reply(context.message.text))
  void bot.launch()
  await healthy(port)
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

interface NaiveBot {
  on(
    kind: string,
    handler: (context: { message: { text: string }; reply(text: string): Promise<unknown> }) => unknown,
  ): void
  launch(): Promise<void>
  telegram: { sendMessage(chat: number, text: string): Promise<unknown> }
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
  await healthy(port)
  for (let n = 0; n < recipients; n++) void bot.api.sendMessage(firstRecipient + n, words).catch(() => undefined)
}

/** Answers whoever asks whether it has started. */
export function healthy(port: number): Promise<void> {
  const server = createServer((_, response: ServerResponse) => void response.end('{"ok":true}'))
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}
