import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'

/** As much of telegraf as the peers use. */
interface Telegraf {
  on(filter: unknown, handler: (context: Context) => unknown): void
  createWebhook(options: { domain: string; path: string; secret_token: string }): Promise<Callback>
  launch(): Promise<void>
  telegram: { sendMessage(chat: number, text: string): Promise<unknown> }
}

interface Context {
  message: { text: string }
  reply(text: string): Promise<unknown>
}

type Callback = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown

/** A bot of telegraf's, which answers each text by `answer`. */
export async function newTelegraf(
  { token, api }: { token: string; api: string },
  answer: (context: Context) => unknown,
): Promise<Telegraf> {
  // By name: telegraf's home is the Telegram channel, and this is what the channel must not be.
  const name = 'telegraf'
  const { Telegraf } = (await import(/* @vite-ignore */ name)) as {
    Telegraf: new (token: string, options: object) => Telegraf
  }
  const { message } = (await import(/* @vite-ignore */ `${name}/filters`)) as { message(kind: string): unknown }
  const bot = new Telegraf(token, { telegram: { apiRoot: api } })
  bot.on(message('text'), answer)
  return bot
}

/** Tells whoever asks that the bot has started. */
export const healthy: RequestListener = (_, response) => void response.end('{"ok":true}')

export function listen(port: number, take: RequestListener = healthy): Promise<void> {
  const server = createServer(take)
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}
