import type { Connection, Connections } from './connections'
import { type Ask, type Bound, statement } from './statement'

/** A key is added by what counts once everybody's lock is had, whatever the database's own setting. */
const begin = statement('BEGIN ISOLATION LEVEL READ COMMITTED')
const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')
export const lockAll = statement('SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number')

/** A transaction under locks that begins when it is first asked something: who needs nothing before the commit has one trip to wait for. */
export class Opening {
  #connection: Promise<Connection> | undefined
  #isOpen: Promise<unknown> = Promise.resolve()
  #taken: Connection | undefined

  constructor(
    private readonly connections: Connections,
    private readonly locks: readonly string[],
  ) {}

  /** What went wrong first. */
  get trouble(): unknown {
    return this.#taken?.trouble
  }

  ask: Ask = async (statement, values) => (await this.#open()).ask(statement, values)

  /** What it saw by settling must be so, and not what it saw of a transaction that had failed. */
  async settled(): Promise<void> {
    await this.#isOpen
    if (this.trouble) throw this.trouble
  }

  async rollBack(): Promise<void> {
    if (this.#connection !== undefined) await (await this.#connection).ask(rollback, [])
  }

  /** All at once; the first that fails fails the others, and is then the trouble. */
  async commit(writes: readonly Bound[]): Promise<void> {
    if (this.#connection === undefined && writes.length === 0) return
    const connection = await this.#open()
    const sent = [...writes, { statement: commit, values: [] }].map(({ statement, values }) =>
      connection.ask(statement, values),
    )
    await Promise.allSettled(sent)
  }

  release(): void {
    this.#taken?.release()
  }

  #open(): Promise<Connection> {
    this.#connection ??= this.connections.take().then((connection) => {
      this.#taken = connection
      // Nobody waits for these: what is asked after them is answered after them.
      const opened = [connection.ask(begin, [])]
      if (this.locks.length > 0) opened.push(connection.ask(lockAll, [this.locks]))
      this.#isOpen = Promise.all(opened)
      this.#isOpen.catch(() => {})
      return connection
    })
    return this.#connection
  }
}
