import type { Incoming } from '../../src/bot/incoming'
import { address } from '../../src/domain/account'
import { type Body, bodySchema, type Choice } from '../../src/domain/message'
import type { Session } from '../../src/domain/session'
import { accounts, outbox, sessions } from '../../src/store/collections'
import { history } from '../../src/store/logs'
import { webAbilities, windowAbilities, windowChannel } from './contract-channel'
import { pushAbilities, pushChannel } from './push-channel'
import type { World } from './world'

export type Channel = 'web' | 'window' | 'push'

const ways = {
  web: { name: 'web-chat', abilities: webAbilities },
  window: { name: windowChannel, abilities: windowAbilities },
  push: { name: pushChannel, abilities: pushAbilities },
}

/** A person with one device. */
export class User {
  #seq = 0
  #accountId = ''
  #pushed = 0
  readonly #sent: Incoming[] = []

  constructor(
    readonly world: World,
    readonly name: string,
    readonly channel: Channel,
  ) {}

  /** What was sent last. */
  get latest(): Incoming['content'] | undefined {
    return this.#sent.at(-1)?.content
  }

  says(text: string): Promise<Body[]> {
    return this.#send({ kind: 'text', text })
  }

  /** Presses a choice by its label (or a part of it) or value; on a channel without buttons its number or label is typed. */
  async presses(labelOrValue: string): Promise<Body[]> {
    const choice = await this.#find(labelOrValue)
    const value = choice?.value ?? labelOrValue
    const on = this.channel === 'push' ? this.world.push.messageWith(this.name, value) : undefined
    return this.#send({ kind: 'choice', value, ...(on && { on }) })
  }

  /** Changes the words of an earlier message, the latest that said them. */
  edits(said: string, text: string): Promise<Body[]> {
    const first = this.#sent.findLast(({ content }) => content.kind === 'text' && content.text === said)
    if (!first) throw new Error(`${this.name} has not said ${said}`)
    return this.#send({ kind: 'edit', of: first.update, text })
  }

  /** Changes the words that stand with the file sent last. */
  editsWords(text: string): Promise<Body[]> {
    const sent = this.#sent.findLast(({ content }) => content.kind === 'file')
    if (sent?.content.kind !== 'file') throw new Error(`${this.name} has not sent a file`)
    return this.#send({ kind: 'edit', of: sent.update, text, file: sent.content.file.id })
  }

  /** Sends what the channel cannot hand on. */
  /** A tap that gives the own phone number. */
  givesPhone(phone: string): Promise<Body[]> {
    return this.#send({ kind: 'contact', phone })
  }

  sends(what: string): Promise<Body[]> {
    return this.#send({ kind: 'unsupported', what })
  }

  /** On the push channel the bytes come later, see `World.fetchFiles`. */
  async sendsFile(
    { name, type, bytes }: { name: string; type: string; bytes: Uint8Array },
    written?: string,
  ): Promise<Body[]> {
    const id = `file-${this.world.nextUpdate()}`
    const words = written === undefined ? {} : { words: written }
    if (this.channel === 'push') {
      const remote = `remote-${id}`
      this.world.push.files.set(remote, { name, type, bytes })
      return this.#send({
        kind: 'file',
        file: { id, name, type, size: bytes.byteLength, sha256: null },
        remote,
        ...words,
      })
    }
    const file = await this.world.store.files.put({ id, name, type, bytes })
    return this.#send({ kind: 'file', file, ...words })
  }

  /** The platform repeats its last update. */
  async repeatsLast(): Promise<Body[]> {
    const last = this.#sent.at(-1)
    if (!last) throw new Error('nothing was sent yet')
    const before = this.#seq
    const conversed = await this.world.bot.converse(last)
    if (this.channel === 'push') return this.inbox()
    const said = await this.#new(before)
    return this.channel === 'window' ? this.world.platform.answerOf(conversed) : said
  }

  /** Notices that arrived since the last look. */
  async inbox(): Promise<Body[]> {
    await this.world.deliver()
    if (this.channel !== 'web') {
      const platform = this.channel === 'window' ? this.world.platform.pushed : this.world.push.sent
      const pushed = platform.get(this.name) ?? []
      const fresh = pushed.slice(this.#pushed)
      for (const body of fresh) bodySchema.parse(body)
      this.#pushed = pushed.length
      return fresh
    }
    return this.#new(this.#seq)
  }

  async account() {
    const equals = address(ways[this.channel].name, this.name)
    return (await this.world.read((tx) => tx.find(accounts, { index: 'address', equals })))[0]
  }

  async personId(): Promise<string> {
    const account = await this.account()
    if (!account) throw new Error(`${this.name} has not said anything yet`)
    return account.person
  }

  async session(): Promise<Session | undefined> {
    const account = await this.account()
    return account && this.world.read((tx) => tx.get(sessions, account.person))
  }

  /** The choices of the latest message that has any. */
  async choices(): Promise<Choice[]> {
    return (await this.session())?.offered ?? []
  }

  async #find(labelOrValue: string): Promise<Choice | undefined> {
    const account = await this.account()
    if (!account) return undefined
    const query = { key: account.id, before: Number.MAX_SAFE_INTEGER, limit: 60 }
    const said = await this.world.read((tx) => tx.entries(history, query))
    const shown = said.reverse().flatMap((entry) => entry.choices)
    return (
      shown.find((choice) => choice.label === labelOrValue || choice.value === labelOrValue) ??
      shown.find((choice) => choice.label.includes(labelOrValue))
    )
  }

  async #send(content: Incoming['content']): Promise<Body[]> {
    await this.inbox()
    const before = this.#seq
    const update: Incoming = {
      channel: ways[this.channel].name,
      externalId: this.name,
      abilities: ways[this.channel].abilities,
      update: this.world.nextUpdate(),
      at: this.world.tick(),
      language: null,
      content,
    }
    this.#sent.push(update)
    const conversed = await this.world.bot.converse(update)
    for (const reply of conversed.replies) bodySchema.parse(reply)
    if (this.channel === 'push') return conversed.gone ? conversed.replies : this.inbox()
    const said = await this.#new(before)
    if (this.channel === 'web') return conversed.gone ? conversed.replies : said
    this.world.platform.open(this.name)
    await this.#settle(conversed.rows)
    return [...this.world.platform.answerOf(conversed), ...(await this.inbox())]
  }

  /** What the response carried counts as sent. */
  async #settle(rows: readonly string[]): Promise<void> {
    const [first] = rows
    if (!first) return
    await this.world.write(async (tx) => {
      const row = await tx.get(outbox, first)
      if (row) await tx.put(outbox, { ...row, state: 'sent', leasedUntil: null, settledAt: this.world.clock.now() })
    })
  }

  async #new(after: number): Promise<Body[]> {
    const account = await this.account()
    if (!account) return []
    // Whoever erased everything begins a new conversation.
    const since = account.id === this.#accountId ? after : 0
    this.#accountId = account.id
    const entries = await this.world.read((tx) => tx.entries(history, { key: account.id, after: since, limit: 1000 }))
    this.#seq = entries.at(-1)?.seq ?? since
    return entries.flatMap(({ from, name, text, choices, file }) =>
      from === 'me' ? [] : [{ from, name, text, choices, file }],
    )
  }
}
