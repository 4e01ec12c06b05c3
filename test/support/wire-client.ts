import { randomUUID } from 'node:crypto'
import type { ChatError } from '../../src/web/api/chat-error'
import type { ChatMessage } from '../../src/web/api/chat-message'
import type { ChatSession } from '../../src/web/api/chat-session'

interface SentFile {
  id?: string
  name: string
  bytes: Uint8Array
  /** What the browser says it is; the server looks at the bytes. */
  type?: string
}

/** One device on the web chat's wire: keeps its cookie as a browser does. */
export class WireClient {
  cookie = ''

  constructor(
    public site: string,
    readonly headers: Record<string, string> = {},
  ) {}

  /** A device with a session already. */
  static async open(site: string, language?: string, headers?: Record<string, string>): Promise<WireClient> {
    const client = new WireClient(site, headers)
    const opened = await client.post('/api/chat/session', language ? { language } : {})
    if (opened.status !== 200) throw new Error(`no session: ${opened.status}`)
    await opened.body?.cancel()
    return client
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.headers, ...(this.cookie && { cookie: this.cookie }), ...(init.headers as object) }
    const response = await fetch(new URL(path, this.site), { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.cookie = /max-age=0/i.test(line) ? '' : pair
    }
    return response
  }

  post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(init.headers as object) }
    return this.fetch(path, { ...init, method: 'POST', body: JSON.stringify(body), headers })
  }

  async session(language?: string): Promise<ChatSession> {
    return (await this.post('/api/chat/session', language ? { language } : {})).json() as Promise<ChatSession>
  }

  /** Sends a text and gives the status. */
  async says(text: string, id: string = randomUUID()): Promise<number> {
    return statusOf(await this.post('/api/chat/messages', { id, text }))
  }

  /** Presses the newest button of this label. */
  async presses(label: string): Promise<number> {
    const said = (await this.messages()).reverse().flatMap((message) => message.choices)
    const choice = said.find((shown) => shown.label === label) ?? said.find((shown) => shown.label.includes(label))
    if (!choice) throw new Error(`there is no button ${label} among ${said.map((shown) => shown.label).join(' ')}`)
    return statusOf(await this.post('/api/chat/messages', { id: randomUUID(), choice: choice.value }))
  }

  sendFile({ id = randomUUID(), name, bytes, type = 'application/octet-stream' }: SentFile): Promise<Response> {
    const form = new FormData()
    form.set('id', id)
    form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name)
    return this.fetch('/api/chat/messages', { method: 'POST', body: form })
  }

  async messages(query = ''): Promise<ChatMessage[]> {
    const response = await this.fetch(`/api/chat/messages${query}`)
    if (response.status !== 200) throw new Error(`messages: ${response.status}`)
    return ((await response.json()) as { messages: ChatMessage[] }).messages
  }

  async stream(query = '', headers: Record<string, string> = {}): Promise<WireStream> {
    const stop = new AbortController()
    const response = await this.fetch(`/api/chat/stream${query}`, { headers, signal: stop.signal })
    return new WireStream(response, stop)
  }
}

interface WireEvent {
  event: string
  id?: string
  data: unknown
}

/** An open event stream, read as a browser reads it. */
export class WireStream {
  /** Every event so far. */
  readonly events: WireEvent[] = []
  comments = 0
  readonly ended: Promise<void>
  #wake: () => void = () => undefined
  #done = false
  #read = 0

  constructor(
    readonly response: Response,
    private readonly stop: AbortController,
  ) {
    this.ended = this.#pump().catch(() => undefined)
    void this.ended.then(() => {
      this.#done = true
      this.#wake()
    })
  }

  /** The next event not given yet; refuses when the stream ends before. */
  async next(): Promise<WireEvent> {
    for (;;) {
      const event = this.events[this.#read]
      if (event) {
        this.#read++
        return event
      }
      await this.#more()
    }
  }

  /** The next message that was said to the person or by them. */
  async message(): Promise<ChatMessage> {
    for (;;) {
      const { event, data } = await this.next()
      if (event === 'message') return data as ChatMessage
    }
  }

  /** Settles at the first comment after those counted. */
  async comment(after: number): Promise<void> {
    while (this.comments <= after) await this.#more()
  }

  async close(): Promise<void> {
    this.stop.abort()
    await this.ended
  }

  async #more(): Promise<void> {
    if (this.#done) throw new Error('the stream has ended')
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
  }

  async #pump(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of this.response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
      this.#wake()
    }
  }

  #take(block: string): void {
    if (block.startsWith(':')) {
      this.comments++
      return
    }
    const field = (name: string) =>
      block
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2))
        .join('\n')
    const id = field('id')
    this.events.push({ event: field('event') || 'message', ...(id && { id }), data: JSON.parse(field('data')) })
  }
}

async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel()
  return response.status
}

/** The code and message of a refusal. */
export async function problemOf(response: Response): Promise<ChatError['error']> {
  return ((await response.json()) as ChatError).error
}
