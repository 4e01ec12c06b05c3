import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { type Bot, buildBot } from '../../src/bot/bot'
import { toolsFrom } from '../../src/bot/tools'
import { type Delivery, startDelivery } from '../../src/delivery/deliver'
import type { OutboxRow } from '../../src/domain/message'
import { rechecks } from '../../src/jobs'
import { collections, outbox } from '../../src/store/collections'
import type { Disk } from '../../src/store/json/disk'
import { type JsonStore, type JsonStoreOptions, openJsonStore } from '../../src/store/json/json-store'
import { logs } from '../../src/store/logs'
import { openPostgresStore } from '../../src/store/postgres/postgres-store'
import type { ReadTx, Store, WriteTx } from '../../src/store/store'
import { Clock } from './clock'
import { WindowPlatform } from './contract-channel'
import { type TemporaryDatabase, temporaryDatabase } from './postgres/shared'
import { PushMessenger, pushChannel } from './push-channel'
import { temporaryFolder } from './temporary-folder'
import { type Channel, User } from './user'

export type { Channel, User } from './user'

/** Set for the run of the conversations on the other engine. */
const onPostgres = process.env.TEST_ENGINE === 'postgres'

/** Of either engine. */
type WorldStore = Store & { readonly secret: Buffer }

/** A whole bot on a real store in a temporary folder, with a clock that stands still. */
export class World {
  readonly clock = new Clock()
  readonly platform = new WindowPlatform()
  readonly push = new PushMessenger()
  /** Ids of parked updates and what they threw; a test that does not expect any fails. */
  readonly parked: { id: string; fault: unknown }[] = []
  /** Of its next start. */
  masterKey: Buffer = createHash('sha256').update('test').digest()
  readonly #users = new Map<string, User>()
  #bot!: Bot
  #store!: WorldStore
  #delivery!: Delivery
  #updates = 0
  #lastAt = ''

  private constructor(
    readonly folder: string,
    readonly channel: Channel,
    readonly features: Parameters<typeof buildBot>[0]['features'],
    readonly disk: Disk | undefined,
    readonly onFault: (fault: unknown) => void,
    /** Where the data are kept instead of the folder. */
    readonly database: TemporaryDatabase | undefined,
    private readonly rerunsWrites = true,
  ) {}

  static async open(
    options: {
      channel?: Channel
      features?: Parameters<typeof buildBot>[0]['features']
      disk?: Disk
      /** What another world left behind. */
      folder?: string
      /** For disks that fail; otherwise a fault of the delivery fails the test. */
      onFault?: (fault: unknown) => void
      /** Everything is decided twice, unless it has been in another world. */
      rerunsWrites?: boolean
    } = {},
  ): Promise<World> {
    const folder = options.folder ?? (await temporaryFolder('world'))
    const world = new World(
      folder,
      options.channel ?? 'web',
      options.features,
      options.disk,
      options.onFault ?? unexpected,
      onPostgres && !options.disk && !options.folder ? await temporaryDatabase() : undefined,
      options.rerunsWrites,
    )
    await world.start()
    return world
  }

  get store(): WorldStore {
    return this.#store
  }

  get bot(): Bot {
    return this.#bot
  }

  async start(): Promise<void> {
    const shared = { collections, logs, masterKey: this.masterKey, now: this.clock.now, rerunWrites: this.rerunsWrites }
    this.#store = this.database
      ? await openPostgresStore({ ...shared, url: this.database.url })
      : await this.#openFolder(shared)
    this.#bot = buildBot({
      store: this.#store,
      tools: toolsFrom({
        secret: this.#store.secret,
        zone: 'Asia/Shanghai',
        publicUrl: 'https://lianxin.example',
        codeCost: 2,
      }),
      onParked: (id, fault) => void this.parked.push({ id, fault }),
      ...(this.features && { features: this.features }),
    })
    this.#delivery = startDelivery(
      {
        store: this.#store,
        messengers: [this.platform, this.push],
        rechecks,
        zone: 'Asia/Shanghai',
        now: this.clock.now,
        onFault: this.onFault,
      },
      { timer: false },
    )
  }

  #openFolder(shared: Omit<JsonStoreOptions, 'folder'>): Promise<JsonStore> {
    // Who makes a disk fail does not wait long for it to be tried again.
    const disk = this.disk && { disk: this.disk, retry: { first: 5, longest: 20 } }
    return openJsonStore({ ...shared, folder: this.folder, ...disk })
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
    await this.database?.remove()
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

  /** What a channel does after the commit: fetches what was sent by a reference from its platform. */
  async fetchFiles(): Promise<void> {
    const { arriving } = this.bot
    for (const { id, remote } of await arriving.due(pushChannel, this.clock.now(), 50)) {
      const found = this.push.files.get(remote)
      if (found) await arriving.arrived(id, await this.store.files.put({ id, ...found }))
      else await arriving.lost(id, 'gone', this.clock.now())
    }
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

function unexpected(fault: unknown): never {
  throw fault
}

export function openWorld(options: Parameters<typeof World.open>[0] = {}): Promise<World> {
  return World.open(options)
}
