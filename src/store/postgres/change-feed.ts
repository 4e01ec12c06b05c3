import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Change } from '../store'
import { type Connections, patience } from './connections'
import type { KeyNews } from './key-news'
import { Nap } from './nap'
import { quoted } from './statement'
import { Outage, troubleOf } from './trouble'
import { takeBeside } from './use'

/** Even if nobody says that there is something. */
const longestPause = 1_000
/** Commits of so many milliseconds are announced together: each announcement takes a lock that all of them share. */
const announcePause = 20
const pruneEvery = 60_000
/** Longer than anybody asks for a token, or is cut off and then catches up. */
const keptFor = 10 * 60_000

/** What was committed since the snapshot, by whichever process: no transaction that ended since is left out, however long it ran. */
const newChanges = `
  SELECT pg_current_snapshot()::text AS snapshot, current_setting('transaction_read_only') AS frozen,
    (SELECT (value::json->>'generation')::integer FROM lianxin_state WHERE name = 'keys') AS generation,
    (SELECT json_agg(c.changes ORDER BY c.seq) FROM lianxin_changes c
     WHERE c.xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(c.xid, $1::pg_snapshot)
     AND c.origin <> $2) AS changes`
const snapshotNow = 'SELECT pg_current_snapshot()::text AS snapshot'
const prune = 'DELETE FROM lianxin_changes WHERE xid < pg_snapshot_xmin($1::pg_snapshot)'
const probe = `INSERT INTO lianxin_state VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

interface FeedDeps {
  connections: Connections
  place: string
  origin: string
  /** Told what other processes have committed. */
  onChanges(changes: readonly Change[]): void
  /** What processes tell each other of the master key, and which of them counts. */
  news: KeyNews
  /** Told when the database has been away for longer than a moment. */
  onOutage(outage: Outage): void
  /** Whether the store refuses writes; it is then asked each time whether one is kept. */
  isIll(): boolean
  onRecovered(): void
}

/** Looks what other processes have committed, and at the same time whether the database is there, over a connection of its own. */
export class ChangeFeed {
  readonly #channel: string
  #snapshot: string | undefined
  /** Snapshots of earlier times, the oldest first. */
  #earlier: { at: number; snapshot: string }[] = []
  #client: Client | undefined
  #announcing: NodeJS.Timeout | undefined
  #lastGood = performance.now()
  readonly #stopped = new AbortController()
  readonly #nap = new Nap(longestPause)
  #running: Promise<void> | undefined

  constructor(private readonly deps: FeedDeps) {
    this.#channel = `lianxin:${deps.place}`
  }

  /** Settles when nothing that is committed from now on is missed. */
  async start(): Promise<void> {
    await this.#connect().catch(async (error) => {
      // A process that cannot start is to end, and a line would keep it.
      await this.#client?.end().catch(() => {})
      throw troubleOf(error)
    })
    this.#running = this.#run()
  }

  /** This process has committed: the others hear of it in a moment. */
  announce(): void {
    this.#announcing ??= setTimeout(() => {
      this.#announcing = undefined
      this.#client?.query('SELECT pg_notify($1, $2)', [this.#channel, this.deps.origin]).catch(() => {})
    }, announcePause).unref()
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    clearTimeout(this.#announcing)
    this.#nap.end()
    await this.#running
    await this.#client?.end().catch(() => {})
  }

  async #connect(): Promise<void> {
    const client = await this.deps.connections.apart()
    this.#client = client
    const { news, origin } = this.deps
    client.on('notification', ({ channel, payload = '', processId }) => {
      if (channel === news.channel) news.heard(payload, processId)
      if (payload !== origin) this.#nap.end()
    })
    news.say = (note) => void client.query('SELECT pg_notify($1, $2)', [news.channel, note]).catch(() => {})
    client.on('end', () => this.#nap.end())
    // Whoever wants the store for himself sees by it that it is used.
    if (!(await takeBeside(client, this.deps.place))) throw new Outage('somebody has the database for himself')
    await client.query(`LISTEN ${quoted(this.#channel)}; LISTEN ${quoted(news.channel)}`)
    this.#snapshot ??= (await client.query(snapshotNow)).rows[0].snapshot
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        if (this.#client === undefined) await this.#connect()
        await this.#look()
        this.#lastGood = performance.now()
        await this.#nap.take()
      } catch (error) {
        await this.#failed(error)
      }
    }
  }

  async #failed(error: unknown): Promise<void> {
    await this.#client?.end().catch(() => {})
    this.#client = undefined
    const trouble = troubleOf(error)
    const outage = trouble instanceof Outage ? trouble : new Outage('the database gives no answer')
    if (performance.now() - this.#lastGood >= patience) this.deps.onOutage(outage)
    await sleep(200, undefined, { signal: this.#stopped.signal }).catch(() => {})
  }

  async #look(): Promise<void> {
    const client = this.#client as Client
    const { rows } = await client.query(newChanges, [this.#snapshot, this.deps.origin])
    const [{ snapshot, frozen, generation, changes }] = rows
    this.#snapshot = snapshot
    const told = ((changes ?? []) as string[]).flatMap((text) => JSON.parse(text) as [string, string][])
    if (told.length > 0) this.deps.onChanges(told.map(([of, id]) => ({ of, id })))
    const keyTrouble = this.deps.news.counts(generation)
    if (frozen === 'on') this.deps.onOutage(new Outage('the database is read-only', true))
    else if (keyTrouble) this.deps.onOutage(keyTrouble)
    else if (this.deps.isIll()) {
      await client.query(probe, [this.deps.origin])
      this.deps.onRecovered()
    }
    await this.#prune(client)
  }

  async #prune(client: Client): Promise<void> {
    const at = performance.now()
    if (at - (this.#earlier.at(-1)?.at ?? 0) < pruneEvery || this.#snapshot === undefined || this.deps.isIll()) return
    this.#earlier.push({ at, snapshot: this.#snapshot })
    const old = this.#earlier.filter((one) => at - one.at > keptFor).at(-1)
    if (old === undefined) return
    this.#earlier = this.#earlier.filter((one) => one.at >= old.at)
    await client.query(prune, [old.snapshot])
  }
}
