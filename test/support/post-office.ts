import { rm } from 'node:fs/promises'
import { type Delivery, startDelivery } from '../../src/delivery/deliver'
import type { Messenger, Outgoing, Recipient, Sent } from '../../src/delivery/messenger'
import { queueNotice } from '../../src/delivery/notice'
import { outboxQueue, queueReply } from '../../src/delivery/outbox'
import type { Recheck } from '../../src/delivery/send-row'
import type { Account, ChannelAbilities } from '../../src/domain/account'
import { after, minute } from '../../src/domain/instant'
import { type Body, mailingQueueKey, type OutboxRow, sendingOrder } from '../../src/domain/message'
import { accounts, collections, outbox } from '../../src/store/collections'
import { openJsonStore } from '../../src/store/json/json-store'
import { logs } from '../../src/store/logs'
import type { Store } from '../../src/store/store'
import { Clock } from './clock'
import { WindowPlatform, webAbilities, windowAbilities } from './contract-channel'
import { temporaryFolder } from './temporary-folder'

export const pushAbilities: ChannelAbilities = { ...webAbilities, push: 'any' }

/** A platform that takes what it gets, unless the test lets it answer otherwise. */
class PushPlatform implements Messenger {
  readonly channel = 'push'
  /** Every try, also those that failed. */
  readonly tries: { to: string; text: string }[] = []
  readonly arrived: { to: string; text: string }[] = []
  /** How it answers the next sends; afterwards it takes everything. */
  readonly answers: (Sent | 'breaks')[] = []
  /** How it answers the next sends to one address. */
  readonly answersTo: Record<string, Sent[]> = {}
  /** A send waits for this before it is answered. */
  gate: Promise<void> = Promise.resolve()
  /** Sends to one address wait for theirs. */
  readonly gates: Record<string, Promise<void>> = {}
  limits?: { overall: number; perChat: number }

  async send({ account }: Recipient, { body }: Outgoing): Promise<Sent> {
    const message = { to: account.externalId, text: body.text }
    this.tries.push(message)
    await (this.gates[account.externalId] ?? this.gate)
    const answer = this.answersTo[account.externalId]?.shift() ?? this.answers.shift() ?? { kind: 'sent' }
    if (answer === 'breaks') throw new Error('the line broke')
    if (answer.kind === 'sent') this.arrived.push(message)
    return answer
  }

  texts(): string[] {
    return this.arrived.map(({ text }) => text)
  }
}

const abilitiesByChannel: Record<string, ChannelAbilities> = {
  push: pushAbilities,
  'web-chat': webAbilities,
  'contract-window': windowAbilities,
}

/** The outbox on a real store in a temporary folder, with a clock that stands still and platforms at the wire. */
export class PostOffice {
  readonly clock = new Clock()
  readonly push = new PushPlatform()
  readonly window = new WindowPlatform()
  readonly rechecks: Record<string, Recheck> = {}
  readonly faults: unknown[] = []
  delivery!: Delivery
  #ids = 0

  private constructor(
    readonly store: Store,
    readonly folder: string,
  ) {}

  static async open(): Promise<PostOffice> {
    const folder = await temporaryFolder('post')
    let clock: Clock | undefined
    const store = await openJsonStore({
      folder,
      collections,
      logs,
      masterKey: Buffer.alloc(32, 1),
      now: () => (clock ?? new Clock()).now(),
      rerunWrites: true,
    })
    const office = new PostOffice(store, folder)
    clock = office.clock
    office.start()
    return office
  }

  start({ timer = false, ...options }: { patience?: number; timer?: boolean } = {}): void {
    const { store, rechecks, faults } = this
    const deps = { store, messengers: [this.push, this.window], rechecks, zone: 'Asia/Shanghai', now: this.clock.now }
    const onFault = (fault: unknown) => void faults.push(fault)
    this.delivery = startDelivery({ ...deps, onFault }, { timer, ...options })
  }

  async close(): Promise<void> {
    await this.delivery.stop()
    await this.store.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** An account of the person, last used at the time given or now. */
  async account(person: string, channel: 'push' | 'web-chat' | 'contract-window', lastContactAt = this.clock.now()) {
    const id = `${channel}-${person}`
    const account: Account = {
      id,
      channel,
      externalId: person,
      person,
      abilities: abilitiesByChannel[channel]!,
      createdAt: this.clock.now(),
      lastContactAt,
      unreachable: null,
      seenSeq: 0,
    }
    await this.store.write([], (tx) => tx.put(accounts, account))
    if (channel === 'contract-window') this.window.open(person)
    return account
  }

  /** Queues notices in one commit, as a feature does; gives their ids. */
  async notify(
    person: string,
    texts: readonly string[],
    options: Partial<Omit<Parameters<typeof queueNotice>[1], 'id' | 'person' | 'body' | 'now'>> = {},
  ): Promise<string[]> {
    // In the order opposite to the ids', which say nothing about when they were queued.
    const ids = texts.map(() => `row-${String(9999 - this.#ids++)}`)
    const now = this.clock.now()
    await this.store.write([`person:${person}`], async (tx) => {
      for (const [index, text] of texts.entries()) {
        await queueNotice(tx, { id: ids[index]!, person, body: bodyOf(text), now, ...options })
      }
    })
    return ids
  }

  async reply(account: Account, texts: readonly string[], answeredBy?: string): Promise<string[]> {
    const ids = texts.map(() => `row-${String(9999 - this.#ids++)}`)
    const now = this.clock.now()
    await this.store.write([`person:${account.person}`], async (tx) => {
      for (const [index, text] of texts.entries()) {
        const answered = index === 0 && answeredBy ? { answeredBy } : {}
        const reply = { id: ids[index]!, account: account.id, person: account.person, body: bodyOf(text), now }
        await queueReply(tx, { ...reply, ...answered })
      }
    })
    return ids
  }

  /** Commits replies as claimed already, as the bot does; gives them to be handed over. */
  async claimedReplies(account: Account, texts: readonly string[]): Promise<OutboxRow[]> {
    const now = this.clock.now()
    const ids = texts.map(() => `row-${String(9999 - this.#ids++)}`)
    return this.store.write([`person:${account.person}`], async (tx) => {
      const rows: OutboxRow[] = []
      for (const [index, text] of texts.entries()) {
        const reply = { id: ids[index]!, account: account.id, person: account.person, body: bodyOf(text), now }
        rows.push(await queueReply(tx, { ...reply, handedOverTo: { holder: undefined } }))
      }
      return rows
    })
  }

  /** Time passes in tenths of a second, and after each what is due is sent. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      this.clock.advance(100)
      await this.delivery.run()
    }
  }

  /** Claims as a sender does that then dies. */
  async claimAndDie(...mailings: string[]): Promise<OutboxRow[]> {
    const now = this.clock.now()
    const claimed: OutboxRow[] = []
    for (const queue of [...sendingOrder, ...mailings.map(mailingQueueKey)]) {
      claimed.push(
        ...(await this.store.claim(outboxQueue(queue, undefined), { now, until: after(now, minute), limit: 100 })),
      )
    }
    return claimed
  }

  row(id: string | undefined): Promise<OutboxRow | undefined> {
    return this.store.read((tx) => tx.get(outbox, id ?? ''))
  }

  async states(ids: readonly string[]): Promise<(string | undefined)[]> {
    return Promise.all(ids.map(async (id) => (await this.row(id))?.state))
  }
}

function bodyOf(text: string): Body {
  return { from: 'bot', name: null, text, choices: [], file: null }
}
