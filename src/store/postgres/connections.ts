import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Pool, type PoolClient, type QueryResultRow } from 'pg'
import { InOnePiece } from './in-one-piece'
import type { Ask, Statement } from './statement'
import { Again, Outage, troubleOf } from './trouble'

/** Times in milliseconds. A message waits for seconds at most: rather is it refused, and the platform brings it again. */
const settings = {
  connectionTimeoutMillis: 5_000,
  // For a line that died without a word.
  query_timeout: 20_000,
  // Statements are sent without waiting for the answers to those before them.
  pipeline: true,
  stream: () => new InOnePiece(),
  keepAlive: true,
  application_name: 'lianxin',
}

/** Told once the line stands: a pool of connections in front of the database refuses them at its beginning. */
const limits = {
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 30_000,
}
type Limits = typeof limits

const endless: Limits = { statement_timeout: 0, lock_timeout: 0, idle_in_transaction_session_timeout: 0 }

const limitsText = (of: Limits) =>
  Object.entries(of)
    .map(([name, value]) => `SET ${name} = ${value}`)
    .join('; ')

/** How long a process tries again before it says that the database is away: what a moment mends nobody needs to hear of. */
export const patience = 2_000
const mostConnections = 10
/** How often, and how long, what others stand in the way of is tried. */
const mostTries = 20
const longest = 10_000

/** What went wrong in a transaction first: all that it is asked after that fails too. */
export interface Connection {
  ask: Ask
  readonly trouble: unknown
  /** Gives the connection back, or closes it when it is not to be trusted any more. */
  release(): void
}

/** The connections to the database, whose address says all about them (`sslmode` too); they come and go by themselves. */
export class Connections {
  readonly #pool: Pool

  constructor(private readonly url: string) {
    this.#pool = new Pool({
      connectionString: url,
      ...settings,
      max: mostConnections,
    })
    // One that breaks while nobody uses it, or as it is let go, is replaced when it is wanted.
    this.#pool
      .on('error', () => {})
      .on('connect', (client) => {
        client.on('error', () => {})
        // Nobody waits for it: what is asked next is answered after it.
        client.query(limitsText(limits)).catch(() => {})
      })
  }

  async take(): Promise<Connection> {
    const client = await this.#pool.connect().catch((error) => {
      throw troubleOf(error)
    })
    return new Taken(client)
  }

  /** One statement by itself, asked again while the database is away for a moment: it must be one that may run twice. */
  ask = (statement: Statement, values: readonly unknown[], long?: number): Promise<QueryResultRow[]> =>
    this.patiently(async () => {
      const connection = await this.take()
      try {
        return await connection.ask(statement, values)
      } finally {
        connection.release()
      }
    }, long)

  /** Does the work again after an outage, and after a conflict, a bounded number of times. */
  async patiently<R>(work: () => Promise<R>, long = patience): Promise<R> {
    const begun = performance.now()
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Again || error instanceof Outage)) throw error
        const left = error instanceof Again ? (tries < mostTries ? longest : 0) : long
        if (performance.now() - begun >= left) throw error
        await sleep(Math.random() * Math.min(10 * 2 ** tries, error instanceof Again ? 100 : 400))
      }
    }
  }

  /** One of its own, for as long as somebody has it; a patient one waits for every answer. */
  async apart({
    isPatient = false,
    limits: other = {},
    ...more
  }: Partial<typeof settings> & { isPatient?: boolean; limits?: Partial<Limits> } = {}): Promise<Client> {
    const patience = isPatient && { query_timeout: 0 }
    const client = new Client({ connectionString: this.url, ...settings, ...patience, ...more })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query(limitsText({ ...(isPatient ? endless : limits), ...other }))
      return client
    } catch (error) {
      await client.end().catch(() => {})
      throw troubleOf(error)
    }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }
}

class Taken implements Connection {
  trouble: unknown
  #isGathering = false
  #isReleased = false

  constructor(private readonly client: PoolClient) {
    client.on('error', this.#onError)
  }

  ask: Ask = async ({ name, text }, values) => {
    // It may be somebody else's by now.
    if (this.#isReleased) throw new Error('the transaction is over')
    this.#gather()
    try {
      const { rows } = await this.client.query({ name, text, values: values as unknown[] })
      return rows
    } catch (error) {
      this.trouble ??= troubleOf(error)
      throw this.trouble
    }
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.client.off('error', this.#onError)
    this.client.release(this.trouble instanceof Outage)
  }

  /** What is asked in one breath leaves in one piece: handing each piece over costs more than what stands in it. */
  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const { stream } = (this.client as unknown as { connection: { stream: Socket } }).connection
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  #onError = (error: unknown): void => {
    this.trouble ??= troubleOf(error)
  }
}
