import { randomUUID } from 'node:crypto'
import type { Crew } from '../crew'
import { Listeners } from '../listeners'
import {
  type Collection,
  type Doc,
  type Lock,
  NeedsLock,
  type ReadTx,
  type Store,
  StoreUnavailable,
  UniqueViolation,
  type WriteTx,
} from '../store'
import { refusePooled } from './behind-pool'
import { ChangeFeed } from './change-feed'
import { MasterKeyChanges } from './change-master-key'
import { changesOf, commitStatements, contendedBy } from './commit'
import { Connections } from './connections'
import { PostgresCrew } from './crew'
import { DataKeys } from './data-keys'
import { openFiles } from './files'
import { KeyNews } from './key-news'
import { Memory } from './memory'
import type { PostgresProblem, PostgresStore, PostgresStoreOptions } from './options'
import { type Prepared, prepare } from './prepare'
import type { Ask } from './statement'
import type { StoredRow } from './table'
import { Transaction } from './transaction'
import { Again, isOfDatabase, Outage, troubleOf } from './trouble'
import { View, type ViewDeps } from './view'
import { type Decided, Writes } from './writes'

export type { PostgresStore, PostgresStoreOptions }

/** Opens, or makes, a store in a database that several processes may share. Throws UnusableDatabase, WrongMasterKey or Outage. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const connections = new Connections(options.url)
  try {
    const keys = new DataKeys(options.masterKey)
    const client = await connections.apart()
    try {
      await refusePooled(client, connections)
      const prepared = await prepare(client, { ...options, keys, freezes: options.rerunWrites === true })
      const engine = new Engine(options, connections, keys, prepared)
      // It holds the database by a line of its own before this one lets go of it: nobody comes in between.
      await engine.start()
      return engine
    } finally {
      await client.end().catch(() => {})
    }
  } catch (error) {
    await connections.close()
    // What the database answers at a start is told in the same words as later.
    throw isOfDatabase(error) ? troubleOf(error) : error
  }
}

/** A violation that stands as often is the callback's own. */
const mostViolations = 8
const walkPage = 200

class Engine implements PostgresStore {
  readonly secret: Buffer
  readonly masterKey: MasterKeyChanges
  readonly files: Store['files']
  readonly #deps: ViewDeps
  readonly #writes: Writes
  readonly #feed: ChangeFeed
  readonly #listeners = new Listeners((error) => this.#report('listener', error))
  readonly #underWay = new Set<Promise<unknown>>()
  #crew: PostgresCrew | undefined
  #problem: Outage | undefined
  #recoveries = 0
  #closed = false

  constructor(
    private readonly options: PostgresStoreOptions,
    private readonly connections: Connections,
    keys: DataKeys,
    private readonly prepared: Prepared,
  ) {
    const { place, secret, shape, codec } = prepared
    const origin = randomUUID()
    this.secret = secret
    this.#deps = { shape, codec, keys, memory: new Memory() }
    const news = new KeyNews({ place, secret, keys })
    this.masterKey = new MasterKeyChanges({ connections, place, keys, news, now: options.now })
    this.#writes = new Writes({ connections, place, origin, rehearses: options.rerunWrites === true })
    const files = openFiles({ ask: connections.ask, writes: this.#writes, keys, now: options.now })
    this.files = {
      put: (file) => this.#take(() => files.put(file)),
      get: (id) => this.#take(() => files.get(id), true),
      delete: (id) => this.#take(() => files.delete(id)),
      list: (before) => this.#take(() => files.list(before), true),
    }
    this.#feed = new ChangeFeed({
      connections,
      place,
      origin,
      news,
      onChanges: (changes) => {
        this.#deps.memory.forget(changes)
        this.#listeners.tell(changes)
      },
      onOutage: (outage) => this.#fell(outage),
      isIll: () => this.#problem !== undefined,
      onRecovered: () => {
        this.#problem = undefined
        this.#recoveries++
        this.#report('recovered', 'writes are taken again')
      },
    })
  }

  start(): Promise<void> {
    return this.#feed.start()
  }

  async join(): Promise<Crew> {
    const { place, secret } = this.prepared
    this.#crew = new PostgresCrew({ connections: this.connections, place, secret })
    await this.#crew.start()
    return this.#crew
  }

