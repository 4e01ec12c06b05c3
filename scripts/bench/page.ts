import { createHmac, randomUUID } from 'node:crypto'
import { Agent, type ClientRequest, request } from 'node:http'
import type { ChatMessage } from '../../src/web/api/chat-message'
import type { Message } from './conversations'
import { isOutOfStep } from './out-of-step'

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

/** A chat page as the server sees it: a cookie, an open stream, and messages sent one after another. */
export class Page {
  #cookie: string
  #stream: ClientRequest | undefined
  /** When a message of this page was due, by its id, until the stream has shown it. */
  readonly #awaited = new Map<string, number>()

  constructor(
    private readonly port: number,
    /** Told of a message shown on the page: milliseconds since it was due. */
    private readonly onShown: (ms: number) => void,
    private readonly onLost: (said: string) => void,
    known?: { visitor: string; secret: Buffer },
  ) {
    this.#cookie = known ? cookieOf(known.visitor, known.secret) : ''
  }

  /** Asks for the session and, `withStream`, holds the stream open; settles when the conversation so far is there. */
  async open(withStream: boolean): Promise<void> {
    const { status, cookie } = await post(this.port, '/api/chat/session', '{}', this.#cookie)
    if (status !== 200) throw new Error(`the session answered ${status}`)
    if (cookie) this.#cookie = cookie
    if (withStream) await this.#listen()
  }

  /** Gives the status of the answer. */
  async send(message: Message, due: number): Promise<number> {
    const id = randomUUID()
    if (this.#stream) this.#awaited.set(id, due)
    const { status } = await post(this.port, '/api/chat/messages', JSON.stringify({ id, ...message }), this.#cookie)
    return status
  }

  close(): void {
    this.#stream?.destroy()
    this.#stream = undefined
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { Cookie: this.#cookie }
      const stream = request({ port: this.port, host: '127.0.0.1', path: '/api/chat/stream', headers, agent: false })
      stream.once('response', (response) => {
        let rest = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          const events = (rest + part).split('\n\n')
          rest = events.pop() ?? ''
          for (const event of events) this.#take(event)
        })
        response.on('error', () => undefined)
        resolve()
      })
      stream.on('error', reject)
      stream.end()
      this.#stream = stream
    })
  }

  #take(event: string): void {
    if (!event.startsWith('event: message')) return
    const message = JSON.parse(event.slice(event.indexOf('data: ') + 6, event.indexOf('\nid: '))) as ChatMessage
    const due = message.id ? this.#awaited.get(message.id) : undefined
    if (due !== undefined && message.id) {
      this.#awaited.delete(message.id)
      this.onShown(performance.now() - due)
    }
    if (message.from === 'bot' && isOutOfStep(message.text)) this.onLost(message.text)
  }
}

/** The cookie that this visitor's browser kept. */
function cookieOf(visitor: string, secret: Buffer): string {
  const value = `${visitor}.zh-CN`
  return `lianxin=${value}.${createHmac('sha256', secret).update(`visitor:${value}`).digest('base64url').slice(0, 32)}`
}

export function post(
  port: number,
  path: string,
  body: string,
  cookie = '',
): Promise<{ status: number; cookie: string | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(cookie && { Cookie: cookie }),
    }
    const sent = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent }, (response) => {
      response.resume()
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0]?.split(';')[0] }),
      )
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
