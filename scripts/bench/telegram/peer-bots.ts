import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { naivePeople } from '../peers'
import type { Mode } from './platform-process'

/**
 * What the bot is measured beside, each an echo: telegraf as its first example has it, which keeps nothing; telegraf with all people in one
 * lowdb object, written anew for each message; grammY with a file for each chat's session.
 */
export const peerBots = ['bare', 'lowdb', 'grammy'] as const
export type PeerBot = (typeof peerBots)[number]

interface Settings {
  mode: Mode
  port: number
  api: string
  token: string
  secret: string
  /** Who is in the lowdb object. */
  people: number
}

/** As much of telegraf as the peers use. */
interface Telegraf {
  on(filter: unknown, handler: (context: Context) => unknown): void
  createWebhook(options: { domain: string; path: string; secret_token: string }): Promise<Callback>
  launch(): Promise<void>
}

interface Context {
  message: { text: string }
  reply(text: string): Promise<unknown>
}

type Callback = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown

const path = '/telegram/webhook'

export async function servePeerBot(peer: PeerBot, settings: Settings): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-bench-peer-'))
  process.once('SIGTERM', () => void rm(folder, { recursive: true, force: true }).then(() => process.exit()))
  if (peer === 'grammy') return serveGrammy(settings, folder)
  const keep = peer === 'lowdb' ? await naivePeople(folder, settings.people) : async () => undefined
  return serveTelegraf(settings, keep)
}

async function serveTelegraf({ mode, port, api, token, secret }: Settings, keep: (text: string) => Promise<unknown>) {
  // By name: telegraf's home is the Telegram channel, and this is what the channel must not be.
  const name = 'telegraf'
  const { Telegraf } = (await import(/* @vite-ignore */ name)) as {
    Telegraf: new (token: string, options: object) => Telegraf
  }
  const { message } = (await import(/* @vite-ignore */ `${name}/filters`)) as { message(kind: string): unknown }
  const bot = new Telegraf(token, { telegram: { apiRoot: api } })
  bot.on(message('text'), async (context) => {
    await keep(context.message.text)
    await context.reply(context.message.text)
  })
  if (mode === 'polling') {
    createServer((_, response) => healthy(response)).listen(port, '127.0.0.1')
    await bot.launch()
    return
  }
  const webhook = await bot.createWebhook({ domain: `127.0.0.1:${port}`, path, secret_token: secret })
  createServer((request, response) => webhook(request, response, () => healthy(response))).listen(port, '127.0.0.1')
}

/** Called by webhook only. */
async function serveGrammy({ port, api, token, secret }: Settings, folder: string): Promise<void> {
  const { Bot, session, webhookCallback } = await import('grammy')
  type Session = { texts: string[] }
  const { FileAdapter } = await import('@grammyjs/storage-file')
  const bot = new Bot<import('grammy').Context & import('grammy').SessionFlavor<Session>>(token, {
    client: { apiRoot: api.replace(/\/$/, '') },
  })
  bot.use(session({ initial: (): Session => ({ texts: [] }), storage: new FileAdapter<Session>({ dirName: folder }) }))
  bot.on('message:text', async (context) => {
    context.session.texts.push(context.message.text)
    await context.reply(context.message.text)
  })
  await bot.init()
  await bot.api.setWebhook(`https://127.0.0.1:${port}${path}`, { secret_token: secret })
  const callback = webhookCallback(bot, 'http', { secretToken: secret })
  createServer((request, response) =>
    request.url === path ? void callback(request, response) : healthy(response),
  ).listen(port, '127.0.0.1')
}

function healthy(response: ServerResponse): void {
  response.end('{"ok":true}')
}
