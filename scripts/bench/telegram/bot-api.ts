import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UpdateQueue } from './update-queue'

interface Call {
  chat_id?: number | string
  text?: string
  message_id?: number
  url?: string
  secret_token?: string
  offset?: number
  limit?: number
  timeout?: number
}

/** What a message that is not taken is answered with. */
export interface Refusal {
  status: number
  description: string
  retryAfter?: number
}

interface Poll {
  response: ServerResponse
  offset: number
  limit: number
  timer: NodeJS.Timeout
}

const messages = new Set(['sendMessage', 'editMessageText'])
const me = { id: 1, is_bot: true, first_name: 'Lianxin', username: 'lianxin_bench_bot' }

/** As much of a Bot API as a bench needs, and little work per call: what it costs is taken from the bot beside it. */
export class BotApi {
  readonly queue = new UpdateQueue()
  /** Told of each message and edit when it arrives, before the bot has the answer. */
  onSend: (chat: number, text: string) => void = () => undefined
  /** Asked before each message and edit whether it is taken. */
  refuses: (chat: number) => Refusal | undefined = () => undefined
  webhook: { url: string; secret: string } | undefined
  /** Answers of getUpdates that held something. */
  batches = 0
  #isPolled = false
  #poll: Poll | undefined
  #lastMessage = 1_000_000

  /** `latencyMs` passes before every answer but that of getUpdates, which comes at once when there is something. */
  constructor(private readonly latencyMs: number) {}

  get isConnected(): boolean {
    return this.#isPolled || this.webhook !== undefined
  }

  async listen(): Promise<number> {
    const server = createServer((request, response) => this.#take(request, response))
    // A connection closed while the bot sends on it would be a fault of the bench.
    server.keepAliveTimeout = 600_000
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  /** What was put into the queue is given to who waits for it. */
  wake(): void {
    if (this.#poll && this.queue.length > 0) this.#answerPoll()
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const [, token = '', method = ''] = request.url?.split('/') ?? []
      if (!token.startsWith('bot')) return refuse(response, 404)
      const body = Buffer.concat(parts).toString()
      this.#call(method, body ? (JSON.parse(body) as Call) : {}, response)
    })
  }

  #call(method: string, call: Call, response: ServerResponse): void {
    const refused = messages.has(method) ? this.refuses(Number(call.chat_id)) : undefined
    if (refused) return void this.#answerLater(response, refusalJson(refused), refused.status)
    const result = this.#resultOf(method, call)
    const json = `{"ok":true,"result":${JSON.stringify(result)}}`
    if (method === 'getUpdates') this.#getUpdates(call, response)
    else if (result === undefined) refuse(response, 404)
    else this.#answerLater(response, json)
  }

  /** A timer counts from the beginning of its turn of the event loop: what comes in late in a busy one would be answered too early. */
  #answerLater(response: ServerResponse, json: string, status = 200): void {
    const due = performance.now() + this.latencyMs
    const answerIfDue = () => {
      const left = due - performance.now()
      if (left > 0) setTimeout(answerIfDue, left)
      else answer(response, json, status)
    }
    answerIfDue()
  }

  #resultOf(method: string, call: Call): unknown {
    switch (method) {
      case 'getMe':
        return me
      case 'sendMessage':
      case 'editMessageText': {
        const { chat_id, text = '', message_id = this.#lastMessage++ } = call
        const id = Number(chat_id)
        this.onSend(id, text)
        return { message_id, from: me, chat: { id, type: 'private' }, date: Math.floor(Date.now() / 1000), text }
      }
      case 'setWebhook':
        this.webhook = { url: call.url ?? '', secret: call.secret_token ?? '' }
        return true
      case 'deleteWebhook':
        this.webhook = undefined
        return true
      case 'getWebhookInfo':
        return { url: this.webhook?.url ?? '', has_custom_certificate: false, pending_update_count: this.queue.length }
      case 'setMyCommands':
      case 'answerCallbackQuery':
      case 'sendChatAction':
        return true
    }
    return undefined
  }

  #getUpdates({ offset = 0, limit = 100, timeout = 0 }: Call, response: ServerResponse): void {
    this.#isPolled = true
    // Of two that poll the older one is sent away.
    if (this.#poll) refuse(this.#endPoll(this.#poll), 409)
    const timer = setTimeout(() => this.#answerPoll(), Math.min(timeout, 50) * 1000)
    const poll = { response, offset, limit: Math.min(limit, 100), timer }
    this.#poll = poll
    response.once('close', () => {
      if (this.#poll === poll) this.#endPoll(poll)
    })
    if (this.queue.read(offset, 1).length > 0 || timeout === 0) this.#answerPoll()
  }

  #answerPoll(): void {
    if (!this.#poll) return
    const { offset, limit } = this.#poll
    const updates = this.queue.read(offset, limit)
    if (updates.length > 0) this.batches++
    answer(this.#endPoll(this.#poll), `{"ok":true,"result":[${updates.join(',')}]}`)
  }

  #endPoll({ response, timer }: Poll): ServerResponse {
    clearTimeout(timer)
    this.#poll = undefined
    return response
  }
}

function answer(response: ServerResponse, json: string, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) })
  response.end(json)
}

function refusalJson({ status, description, retryAfter }: Refusal): string {
  const parameters = retryAfter === undefined ? undefined : { retry_after: retryAfter }
  return JSON.stringify({ ok: false, error_code: status, description, parameters })
}

function refuse(response: ServerResponse, status: number): void {
  answer(response, JSON.stringify({ ok: false, error_code: status, description: 'refused by the bench' }), status)
}
