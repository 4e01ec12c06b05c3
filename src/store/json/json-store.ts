import { setTimeout as sleep } from 'node:timers/promises'
import { blinder } from '../envelope'
import { Listeners } from '../listeners'
import { type Collection, type Doc, type Store, StoreUnavailable, type WriteTx } from '../store'
import { copyStore } from './backup'
import type { Backup } from './backup-list'
import { beginStore } from './begin'
import { Breath } from './breath'
import { claimRows } from './claim'
import { Codec } from './codec'
import { applyCommit, commitText } from './commit'
import { compact } from './compaction'
import { DamagedDocument } from './damage'
import { realDisk } from './disk'
import { openFiles, removeUnfinishedFiles } from './files'
import { flushCommits } from './flush'
import { type Commit, GroupCommit } from './group-commit'
import { inside, isInsideWrite } from './inside-write'
import { Journal } from './journal'
import { KeyRing } from './key-ring'
import { Layer } from './layer'
import { completeStore, readStore, renewRows } from './load'
import { locate } from './locate'
import { type Manifest, readManifest } from './manifest'
import { oldParts } from './old-parts'
import type { JsonStore, JsonStoreOptions, StoreProblem } from './options'
import { shardWriterOn } from './shard-writer'
import { SnapshotSchedule } from './snapshot-schedule'
import { type Shape, type State, shapeOf } from './state'
import { StoreBackups } from './store-backups'
import { Transaction } from './transaction'
import { Turn } from './turn'
import { deleteUnreadable } from './unreadable'
import { View } from './view'
import { walkIds } from './walk'

export type { JsonStore, JsonStoreOptions }

