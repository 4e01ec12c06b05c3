import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Mode } from './platform-process'

/** As much of telegraf as the peer uses. */
interface Bot {
  on(filter: unknown, handler: (context: Context) => unknown): void
  createWebhook(options: { domain: string; path: string; secret_token: string }): Promise<Callback>
  launch(): Promise<void>
}

interface Context {
  message: { text: string }
  reply(text: string): Promise<unknown>
}

type Callback = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown

/** What the bot is measured beside: telegraf as its first example has it, which keeps nothing and says what it is told. */
export async function serveBareBot(settings: { mode: Mode; port: number; api: string; token: string; secret: string }) {
  const { mode, port, api, token, secret } = settings
  // By name: telegraf's home is the Telegram channel, and this is what the channel must not be.
  const name = 'telegraf'
  const { Telegraf } = (await import(/* @vite-ignore */ name)) as {
    Telegraf: new (token: string, options: object) => Bot
  }
  const { message } = (await import(/* @vite-ignore */ `${name}/filters`)) as { message(kind: string): unknown }
  const bot = new Telegraf(token, { telegram: { apiRoot: api } })
  bot.on(message('text'), (context) => context.reply(context.message.text))
  const healthy = (response: ServerResponse) => void response.end('{"ok":true}')
  if (mode === 'polling') {
    createServer((_, response) => healthy(response)).listen(port, '127.0.0.1')
    await bot.launch()
    return
  }
  const path = '/telegram/webhook'
  const webhook = await bot.createWebhook({ domain: `127.0.0.1:${port}`, path, secret_token: secret })
  createServer((request, response) => webhook(request, response, () => healthy(response))).listen(port, '127.0.0.1')
}
