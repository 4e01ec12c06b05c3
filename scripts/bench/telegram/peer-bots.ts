import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { naivePeople } from '../peers'
import { healthy, listen, newTelegraf } from './peer-telegraf'
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

const path = '/telegram/webhook'

export async function servePeerBot(peer: PeerBot, settings: Settings): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-bench-peer-'))
  process.once('SIGTERM', () => void rm(folder, { recursive: true, force: true }).then(() => process.exit()))
  if (peer === 'grammy') return serveGrammy(settings, folder)
  const keep = peer === 'lowdb' ? await naivePeople(folder, settings.people) : async () => undefined
  return serveTelegraf(settings, keep)
}

async function serveTelegraf(settings: Settings, keep: (text: string) => Promise<unknown>) {
  const { mode, port, secret } = settings
  const bot = await newTelegraf(settings, async (context) => {
    await keep(context.message.text)
    await context.reply(context.message.text)
  })
  if (mode === 'polling') {
    await listen(port)
    await bot.launch()
    return
  }
  const webhook = await bot.createWebhook({ domain: `127.0.0.1:${port}`, path, secret_token: secret })
  await listen(port, (request, response) => webhook(request, response, () => healthy(request, response)))
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
  await listen(port, (request, response) =>
    request.url === path ? void callback(request, response) : healthy(request, response),
  )
}
