import { Agent, request } from 'node:http'
import type { BotApi } from './bot-api'
import type { Update } from './update-queue'

/** Brings an update to the bot; gives the status by which it was taken. */
export type Wire = (update: Update) => Promise<number>

/** It lies ready until the bot fetches it. */
export function queueWire(api: BotApi): Wire {
  return async (update) => {
    api.queue.put(update)
    // Those of the same moment go together.
    setImmediate(() => api.wake())
    return 200
  }
}

/** Calls the address the bot has set, over so many kept connections. */
export function webhookWire(api: BotApi, connections: number): Wire {
  const { url, secret } = api.webhook ?? { url: '', secret: '' }
  const { hostname, port, pathname } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const fixed = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secret }
  return (update) =>
    new Promise((settle) => {
      const body = JSON.stringify(update)
      const headers = { ...fixed, 'Content-Length': Buffer.byteLength(body) }
      // The bot says https, as it must to the real one; here nothing stands before it.
      const sent = request({ hostname, port, path: pathname, method: 'POST', headers, agent }, (response) => {
        response.resume()
        response.once('end', () => settle(response.statusCode ?? 0))
      })
      sent.once('error', () => settle(0))
      sent.end(body)
    })
}
