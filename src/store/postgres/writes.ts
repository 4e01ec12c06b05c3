import { randomUUID } from 'node:crypto'
import type { Change } from '../store'
import { lockNumber } from './bytes'
import type { Connection, Connections } from './connections'
import { Lines } from './lines'
import { type Ask, type Bound, statement } from './statement'
import { Outage } from './trouble'

/** What a transaction came to: what it gives, and what is to be written with the commit. */
export interface Decided<R> {
  result: R
  writes: readonly Bound[]
  changes: readonly Change[]
}

const begin = statement('BEGIN')
const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')
const lockAll = statement('SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number')
const insertChange = statement('INSERT INTO lianxin_changes (token, origin, changes) VALUES ($1, $2, $3)')
const fence = statement(
  "INSERT INTO lianxin_changes (token, origin, changes) VALUES ($1, 'fence', '[]') ON CONFLICT (token) DO NOTHING",
)
const originOf = statement('SELECT origin FROM lianxin_changes WHERE token = $1')

/** How long it is tried to learn what became of a commit whose answer was lost. */
const decisionPatience = 30_000

/** Transactions that write. */
export class Writes {
  readonly #lines = new Lines()

  constructor(
    private readonly deps: {
      connections: Connections
      /** Where the locks are those of this store. */
      place: string
      /** This process, as its changes are marked. */
      origin: string
      /** For tests: all work is done twice, and the first time taken back. */
      rehearses: boolean
    },
  ) {}

  /** Runs `work` under the locks until what it decides is committed, once; `work` itself may run several times. */
  run<R>(locks: readonly string[], work: (ask: Ask) => Promise<Decided<R>>): Promise<Decided<R>> {
    const names = [...new Set(locks)]
    const { connections, rehearses } = this.deps
    let wanted: string[] = []
    const noting = async (ask: Ask) => {
      const decided = await work(ask)
      wanted = decided.changes.map(({ of, id }) => `${of} ${id}`)
      return decided
    }
    return this.#lines.take(names, async () => {
      if (rehearses) await connections.patiently(() => this.#once(this.#numbers(names), work, true))
      // Whoever was disturbed once locks what it is going to write, so that many who write one row or log wait instead of trying in vain.
      return connections.patiently(() => this.#once(this.#numbers([...names, ...wanted]), noting))
    })
  }

  /** The locks sorted as every process sorts them. */
  #numbers(names: readonly string[]): string[] {
    const numbers = new Set(names.map((name) => lockNumber(this.deps.place, name)))
    return [...numbers].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  }

  async #once<R>(
    numbers: readonly string[],
    work: (ask: Ask) => Promise<Decided<R>>,
    isRehearsal = false,
  ): Promise<Decided<R>> {
    const connection = await this.deps.connections.take()
    try {
      // Nobody waits for these: what is asked after them is answered after them.
      const opened = [connection.ask(begin, [])]
      if (numbers.length > 0) opened.push(connection.ask(lockAll, [numbers]))
      const isOpen = Promise.all(opened)
      isOpen.catch(() => {})
      const decided = await this.#decide(connection, isOpen, work)
      if (isRehearsal) await connection.ask(rollback, [])
      else await this.#commit(connection, decided)
      return decided
    } finally {
      connection.release()
    }
  }

  async #decide<R>(
    connection: Connection,
    isOpen: Promise<unknown>,
    work: (ask: Ask) => Promise<Decided<R>>,
  ): Promise<Decided<R>> {
    try {
      const decided = await work(connection.ask)
      // What it saw by settling must be so, and not what it saw of a transaction that had failed.
      await isOpen
      if (connection.trouble) throw connection.trouble
      return decided
    } catch (error) {
      await connection.ask(rollback, []).catch(() => {})
      throw connection.trouble ?? error
    }
  }

  /** All at once; the first that fails fails the others. */
  async #commit(connection: Connection, { writes, changes }: Decided<unknown>): Promise<void> {
    const token = randomUUID()
    const told = writes.length > 0 ? [{ statement: insertChange, values: this.#change(token, changes) }] : []
    const sent = [...writes, ...told, { statement: commit, values: [] }].map(({ statement, values }) =>
      connection.ask(statement, values),
    )
    await Promise.allSettled(sent)
    const { trouble } = connection
    if (trouble === undefined) return
    if (!(trouble instanceof Outage) || writes.length === 0 || !(await this.#isCommitted(token))) throw trouble
  }

  #change(token: string, changes: readonly Change[]): unknown[] {
    return [token, this.deps.origin, JSON.stringify(changes.map(({ of, id }) => [of, id]))]
  }

  /**
   * The answer to a commit was lost. Its token is written by us, unless it stands: then the commit stands too; and if ours stands, a commit
   * that is still under way somewhere can never come to stand, because the token is in its way.
   */
  async #isCommitted(token: string): Promise<boolean> {
    await this.deps.connections.ask(fence, [token], decisionPatience)
    const [row] = await this.deps.connections.ask(originOf, [token], decisionPatience)
    return row?.origin === this.deps.origin
  }
}
