import { day } from '../../domain/instant'
import type { Log, LogQuery } from '../store'
import { toText } from './bytes'
import type { Content } from './rows'
import { type Bound, quoted, type Statement, statement } from './statement'

/** Of a key's last entry; counted on when old parts have gone. */
export const lastSeq = statement('SELECT seq FROM lianxin_heads WHERE log = $1 AND key = $2')

/** Fails where another has appended since `lastSeq` was asked. */
export function moveHead(log: string, key: string, from: number, to: number): Bound {
  const values = [log, toText(key), to]
  return from === 0 ? { statement: firstHead, values } : { statement: nextHead, values: [...values, from] }
}
const firstHead = statement('INSERT INTO lianxin_heads (log, key, seq) VALUES ($1, $2, $3)')
const nextHead = statement(
  `WITH moved AS (UPDATE lianxin_heads SET seq = $3 WHERE log = $1 AND key = $2 AND seq = $4 RETURNING 1)
   SELECT 1 / count(*) FROM moved`,
)

interface NewEntry {
  key: string
  seq: number
  month: string
  content: Content
}

const mostAtOnce = 8

/** A log's table with its statements. */
export class LogTable {
  readonly name: string
  readonly #after: Statement
  readonly #before: Statement
  readonly oldestMonth: Statement
  readonly dropSome: Statement

  constructor(readonly log: Log) {
    this.name = quoted('log', log.name)
    const select = `SELECT e.seq::integer, e.v, e.sealed_by, e.sealed, e.clear::text, k.ref, k.wrapped FROM ${this.name} e
      LEFT JOIN lianxin_keys k ON k.ref = e.sealed_by
      WHERE e.key = $1 AND e.seq > $2 AND e.seq < $3 ORDER BY e.seq`
    this.#after = statement(`${select} LIMIT $4`)
    this.#before = statement(`${select} DESC LIMIT $4`)
    this.oldestMonth = statement(`SELECT min(month) AS month FROM ${this.name}`)
    this.dropSome = statement(
      `WITH gone AS (DELETE FROM ${this.name} WHERE ctid IN (SELECT ctid FROM ${this.name} WHERE month = $1 LIMIT 5000)
       RETURNING 1) SELECT count(*)::integer AS count FROM gone`,
    )
  }

  /** With `after` the oldest first, otherwise the newest first. */
  entries({ key, after, before, limit }: LogQuery): Bound {
    const values = [toText(key), after ?? 0, before ?? Number.MAX_SAFE_INTEGER, limit]
    return { statement: after === undefined ? this.#before : this.#after, values }
  }

  /** So many entries in one statement. */
  append(entries: readonly NewEntry[]): Bound[] {
    const bounds: Bound[] = []
    for (let from = 0; from < entries.length; from += mostAtOnce) {
      const values: unknown[] = []
      const rows = entries.slice(from, from + mostAtOnce).map(({ key, seq, month, content }) => {
        const { v, sealedBy, sealed, clear } = content
        const row = [toText(key), seq, month, v, sealedBy, sealed, clear]
        return `(${row.map((value) => `$${values.push(value)}`).join(', ')})`
      })
      const into = `INSERT INTO ${this.name} (key, seq, month, v, sealed_by, sealed, clear)`
      bounds.push({ statement: statement(`${into} VALUES ${rows.join(', ')}`), values })
    }
    return bounds
  }

  /** Whether the last possible entry of a month is older than the log keeps them. */
  isOld(part: string, now: string): boolean {
    const [year, number] = part.split('-').map(Number) as [number, number]
    // Months count from 0 there: the number of this one names the next.
    return Date.UTC(year, number, 1) + this.log.keepDays * day <= Date.parse(now)
  }
}
