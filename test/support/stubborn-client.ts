import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatMessage } from '../../src/web/api/chat-message'
import { WireClient } from './wire-client'

interface SentMessage {
  id: string
  /** What was written; the name of a file. */
  text: string
  bytes?: Uint8Array
  /** A 202 was seen. */
  acknowledged: boolean
}

/** Sends like the page: one message at a time, again under the same id until the server has taken it. */
export class StubbornClient {
  readonly sent: SentMessage[] = []
  retries = 0
  cookie = ''
  readonly #wire: WireClient

  constructor(
    site: string,
    readonly random: () => number,
  ) {
    this.#wire = new WireClient(site)
  }

  async opens(): Promise<void> {
    while (!this.#wire.cookie) {
      const response = await this.#wire.post('/api/chat/session', {}).catch(() => undefined)
      if (!response?.ok) await this.#waits(response)
      await response?.body?.cancel().catch(() => undefined)
    }
    this.cookie = this.#wire.cookie
  }

  /** With `mayGiveUp` a try that fails can be the last: whether it had its effect is then open. */
  says(text: string, { mayGiveUp = false } = {}): Promise<void> {
    return this.#sends({ id: randomUUID(), text, acknowledged: false }, mayGiveUp)
  }

  sendsFile(name: string, bytes: Uint8Array): Promise<void> {
    return this.#sends({ id: randomUUID(), text: name, bytes, acknowledged: false }, false)
  }

  async #sends(message: SentMessage, mayGiveUp: boolean): Promise<void> {
    this.sent.push(message)
    for (;;) {
      // Now and then the network carries a message twice at once.
      const copies = this.random() < 0.1 ? 2 : 1
      const answers = await Promise.all(Array.from({ length: copies }, () => this.#post(message)))
      for (const answer of answers) {
        if (answer && ![202, 429, 503].includes(answer.status)) throw new Error(`${message.text}: ${answer.status}`)
      }
      message.acknowledged = answers.some((answer) => answer?.status === 202)
      if (message.acknowledged) return
      if (mayGiveUp && this.random() < 0.5) return
      this.retries++
      await this.#waits(answers[0])
    }
  }

  /** The whole conversation, asked for page by page until each was given. */
  async conversation(): Promise<ChatMessage[]> {
    const all: ChatMessage[] = []
    for (;;) {
      const page = await this.#wire.messages(`?after=${all.at(-1)?.seq ?? 0}&limit=100`)
      all.push(...page)
      if (page.length < 100) return all
    }
  }

  /** The bytes of a file as the page would show them. */
  async fetchFile(url: string): Promise<Buffer> {
    return Buffer.from(await (await this.#wire.fetch(url)).arrayBuffer())
  }

  async #post({ id, text, bytes }: SentMessage): Promise<Response | undefined> {
    try {
      const response = await (bytes
        ? this.#wire.sendFile({ id, name: text, bytes })
        : this.#wire.post('/api/chat/messages', { id, text }))
      // Answered in part is not answered.
      await response.arrayBuffer()
      return response
    } catch {
      return undefined
    }
  }

  async #waits(response: Response | undefined): Promise<void> {
    const asked = Number(response?.headers.get('retry-after') ?? 0) * 1000
    await sleep(asked || 20 + this.random() * 60)
  }
}
