import { randomUUID } from 'node:crypto'
import type { Change } from '../store'
import { lockNumber } from './bytes'
import type { Connections } from './connections'
import { Lines } from './lines'
import { lockAll, Opening } from './opening'
import { type Ask, type Bound, statement } from './statement'
import { Again, Outage } from './trouble'

/** What a transaction came to: what it gives, and what is to be written with the commit. */
export interface Decided<R> {
  result: R
  /** What must still be so with the commit. */
  checks?: readonly Bound[]
  writes: readonly Bound[]
  changes: readonly Change[]
  /** By name, what of it others may want to write too; and the unique keys it takes, for which others wait until it is committed. */
  contended?: readonly string[]
  taken?: readonly string[]
}

const insertChange = statement('INSERT INTO lianxin_changes (token, origin, changes) VALUES ($1, $2, $3)')
const fence = statement(
  "INSERT INTO lianxin_changes (token, origin, changes) VALUES ($1, 'fence', '[]') ON CONFLICT (token) DO NOTHING",
)
const originOf = statement('SELECT origin FROM lianxin_changes WHERE token = $1')

/** How long it is tried to learn what became of a commit whose answer was lost. */
const decisionPatience = 30_000

/** Decides what to write; only the first time it may go by what is remembered, since that may be why it has to be done again. */
type Work<R> = (ask: Ask, mayRemember: boolean) => Promise<Decided<R>>

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
  run<R>(locks: readonly string[], work: Work<R>): Promise<Decided<R>> {
    const names = [...new Set(locks)]
    const { connections, rehearses } = this.deps
    let wanted: readonly string[] = []
    const counting = () => {
      let tries = 0
      return async (ask: Ask) => {
        try {
          const decided = await work(ask, tries++ === 0)
          wanted = decided.contended ?? []
          return decided
        } catch (error) {
          if (error instanceof Again && error.contended.length > 0) wanted = error.contended
          throw error
        }
      }
    }
    return this.#lines.take(names, async () => {
      if (rehearses) {
        const rehearsed = counting()
        await connections.patiently(() => this.#once(this.#numbers(names), rehearsed, true))
        wanted = []
      }
      const done = counting()
      // Whoever was disturbed once locks what it is going to write, so that many who write one row, log or sum wait
      // instead of trying in vain.
      return connections.patiently(() => this.#once(this.#numbers([...names, ...wanted]), done))
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
    const opening = new Opening(this.deps.connections, numbers)
    try {
      const decided = await this.#decide(opening, work)
      if (isRehearsal) await opening.rollBack()
      else await this.#commit(opening, decided)
      return decided
    } finally {
      opening.release()
    }
  }

  async #decide<R>(opening: Opening, work: (ask: Ask) => Promise<Decided<R>>): Promise<Decided<R>> {
    try {
      const decided = await work(opening.ask)
      await opening.settled()
      return decided
    } catch (error) {
      await opening.rollBack().catch(() => {})
      throw opening.trouble ?? error
    }
  }

  async #commit(opening: Opening, { taken = [], checks = [], writes, changes }: Decided<unknown>): Promise<void> {
    const token = randomUUID()
    const told = writes.length > 0 ? [{ statement: insertChange, values: this.#change(token, changes) }] : []
    // Left to the database, two that take one key would wait for each other's end, until it sees that after a second.
    const locks = taken.length > 0 ? [{ statement: lockAll, values: [this.#numbers(taken)] }] : []
    await opening.commit([...locks, ...checks, ...writes, ...told])
    const { trouble } = opening
    if (trouble === undefined) return
    // What was answered was not committed.
    if (!(trouble instanceof Outage) || trouble.isAnswer || writes.length === 0) throw trouble
    // A dead connection is no longer held on to: many that ask at once would leave none to be asked over.
    opening.release()
    if (!(await this.#isCommitted(token))) throw trouble
  }

  #change(token: string, changes: readonly Change[]): unknown[] {
    return [token, this.deps.origin, JSON.stringify(changes.map(({ of, id }) => [of, id]))]
  }

  /**
   * The answer to a commit was lost. Its token is written by us, unless it stands: then the commit stands too; and if ours stands, a commit
   * that is still under way somewhere can never come to stand, because the token is in its way.
   */
  async #isCommitted(token: string): Promise<boolean> {
    const { connections, origin } = this.deps
    try {
      await connections.ask(fence, [token], decisionPatience)
      const [row] = await connections.ask(originOf, [token], decisionPatience)
      return row?.origin === origin
    } catch (error) {
      throw error instanceof Again ? new Outage('whether it was kept could not be learnt') : error
    }
  }
}
