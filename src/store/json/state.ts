import { join } from 'node:path'
import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises'
import { Plan } from '../plan'
import type { Collection, Log } from '../store'
import type { Disk } from './disk'
import { Lately } from './lately'
import { LogFiles } from './log-files'
import { Names, newSeed } from './names'
import { RowFiles } from './row-files'
import { snapshotFolder } from './snapshot'
import { Table } from './table'

const restAfterStart = 1_000

/** The store's own tables, kept and snapshotted like collections: sums by counter name, heads of a log by key. */
export const countersTable = '~counters'
export function headsTable(log: string): string {
  return `~heads.${log}`
}

/** What the store is made for: its collections and logs, and where they stand. */
export interface Shape {
  disk: Disk
  folder: string
  plans: ReadonlyMap<string, Plan>
  logs: ReadonlyMap<string, Log>
}

export function shapeOf(
  disk: Disk,
  folder: string,
  collections: readonly Collection[],
  logs: readonly Log[],
  blind: (collection: string, index: string, value: string) => string,
): Shape {
  for (const { name } of [...collections, ...logs]) {
    if (!/^[a-z][a-z0-9-]*$/i.test(name)) throw new Error(`${name}: not a name for a collection or log`)
  }
  const plans = new Map(collections.map((collection) => [collection.name, new Plan(collection, blind)]))
  if (plans.size !== collections.length) throw new Error('two collections of one name')
  return { disk, folder, plans, logs: new Map(logs.map((log) => [log.name, log])) }
}

/** All that is durable, as far as memory holds it. */
export class State {
  readonly files: RowFiles
  readonly names = new Names(newSeed(), 256)
  /** Of what is durable here; never of what only a layer holds. */
  readonly lately = new Lately()
  readonly tables = new Map<string, Table>()
  readonly logs = new Map<string, LogFiles>()
  /** False after a snapshot that failed: what a start can do without must not take the last room that the next one needs. */
  packsShards = true
  readonly #closing = new AbortController()

  constructor(private readonly shape: Shape) {
    this.files = new RowFiles(shape.disk, snapshotFolder(shape.folder))
    for (const name of shape.plans.keys()) this.table(name)
    for (const name of shape.logs.keys()) this.log(name)
  }

  table(name: string): Table {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new Table(name, this.shape.plans.get(name), this.names, this.files)
      this.tables.set(name, table)
    }
    return table
  }

  log(name: string): LogFiles {
    let log = this.logs.get(name)
    if (log === undefined) {
      log = new LogFiles(this.shape.disk, join(this.shape.folder, 'log', name), name)
      this.logs.set(name, log)
    }
    return log
  }

  heads(log: string): { get(key: string): string | undefined; set(key: string, row: string): void } {
    const table = this.table(headsTable(log))
    return { get: (key) => table.get(key), set: (key, row) => table.set(key, row) }
  }

  /**
   * A start leaves the indexes unsorted, and whoever comes to a group of one has it sorted. The large ones are sorted here, one at a time, once
   * those who waited for the start have been answered.
   */
  async settleInTurns(): Promise<void> {
    await sleep(restAfterStart, undefined, { ref: false, signal: this.#closing.signal }).catch(() => {})
    for (const table of this.tables.values()) {
      for (const index of table.indexes) {
        for (const group of index.unsettled()) {
          if (this.#closing.signal.aborted) return
          group.settle()
          await othersTurn()
        }
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.files.close()
    for (const log of this.logs.values()) await log.close()
  }
}
