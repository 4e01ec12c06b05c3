import type { Change } from '../store'
import { toText } from './bytes'
import { insertDestroyed, insertKey } from './data-keys'
import { moveHead } from './log-table'
import { type Bound, statement } from './statement'
import type { Transaction } from './transaction'
import type { ViewDeps } from './view'

const addToCounter = statement(
  `INSERT INTO lianxin_counters AS c (name, sum) VALUES ($1, $2)
   ON CONFLICT (name) DO UPDATE SET sum = c.sum + excluded.sum`,
)

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

/** Everything that a transaction has changed, in an order in which two of them seldom stand in each other's way. */
export function commitStatements({ shape, keys }: Pick<ViewDeps, 'shape' | 'keys'>, tx: Transaction): Bound[] {
  const made = [...tx.sealing.made.values()].map((key) => insertKey(key, keys.wrap(key), keys.newest.generation))
  const dead = tx.sealing.stillborn.map(insertDestroyed)
  const rows = [...tx.known.tables].sort(byName).flatMap(([name, table]) => {
    const writer = shape.writers.get(name)
    return [...table].sort(byName).flatMap(([id, { before, written }]) => {
      return written === undefined ? [] : (writer?.write({ id, before, now: written }) ?? [])
    })
  })
  const heads = [...tx.heads].sort(byName).map(([, { log, key, before, now }]) => moveHead(log, key, before, now))
  const entries = [...new Set(tx.appended.map(({ log }) => log))].flatMap((log) => {
    return shape.log(log).append(tx.appended.filter((entry) => entry.log === log))
  })
  const counters = [...tx.added].filter(([, by]) => by !== 0).sort(byName)
  const sums = counters.map(([name, by]) => ({ statement: addToCounter, values: [toText(name), by] }))
  return [...made, ...dead, ...rows, ...heads, ...entries, ...sums]
}

/** What is told of a commit. */
export function changesOf(tx: Transaction): Change[] {
  const documents = [...tx.known.tables].flatMap(([of, table]) => {
    return [...table].filter(([, { written }]) => written !== undefined).map(([id]) => ({ of, id }))
  })
  return [...documents, ...[...tx.heads.values()].map(({ log, key }) => ({ of: log, id: key }))]
}

/** What of it others may be writing at the same time: documents, logs and sums, by name. */
export function contendedBy(tx: Transaction): string[] {
  const written = changesOf(tx).map(({ of, id }) => `${of} ${id}`)
  return [...written, ...[...tx.added.keys()].map((name) => `sum ${name}`)]
}
