import { Agent, type IncomingMessage, request } from 'node:http'
import type { Faults } from './faults'
import { type Fields, flagOf, integerOf, textOf } from './fields'
import { allowedOf, type Polling } from './polling'
import { badRequest } from './refusal'
import { readBody } from './request-body'
import type { Settings, Timers } from './settings'
import type { Entry, UpdateQueue } from './update-queue'

interface Hook {
  url: URL
  secret: string
  most: number
  agent: Agent
}

/** How an update fared so far. */
interface Trouble {
  fails: number
  pause: number
  pausing: boolean
  repeated: boolean
}

interface Deps {
  queue: UpdateQueue
  polling: Polling
  faults: Faults
  timers: Timers
  settings: Settings
  /** A method that stands in the webhook's answer. */
  onReply: (contentType: string, body: Buffer) => void
}

const PORTS = ['', '80', '88', '443', '8443']
const LONGEST_PAUSE = 60
const MOST_RETRY_AFTER = 3600

/** Pushes the updates to the bot, those of one line one after another. */
export class Webhook {
  #hook: Hook | null = null
  readonly #busy = new Set<string>()
  readonly #troubles = new WeakMap<Entry, Trouble>()
  #lastError: { last_error_date: number; last_error_message: string } | null = null

  constructor(readonly deps: Deps) {
    deps.queue.onNews(() => this.#push())
  }

  get active(): boolean {
    return this.#hook !== null
  }

  /** Gives what the server says about it. */
  set(fields: Fields): string {
    const address = textOf(fields, 'url')
    if (address === '') return this.delete(fields)
    const secret = textOf(fields, 'secret_token')
    if (secret.length > 256) throw badRequest('secret token is too long')
    if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
    const url = this.#checked(address)
    const allowed = allowedOf(fields)
    if (allowed !== undefined) this.deps.queue.allowed = allowed
    if (flagOf(fields, 'drop_pending_updates')) this.deps.queue.drop()
    this.#hook?.agent.destroy()
    this.deps.polling.endForWebhook()
    const most = integerOf(fields, 'max_connections', 40, 1, 100)
    const again = this.#hook?.url.href === url.href
    this.#hook = { url, secret, most, agent: new Agent({ keepAlive: true, maxSockets: most }) }
    this.#lastError = null
    this.#push()
    return again ? 'Webhook is already set' : 'Webhook was set'
  }

  delete(fields: Fields): string {
    if (flagOf(fields, 'drop_pending_updates')) this.deps.queue.drop()
    if (!this.#hook) return 'Webhook is already deleted'
    this.close()
    return 'Webhook was deleted'
  }

  info(): Record<string, unknown> {
    const hook = this.#hook
    const { allowed } = this.deps.queue
    return {
      url: hook?.url.href ?? '',
      has_custom_certificate: false,
      pending_update_count: this.deps.queue.pending(),
      ...(hook ? { max_connections: hook.most, ip_address: hook.url.hostname } : {}),
      ...(hook ? this.#lastError : {}),
      ...(allowed ? { allowed_updates: allowed } : {}),
    }
  }

  close(): void {
    this.#hook?.agent.destroy()
    this.#hook = null
  }

  #checked(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : null
    if (!url) throw badRequest('bad webhook: invalid URL specified')
    if (this.deps.settings.httpWebhook && url.protocol === 'http:' && url.hostname === '127.0.0.1') return url
    if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
    if (!PORTS.includes(url.port)) {
      throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
    }
    return url
  }

  #push(): void {
    const hook = this.#hook
    if (!hook) return
    const passed = new Set<string>()
    for (const entry of this.deps.queue.live()) {
      if (this.#busy.size >= hook.most) return
      if (entry.held || passed.has(entry.line) || this.#busy.has(entry.line)) continue
      // Who is in trouble keeps the others of its line waiting.
      passed.add(entry.line)
      if (!this.#troubles.get(entry)?.pausing) void this.#send(hook, entry)
    }
  }

  async #send(hook: Hook, entry: Entry): Promise<void> {
    this.#busy.add(entry.line)
    try {
      const response = await this.#post(hook, JSON.stringify(entry.update), () => this.deps.queue.handOut(entry))
      const body = await readBody(response)
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) {
        this.#failed(entry, `Wrong response from the webhook: ${status} ${response.statusMessage}`, response)
      } else {
        this.deps.onReply(response.headers['content-type'] ?? '', body)
        this.#succeeded(entry)
      }
    } catch (error) {
      this.#failed(entry, error instanceof Error ? error.message : String(error), null)
    } finally {
      this.#busy.delete(entry.line)
      this.#push()
    }
  }

  #post(hook: Hook, body: string, onConnect: () => void): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(hook.secret ? { 'x-telegram-bot-api-secret-token': hook.secret } : {}),
      }
      const sending = request(hook.url, { method: 'POST', headers, agent: hook.agent }, resolve)
      // Where nobody listens nothing is handed out.
      sending.on('socket', (socket) => (socket.connecting ? socket.once('connect', onConnect) : onConnect()))
      const { timers, settings } = this.deps
      const timer = timers.after(settings.webhookAnswers, () => sending.destroy(new Error('Read timeout expired')))
      sending.on('error', reject)
      sending.on('close', () => timers.cancel(timer))
      sending.end(body)
    })
  }

  #succeeded(entry: Entry): void {
    const trouble = this.#troubleOf(entry)
    if (!trouble.repeated && this.deps.faults.draw('delivery', 'webhook')) {
      trouble.repeated = true
      return
    }
    this.deps.queue.confirm(entry)
  }

  /** Again at once, then after 2, 4, 8 … seconds. */
  #failed(entry: Entry, message: string, response: IncomingMessage | null): void {
    this.#lastError = { last_error_date: Math.floor(this.deps.settings.now() / 1000), last_error_message: message }
    const trouble = this.#troubleOf(entry)
    const retryAfter = Math.min(MOST_RETRY_AFTER, Number(response?.headers['retry-after']) || 0)
    if (retryAfter === 0 && trouble.fails > 0) trouble.pause = Math.min(LONGEST_PAUSE, trouble.pause * 2)
    const pause = retryAfter || (trouble.fails === 0 ? 0 : trouble.pause)
    trouble.fails += 1
    trouble.pausing = pause > 0
    if (!trouble.pausing) return
    this.deps.timers.after(pause, () => {
      trouble.pausing = false
      this.#push()
    })
  }

  #troubleOf(entry: Entry): Trouble {
    const known = this.#troubles.get(entry) ?? { fails: 0, pause: 1, pausing: false, repeated: false }
    this.#troubles.set(entry, known)
    return known
  }
}