  read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R> {
    const view = new View(this.#deps, this.connections.ask)
    return this.#take(() => fn(view), true).finally(() => view.end())
  }

  write<R>(locks: readonly Lock[], fn: (tx: WriteTx) => Promise<R>): Promise<R> {
    return this.#write(locks, fn)
  }

  claim: Store['claim'] = (queue, { now, until, limit }) =>
    // One at a time: two could take a row each of one recipient that neither sees of the other.
    this.#write([`claim:${queue.collection.name}:${queue.ready}`], async (tx) => {
      const rows = await tx.claimable(queue, now, limit)
      const claimed = rows.map((row) => queue.claimed(row, until))
      for (const row of claimed) await tx.put(queue.collection, row)
      return claimed
    })

  changes: Store['changes'] = (listener) => this.#listeners.add(listener)

  async *walk<T extends Doc>(collection: Collection<T>): AsyncIterable<T> {
    const { walkStatement } = this.#deps.shape.table(collection)
    for (let after = ''; ; ) {
      const rows = await this.#take(() => this.connections.ask(walkStatement, [after, walkPage]), true)
      for (const row of rows) {
        const doc = this.#deps.codec.document(collection, row as StoredRow)
        if (doc !== undefined) yield doc
        after = row.id
      }
      if (rows.length < walkPage) return
    }
  }

  dropOldLogs(now: string): Promise<number> {
    return this.#take(async () => {
      const { ask } = this.connections
      let dropped = 0
      for (const log of this.#deps.shape.logs.values()) {
        for (;;) {
          const [oldest] = await ask(log.oldestMonth, [])
          if (!oldest?.month || !log.isOld(oldest.month, now)) break
          while ((await ask(log.dropSome, [oldest.month]))[0]?.count > 0);
          dropped++
        }
      }
      return dropped
    })
  }

  health(): { ok: true } | { ok: false; reason: string } {
    if (this.#closed) return { ok: false, reason: 'closed' }
    return this.#problem === undefined ? { ok: true } : { ok: false, reason: this.#problem.message }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled(this.#underWay)
    await this.#crew?.leave()
    await this.#feed.stop()
    await this.connections.close()
  }

  #write<R>(locks: readonly string[], fn: (tx: Transaction) => Promise<R>): Promise<R> {
    return this.#take(async () => {
      let violations = 0
      const { result: decided, changes } = await this.#writes.run(locks, (...given) =>
        this.#decide(fn, () => ++violations < mostViolations, ...given),
      )
      const { result, tx } = decided
      tx.remember()
      if (changes.length > 0) {
        this.#listeners.tell(changes)
        this.#feed.announce()
      }
      return result
    })
  }

  async #decide<R>(
    fn: (tx: Transaction) => Promise<R>,
    mayViolate: () => boolean,
    ask: Ask,
    mayRemember: boolean,
  ): Promise<Decided<{ result: R; tx: Transaction }>> {
    const tx = new Transaction(this.#deps, ask, mayRemember)
    try {
      const result = await fn(tx)
      const writes = tx.isEmpty ? [] : commitStatements(this.#deps, tx)
      const [contended, taken] = [contendedBy(tx), [...tx.taken]]
      return { result: { result, tx }, checks: tx.checks(), writes, changes: changesOf(tx), contended, taken }
    } catch (error) {
      // Who names a lock has decided nothing yet.
      if (!(error instanceof NeedsLock)) await tx.confirm()
      // Another may have taken the number or the key since it was looked for: who looks again finds the next one, or what is there.
      if (error instanceof UniqueViolation && mayViolate()) throw new Again(error.message, contendedBy(tx))
      throw error
    } finally {
      tx.end()
    }
  }

  /** Work that the store is not closed under; an outage is told to whoever asked, and refuses what comes after it. */
  async #take<R>(work: () => Promise<R>, reads = false): Promise<R> {
    if (this.#closed) throw new StoreUnavailable('closed')
    if (this.#problem && !(reads && this.#problem.isReadable)) throw new StoreUnavailable(this.#problem.message)
    const recoveries = this.#recoveries
    const running = work()
    this.#underWay.add(running)
    try {
      return await running
    } catch (error) {
      if (error instanceof Again) throw new StoreUnavailable(`the database is too busy (${error.message})`)
      if (!(error instanceof Outage)) throw error
      // What was begun before the database came back says nothing about it now.
      if (recoveries === this.#recoveries) this.#fell(error)
      throw new StoreUnavailable(error.message)
    } finally {
      this.#underWay.delete(running)
    }
  }

  #fell(outage: Outage): void {
    const isNew = this.#problem?.message !== outage.message
    this.#problem = outage
    if (isNew && !this.#closed) this.#report('unavailable', outage)
  }

  #report(kind: PostgresProblem['kind'], error: unknown): void {
    this.options.onProblem?.({ kind, reason: error instanceof Error ? error.message : String(error) })
  }
}
