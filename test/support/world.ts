import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bot, buildBot } from '../../src/bot/bot'
import type { Incoming } from '../../src/bot/incoming'
import { toolsFrom } from '../../src/bot/tools'
import { type Delivery, startDelivery } from '../../src/delivery/deliver'
import { address } from '../../src/domain/account'
import type { Body, Choice, OutboxRow } from '../../src/domain/message'
import type { Session } from '../../src/domain/session'
import { rechecks } from '../../src/jobs'
import { accounts, collections, outbox, sessions } from '../../src/store/collections'
import { openJsonStore } from '../../src/store/json/json-store'
import { history, logs } from '../../src/store/logs'
import type { ReadTx, Store, WriteTx } from '../../src/store/store'
import { Clock } from './clock'
import { WindowPlatform, webAbilities, windowAbilities, windowChannel } from './contract-channel'

export type Channel = 'web' | 'window'

/** A whole bot on a real store in a temporary folder, with a clock that stands still. */
export class World {
  readonly clock = new Clock()
  readonly platform = new WindowPlatform()
  /** Ids of parked updates and what they threw; a test that does not expect any fails. */
  readonly parked: { id: string; fault: unknown }[] = []
  readonly #users = new Map<string, User>()
  #bot!: Bot
  #store!: Store
  #delivery!: Delivery
  #updates = 0
  #lastAt = ''

  private constructor(
    readonly folder: string,
    readonly channel: Channel,
    readonly features: Parameters<typeof buildBot>[0]['features'],
  ) {}

  static async open(
    options: { channel?: Channel; features?: Parameters<typeof buildBot>[0]['features'] } = {},
  ): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'lianxin-world-'))
    const world = new World(folder, options.channel ?? 'web', options.features)
    await world.start()
    return world
  }

  get store(): Store {
    return this.#store
  }

  get bot(): Bot {
    return this.#bot
  }

  async start(): Promise<void> {
    const masterKey = createHash('sha256').update('test').digest()
    this.#store = await openJsonStore({
      folder: this.folder,
      collections,
      logs,
      masterKey,
      now: this.clock.now,
      rerunWrites: true,
    })
    this.#bot = buildBot({
      store: this.#store,
      tools: toolsFrom({ secret: masterKey, zone: 'Asia/Shanghai', publicUrl: 'https://lianxin.example', codeCost: 2 }),
      onParked: (id, fault) => void this.parked.push({ id, fault }),
      ...(this.features && { features: this.features }),
    })
    this.#delivery = startDelivery(
      {
        store: this.#store,
        messengers: [this.platform],
        rechecks,
        zone: 'Asia/Shanghai',
        now: this.clock.now,
        onFault: (fault) => {
          throw fault
        },
      },
      { timer: false },
    )
  }

  /** Stops the program and starts it again on the same folder. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.#delivery.stop()
    await this.#store.close()
  }

  /** Ends the world; anything parked was a bug. */
  async close(): Promise<void> {
    await this.stop()
    await rm(this.folder, { recursive: true, force: true })
    if (this.parked.length > 0) throw this.parked[0]?.fault
  }

  /** Someone with a device of this name; the same name is the same device. */
  user(name: string, channel: Channel = this.channel): User {
    const user = this.#users.get(name) ?? new User(this, name, channel)
    this.#users.set(name, user)
    return user
  }

  read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R> {
    return this.#store.read(fn)
  }

  write<R>(fn: (tx: WriteTx) => Promise<R>): Promise<R> {
    return this.#store.write([], fn)
  }

  /** Sends what is due now. */
  async deliver(): Promise<void> {
    await this.#delivery.run()
  }

  /** Outbox rows for a person, oldest first. */
  async rowsFor(user: User): Promise<OutboxRow[]> {
    const account = await user.account()
    const rows = account ? await this.read((tx) => tx.find(outbox, { index: 'subject', equals: account.person })) : []
    return rows.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  }

  nextUpdate(): string {
    return `update-${++this.#updates}`
  }

  /** Time moves a little with each message, as it does. */
  tick(): string {
    if (this.clock.now() === this.#lastAt) this.clock.advance(1)
    this.#lastAt = this.clock.now()
    return this.#lastAt
  }
}

/** A person with one device. */
export class User {
  #seq = 0
  #accountId = ''
  #pushed = 0
  #lastUpdate: Incoming | undefined

  constructor(
    readonly world: World,
    readonly name: string,
    readonly channel: Channel,
  ) {}

  says(text: string): Promise<Body[]> {
    return this.#send({ kind: 'text', text })
  }

  /** Presses a choice by its label (or a part of it) or value; on a channel without buttons its number or label is typed. */
  async presses(labelOrValue: string): Promise<Body[]> {
    const choice = await this.#find(labelOrValue)
    return this.#send({ kind: 'choice', value: choice?.value ?? labelOrValue })
  }

  async sendsFile({ name, type, bytes }: { name: string; type: string; bytes: Uint8Array }): Promise<Body[]> {
    const file = await this.world.store.files.put({ id: `file-${this.world.nextUpdate()}`, name, type, bytes })
    return this.#send({ kind: 'file', file })
  }

  /** The platform repeats its last update. */
  async repeatsLast(): Promise<Body[]> {
    if (!this.#lastUpdate) throw new Error('nothing was sent yet')
    const before = this.#seq
    const conversed = await this.world.bot.converse(this.#lastUpdate)
    const said = await this.#new(before)
    return this.channel === 'window' ? this.world.platform.answerOf(conversed) : said
  }

  /** Notices that arrived since the last look. */
  async inbox(): Promise<Body[]> {
    await this.world.deliver()
    if (this.channel === 'window') {
      const pushed = this.world.platform.pushed.get(this.name) ?? []
      const fresh = pushed.slice(this.#pushed)
      this.#pushed = pushed.length
      return fresh
    }
    return this.#new(this.#seq)
  }

  async account() {
    const equals = address(this.#channelName(), this.name)
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

  #channelName(): string {
    return this.channel === 'window' ? windowChannel : 'web-chat'
  }

  async #send(content: Incoming['content']): Promise<Body[]> {
    await this.inbox()
    const before = this.#seq
    this.#lastUpdate = {
      channel: this.#channelName(),
      externalId: this.name,
      abilities: this.channel === 'window' ? windowAbilities : webAbilities,
      update: this.world.nextUpdate(),
      at: this.world.tick(),
      language: null,
      content,
    }
    const conversed = await this.world.bot.converse(this.#lastUpdate)
    const said = await this.#new(before)
    if (this.channel !== 'window') return conversed.gone ? conversed.replies : said
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

export function openWorld(options: Parameters<typeof World.open>[0] = {}): Promise<World> {
  return World.open(options)
}
