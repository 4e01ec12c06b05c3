import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { DamagedStore } from '../json/damage'
import { checkSchema, type KeyCheck, newCheck } from '../json/key-check'
import { KeyChangeRefused } from '../keys'
import { lockNumber } from './bytes'
import { opensDatabase, readDatabaseCheck } from './check'
import type { Connections } from './connections'
import type { DataKeys, NumberedKey } from './data-keys'
import type { KeyNews } from './key-news'
import { clearTwofold, type Rewrapping, wrapByBoth } from './rewrap'
import { troubleOf } from './trouble'
import { usersOf } from './use'

/** The last number that was given to a master key, whether it came to count or not: no other key is given it. */
const lastNumber = 'last master key'
const raiseNumber = `
  INSERT INTO lianxin_state AS s VALUES ($1, $2) ON CONFLICT (name)
  DO UPDATE SET value = greatest(s.value::integer + 1, excluded.value::integer)::text RETURNING value::integer AS number`
const replaceCheck = `UPDATE lianxin_state SET value = $1 WHERE name = 'keys'`

/** How long it is waited for processes that do not answer, and in which steps. */
const answersWithin = 10_000
const step = 50
/** So often it is tried to have the keys for oneself for a moment, and so long each time: everybody who needs a new one waits meanwhile. */
const mostTries = 30
const longestWait = 1_000

interface Deps {
  connections: Connections
  place: string
  keys: DataKeys
  news: KeyNews
  now(): string
}

/**
 * Changes of a database's master key. Every data key is wrapped by both keys, a few at a time, while all goes on; when each process that uses the
 * database holds the new one, the check is replaced; then what the former wrapped goes. Whenever it breaks off, exactly one of the two
 * opens everything, and the check says which.
 */
export class MasterKeyChanges {
  readonly #lock: string
  #client: Client | undefined

  constructor(private readonly deps: Deps) {
    this.#lock = lockNumber(deps.place, 'master key')
  }

  /** Does work under which nobody else changes the key, nor clears up after who did; undefined when somebody does. */
  async alone<R>(work: () => Promise<R>): Promise<R | undefined> {
    const client = await this.deps.connections.apart({ isPatient: true })
    try {
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [this.#lock])
      if (!rows[0].taken) return undefined
      this.#client = client
      try {
        return await work()
      } finally {
        await this.#client?.end().catch(() => {})
        this.#client = undefined
      }
    } finally {
      await client.end().catch(() => {})
    }
  }

  /** Whether a key is the one that counts. */
  opens(key: Buffer): Promise<boolean> {
    return opensDatabase(this.#alone(), key)
  }

  /** Inside `alone`: what a change that was broken off has left goes. */
  async clearUp(): Promise<void> {
    const { keys } = this.deps
    const client = this.#alone()
    const check = await readDatabaseCheck(client, keys.masterKey)
    if (check) await clearTwofold(client, { generation: check.generation, key: keys.masterKey })
  }

  /** Inside `alone`; `beforehand` makes the new key durable where the next start looks for it. */
  async change(key: Buffer, beforehand: () => Promise<void>, patience = answersWithin): Promise<void> {
    const { keys, news, now } = this.deps
    const client = this.#alone()
    const check = await readDatabaseCheck(client, keys.masterKey)
    if (check?.generation !== keys.generation) throw new KeyChangeRefused('under-way')
    const before: NumberedKey = { generation: check.generation, key: keys.masterKey }
    await clearTwofold(client, before)
    await beforehand()
    const raised = await client.query(raiseNumber, [lastNumber, String(check.generation + 1)])
    const coming: NumberedKey = { generation: raised.rows[0].number, key }
    try {
      keys.hold(coming)
      await this.#toldAll(coming, patience)
      await wrapByBoth(client, { before, coming })
      // Who came meanwhile.
      await this.#toldAll(coming, patience)
      const { generation } = coming
      const next = newCheck(key, { generation, secret: check.secret, former: check.key, since: now() })
      await this.#takeOver({ before, coming }, next)
    } catch (error) {
      if (!(await this.#hasTakenOver(coming, error))) {
        news.tell('off', coming.generation)
        keys.keep(before.generation)
        await clearTwofold(this.#alone(), before).catch(() => {})
        throw said(error)
      }
    }
    news.counts(coming.generation)
    news.tell('changed', coming.generation)
    // From here on nobody adds one that the key before opens, not even who does not know yet. Whoever was started meanwhile with that one
    // still reads by it until it is told; what is left is cleared away at the next start.
    await this.#toldAll(coming, patience / 3).catch(() => {})
    await clearTwofold(this.#alone(), coming).catch(() => {})
  }

  #alone(): Client {
    if (this.#client === undefined) throw new Error('the master key is changed alone')
    return this.#client
  }

  /** Refused where one of those that use the store does not say in time that it holds the new one. */
  async #toldAll({ generation }: NumberedKey, patience: number): Promise<void> {
    const { news, place } = this.deps
    const begun = performance.now()
    for (let tries = 0; ; tries++) {
      if (tries % 20 === 0) news.tellNewest()
      if (news.allHold(generation, await usersOf(this.#alone(), place))) return
      if (performance.now() - begun > patience) throw new KeyChangeRefused('silent')
      await sleep(step)
    }
  }

  /** In one transaction: no key is added that the new one does not open, and none is left behind. */
  async #takeOver(both: Rewrapping, check: KeyCheck): Promise<void> {
    const client = this.#alone()
    for (let tries = 1; ; tries++) {
      try {
        await client.query(
          `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${longestWait}; LOCK TABLE lianxin_keys IN SHARE ROW EXCLUSIVE MODE`,
        )
        break
      } catch (error) {
        await client.query('ROLLBACK')
        if ((error as { code?: string }).code !== '55P03' || tries === mostTries) throw error
        await sleep(Math.random() * 4 * step)
      }
    }
    try {
      await wrapByBoth(client, both)
      await client.query(replaceCheck, [JSON.stringify(checkSchema.parse(check))])
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    }
  }

  /** Whether it came to count all the same; where that cannot be learnt both are held on to, and it fails as it failed before. */
  async #hasTakenOver({ key }: NumberedKey, error: unknown): Promise<boolean> {
    try {
      void this.#client?.end().catch(() => {})
      const client = await this.deps.connections.apart({ isPatient: true })
      this.#client = client
      // Had by nobody before the connection on which it failed is gone, and with it whatever it had still to do.
      await client.query(`SET lock_timeout = 30000; SELECT pg_advisory_lock(${this.#lock})`)
      return await opensDatabase(client, key)
    } catch {
      throw said(error)
    }
  }
}

/** Without what the client says of hosts and users. */
function said(error: unknown): unknown {
  return error instanceof KeyChangeRefused || error instanceof DamagedStore ? error : troubleOf(error)
}
