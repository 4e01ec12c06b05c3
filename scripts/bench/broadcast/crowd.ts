import { setTimeout as sleep } from 'node:timers/promises'
import type { BotApi } from '../telegram/bot-api'
import { queueWire } from '../telegram/wire'
import { BulkLimit, type Closing, type Taken } from './limit'

/** Those who are written to; those who write themselves come behind them. */
export const firstRecipient = 6_000_000_000
const firstWriter = 8_000_000_000

/** Milliseconds until a bot that was only answering must have sent the first message of many. */
const beginsWithin = 120_000

export interface Crowd {
  recipients: number
  /** How many messages that nobody asked for the platform takes in a second. */
  perSecond: number
  /** Milliseconds that are looked at, from the first attempt on; less when everybody has been written to before. */
  milliseconds: number
  closing?: Closing
  /** People who write by themselves in a second, each once. */
  writers: number
}

export interface Sent extends Taken {
  milliseconds: number
  /** Milliseconds from a person's message to the reply. */
  replied: number[]
  unanswered: number
}

/** Watches a broadcast from the platform's side, with people beside who write to the bot. */
export async function watchCrowd(api: BotApi, crowd: Crowd): Promise<Sent> {
  const limit = new BulkLimit(crowd.perSecond, crowd.closing)
  const wrote = new Map<number, number>()
  const replied: number[] = []
  api.refuses = (chat) => (chat >= firstWriter ? undefined : limit.refuses(chat, performance.now()))
  api.onSend = (chat) => {
    const at = wrote.get(chat)
    if (at === undefined) return
    wrote.delete(chat)
    replied.push(performance.now() - at)
  }
  const write = queueWire(api)
  const started = performance.now()
  let writers = 0
  const lasts = () => (limit.begun === undefined ? 0 : performance.now() - limit.begun)
  const ended = () => lasts() >= crowd.milliseconds || limit.taken.sent + limit.taken.blocked >= crowd.recipients
  while (!ended()) {
    await sleep(1)
    for (; writers < ((performance.now() - started) / 1000) * crowd.writers; writers++) {
      const chat = firstWriter + writers
      wrote.set(chat, performance.now())
      void write(updateOf(chat, writers))
    }
    if (limit.begun !== undefined) continue
    // Of the time before it nothing is kept.
    replied.length = 0
    if (performance.now() - started > beginsWithin) throw new Error('the sending to many has not begun')
  }
  const milliseconds = Math.min(lasts(), crowd.milliseconds)
  const taken: Taken = structuredClone(limit.taken)
  // The last to write are answered a moment later.
  for (let waited = 0; wrote.size > 0 && waited < 5000; waited += 50) await sleep(50)
  return { ...taken, milliseconds, replied, unanswered: wrote.size }
}

function updateOf(chat: number, n: number) {
  const name = { id: chat, first_name: '样例' }
  return {
    update_id: 900_000_000 + n,
    message: {
      message_id: 1,
      from: { ...name, is_bot: false, language_code: 'zh-hans' },
      chat: { ...name, type: 'private' as const },
      date: Math.floor(Date.now() / 1000),
      text: '帮助',
    },
  }
}