/** Opens, or makes, a store in a folder nobody else holds (see `holdFolder`). */
export async function openJsonStore(options: JsonStoreOptions): Promise<JsonStore> {
  const engine = new Engine(options)
  try {
    await engine.open()
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

class Engine implements JsonStore {
  readonly #options: JsonStoreOptions
  #shape!: Shape
  #ring!: KeyRing
  #codec!: Codec
  #manifest!: Manifest
  #journal!: Journal
  #state: State | undefined
  #pending = new Layer()
  #group: GroupCommit
  /** The write callback that runs, and behind it those that wait for their turn. */
  readonly #turn = new Turn()
  readonly #breath = new Breath()
  #problem: string | undefined
  #closed = false
  #stopWaiting = new AbortController()
  #recovery: Promise<void> = Promise.resolve()
  #backups!: StoreBackups
  readonly #snapshots: SnapshotSchedule
  readonly #listeners = new Listeners((error) => this.#report('listener', error))
  files!: Store['files']

  constructor(options: JsonStoreOptions) {
    this.#options = options
    this.#group = this.#newGroup()
    this.#snapshots = new SnapshotSchedule(
      () => this.#compact(),
      options.snapshotAfter ?? 32 * 1024 * 1024,
      (error) => this.#report('snapshot', error),
    )
  }

  async open(): Promise<void> {
    const { disk = realDisk, folder, masterKey, now, collections, logs } = this.#options
    const kept = await readManifest(disk, folder)
    this.#ring = await KeyRing.begin(disk, folder, masterKey, kept === undefined)
    // Beside the snapshot, of which another thread reads the most.
    const keys = this.#ring.read()
    keys.catch(() => {})
    this.#shape = shapeOf(disk, folder, collections, logs, blinder(this.#ring.secret))
    this.#codec = new Codec(this.#ring, this.#options.rerunWrites === true)
    this.#manifest = kept ?? (await beginStore(this.#shape))
    await removeUnfinishedFiles(disk, folder)
    this.files = openFiles({ disk, folder, ring: this.#ring, now })
    const { renewed, journal } = await this.#load(keys)
    this.#journal = await Journal.resume(disk, folder, journal.number, journal.length, journal.nextSeq)
    // Rows on the disk must agree with the manifest's signatures before the first row of the new kind is written.
    if (renewed) await this.compact()
    this.#backups = this.#openBackups()
    await this.renewBackupKeys().catch((error) => this.#report('backup-keys', error))
    this.#ring.onDropped = () => this.#backups.renewKeysSoon()
  }

  get secret(): Buffer {
    return this.#ring.secret
  }

  async read<R>(fn: (tx: View) => Promise<R>): Promise<R> {
    await this.#breath.take()
    // It may have been closed meanwhile.
    if (this.#closed) throw new StoreUnavailable('closed')
    const view = new View({ shape: this.#shape, codec: this.#codec }, this.#durable(), [])
    try {
      return await fn(view)
    } catch (error) {
      throw await this.#located(error)
    } finally {
      view.end()
    }
  }

  async write<R>(_locks: readonly string[], fn: (tx: WriteTx) => Promise<R>): Promise<R> {
    if (isInsideWrite(this)) throw new Error('a write inside a write would wait for itself')
    const { result, durable } = await this.#turn.take(() => this.#decide(fn))
    await durable
    return result
  }

  claim: Store['claim'] = (queue, options) => this.write([], (tx) => claimRows(tx, queue, options))

  changes: Store['changes'] = (listener) => this.#listeners.add(listener)

  walk<T extends Doc>(collection: Collection<T>): AsyncIterable<T> {
    return walkIds(this, collection, [...this.#durable().table(collection.name).ids()].sort())
  }

  async dropOldLogs(now: string): Promise<number> {
    const old = oldParts(this.#shape, this.#durable(), now)
    if (old.length === 0) return 0
    this.#refuseIfUnavailable()
    const layer = new Layer()
    layer.droppedParts.push(...old)
    await this.#group.add({ layer, text: commitText(layer) })
    return old.length
  }

  health(): { ok: true } | { ok: false; reason: string } {
    if (this.#closed) return { ok: false, reason: 'closed' }
    return this.#problem === undefined ? { ok: true } : { ok: false, reason: this.#problem }
  }

  compact: JsonStore['compact'] = () => this.#snapshots.run()

  async deleteUnreadable(): Promise<void> {
    await deleteUnreadable(this, this.#shape, this.#durable(), this.#ring)
    await this.compact()
  }

  backUp: JsonStore['backUp'] = (name) => this.#backups.make(name)

  renewBackupKeys: JsonStore['renewBackupKeys'] = () => this.#backups.renewKeys()

  changeMasterKey: JsonStore['changeMasterKey'] = (key, beforehand) =>
    this.#ring.rewrap(key, this.#options.now(), beforehand)

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#stopWaiting.abort()
    await this.#turn.settled()
    await this.#group.settled()
    await this.#snapshots.settled()
    await this.#recovery
    await this.#backups?.settled()
    await this.#journal?.abandon()
    await this.#ring?.close()
    await this.#state?.close()
  }

  /** Runs a callback and queues what it decided; the turn is free again before that is durable. */
  async #decide<R>(fn: (tx: WriteTx) => Promise<R>): Promise<{ result: R; durable: Promise<void> }> {
    await this.#breath.take()
    this.#refuseIfUnavailable()
    const group = this.#group
    if (this.#options.rerunWrites) await this.#run(fn)
    const { layer, result } = await this.#run(fn)
    // What the callback saw may have been taken back while it ran.
    this.#refuseIfRestarted(group)
    // Also a write without changes waits: what it saw, and says by settling, may not be durable yet.
    if (layer.isEmpty && group.isIdle) return { result, durable: Promise.resolve() }
    this.#pending.absorb(layer)
    const durable = group.add({ layer, text: commitText(layer) })
    durable.catch(() => {})
    return { result, durable }
  }

  async #run<R>(fn: (tx: WriteTx) => Promise<R>): Promise<{ layer: Layer; result: R }> {
    const layer = new Layer()
    const deps = { shape: this.#shape, codec: this.#codec }
    const tx = new Transaction(deps, this.#durable(), layer, this.#pending)
    const group = this.#group
    const running = { of: this, over: false }
    try {
      return { layer, result: await (this.#options.rerunWrites ? inside.run(running, () => fn(tx)) : fn(tx)) }
    } catch (error) {
      // The files under it may have been closed meanwhile: that is no fault of the callback.
      this.#refuseIfRestarted(group)
      throw await this.#located(error)
    } finally {
      running.over = true
      tx.end()
    }
  }

  #newGroup(): GroupCommit {
    return new GroupCommit(
      (commits) => this.#flush(commits),
      (error) => this.#fail(error),
    )
  }

  async #flush(commits: readonly Commit[]): Promise<void> {
    const state = this.#durable()
    await flushCommits({ state, ring: this.#ring, journal: this.#journal }, commits)
    for (const { layer } of commits) {
      await this.#breath.take()
      const changes = applyCommit(state, layer)
      this.#pending.release(layer)
      // What was destroyed may not be answered from memory, whichever of the commits before wrote it.
      if (layer.dropped.size + layer.droppedParts.length > 0) state.lately.clear()
      if (changes.length > 0) this.#listeners.tell(changes)
    }
    if (!this.#closed) this.#snapshots.consider(this.#journal.length)
  }

  /**
   * A write or fsync failed. Whether the record reached the disk is unknown: the page cache may show it although the disk lost it, so it is
   * cut off rather than believed. Should the process die before that, the next start finds it whole and keeps it, or torn and drops it;
   * never half of it. Those who waited were refused, and their retry finds the id of its update, or not.
   */
  #fail(error: unknown): StoreUnavailable {
    this.#problem = this.#report('unavailable', error)
    this.#pending = new Layer()
    this.#recovery = this.#recover()
    return new StoreUnavailable(this.#problem)
  }

  async #recover(): Promise<void> {
    const { first, longest } = this.#options.retry ?? { first: 100, longest: 5_000 }
    let begun = false
    for (let wait = first; !this.#closed; wait = Math.min(wait * 2, longest)) {
      await sleep(wait, undefined, { signal: this.#stopWaiting.signal }).catch(() => {})
      if (this.#closed) return
      try {
        await this.#snapshots.settled()
        if (!begun) {
          this.#journal = await Journal.beginAfter(this.#journal)
          begun = true
        }
        // Not both states at once: reads are refused until the disk has been read again.
        await this.#state?.close()
        this.#state = undefined
        await this.#load()
        this.#group = this.#newGroup()
        this.#problem = undefined
        this.#report('recovered', 'writes are taken again')
        return
      } catch (error) {
        this.#problem = this.#report('unavailable', error)
      }
    }
  }

  async #load(keys: Promise<void> = Promise.resolve()) {
    // Not from memory: a manifest whose writing failed may still have come to stand.
    this.#manifest = (await readManifest(this.#shape.disk, this.#shape.folder)) ?? this.#manifest
    const thread = this.#options.newShardThread?.()
    const reading = readStore(this.#shape, this.#manifest, thread)
    const loaded = await reading.finally(() => thread?.close())
    await keys
    await completeStore(this.#shape, this.#manifest, loaded, this.#ring)
    const renewed = renewRows(this.#shape, this.#manifest, loaded.state, this.#codec)
    this.#state = loaded.state
    void loaded.state.settleInTurns()
    return { renewed, journal: loaded.journal }
  }

  #openBackups(): StoreBackups {
    const { disk, folder } = this.#shape
    const copy = (to: string, before: Backup | undefined) =>
      this.#snapshots.run(() => {
        const at = this.#options.now()
        return copyStore({ disk, folder, at, manifest: this.#manifest, journal: () => this.#journal, before }, to)
      })
    return new StoreBackups({ disk, folder, copy, ring: this.#ring }, (error) => this.#report('backup-keys', error))
  }

  async #located(error: unknown): Promise<unknown> {
    if (!(error instanceof DamagedDocument)) return error
    return locate(this.#shape, this.#manifest, this.#journal.number, error).catch(() => error)
  }

  #durable(): State {
    if (this.#state === undefined) throw new StoreUnavailable(this.#problem ?? 'not open')
    return this.#state
  }

  #refuseIfUnavailable(): void {
    if (this.#closed || this.#problem !== undefined) throw new StoreUnavailable(this.#problem ?? 'closed')
  }

  #refuseIfRestarted(group: GroupCommit): void {
    if (group !== this.#group || this.#problem !== undefined) throw new StoreUnavailable(this.#problem ?? 'restarted')
  }

  #report(kind: StoreProblem['kind'], error: unknown): string {
    const reason = error instanceof Error ? error.message : String(error)
    this.#options.onProblem?.({ kind, reason })
    return reason
  }

  async #compact(): Promise<void> {
    this.#refuseIfUnavailable()
    this.#manifest = await compact({
      shape: this.#shape,
      ring: this.#ring,
      state: this.#durable(),
      manifest: this.#manifest,
      newWriter: this.#options.newShardThread ?? (() => shardWriterOn(this.#shape.disk)),
      atCut: (fn) =>
        this.#group.between(async () => {
          await this.#beginJournal()
          return fn({ journal: this.#journal.number, seq: this.#journal.nextSeq })
        }),
    })
  }

  async #beginJournal(): Promise<void> {
    const { disk, folder } = this.#shape
    const old = this.#journal
    try {
      this.#journal = await Journal.begin(disk, folder, old.number + 1, old.nextSeq)
    } catch (error) {
      // The new file may be there or not: a record more in the old one could then not be told from damage.
      throw this.#group.stop(error)
    }
    await old.abandon()
  }
}
