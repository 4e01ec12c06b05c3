import type { Keys } from '../plan'
import type { KeyName } from '../store'
import type { DataKey } from './key-ring'
import type { Opened } from './lately'
import type { Row } from './row'

/** A document as a transaction left it, also opened: who reads it again need not decrypt it. */
export type Version = { row: Row; opened: Opened; keys: Keys } | { row: null; keys: Keys }

/** An entry as the log's files hold it. */
export interface EntryRow {
  log: string
  key: string
  seq: number
  month: string
  row: string
}

export interface NewEntry extends EntryRow {
  opened: Opened
}

/** A key made in this layer, or the mark that the name's key was dropped in it. */
export type LayerKey = DataKey | { dropped: true }

const nobody: readonly string[] = []

/** The documents of one collection in a layer, found by id and by equality key. */
export class LayerTable {
  readonly versions = new Map<string, Version>()
  /** By index: equality key → its only id, as most have, or several. */
  readonly #groups: Map<string, string | Set<string>>[] = []

  set(id: string, version: Version): void {
    this.remove(id)
    this.versions.set(id, version)
    this.#eachGroup(version, (groups, key) => {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, id)
      else if (typeof group === 'string') groups.set(key, new Set([group, id]))
      else group.add(id)
    })
  }

  remove(id: string): void {
    const version = this.versions.get(id)
    if (version === undefined) return
    this.versions.delete(id)
    this.#eachGroup(version, (groups, key) => {
      const group = groups.get(key)
      if (typeof group === 'string' || group === undefined) groups.delete(key)
      else if (group.delete(id) && group.size === 0) groups.delete(key)
    })
  }

  ids(position: number, key: string): Iterable<string> {
    const group = this.#groups[position]?.get(key)
    return typeof group === 'string' ? [group] : (group ?? nobody)
  }

  #eachGroup(version: Version, fn: (groups: Map<string, string | Set<string>>, key: string) => void): void {
    if (version.row === null) return
    for (let position = 0; position < version.keys.length; position++) {
      const entry = version.keys[position]
      if (!entry) continue
      let groups = this.#groups[position]
      if (groups === undefined) {
        groups = new Map()
        this.#groups[position] = groups
      }
      for (let i = 1; i < entry.length; i++) fn(groups, entry[i] as string)
    }
  }
}

/** Changes that lie above the durable state: those of one transaction, or all that wait for their fsync. */
export class Layer {
  readonly tables = new Map<string, LayerTable>()
  readonly counters = new Map<string, { sum: number }>()
  readonly entries = new Map<string, NewEntry[]>()
  readonly keys = new Map<KeyName, LayerKey>()
  /** References of data keys destroyed. */
  readonly dropped = new Set<string>()
  /** Log parts removed: log, month. */
  readonly droppedParts: [string, string][] = []

  table(name: string): LayerTable {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new LayerTable()
      this.tables.set(name, table)
    }
    return table
  }

  get isEmpty(): boolean {
    const { tables, counters, entries, dropped, droppedParts } = this
    return tables.size + counters.size + entries.size + dropped.size + droppedParts.length === 0
  }

  /** Lays the changes of a transaction over this layer. */
  absorb(over: Layer): void {
    for (const [name, table] of over.tables) {
      const mine = this.table(name)
      for (const [id, version] of table.versions) mine.set(id, version)
    }
    for (const [name, counter] of over.counters) this.counters.set(name, counter)
    for (const [name, entries] of over.entries) this.entries.set(name, [...(this.entries.get(name) ?? []), ...entries])
    for (const [name, key] of over.keys) this.keys.set(name, key)
    for (const ref of over.dropped) this.dropped.add(ref)
  }

  /** Takes out what a transaction brought in and nothing later has replaced; its objects are its marks. */
  release(durable: Layer): void {
    for (const [name, table] of durable.tables) {
      const mine = this.table(name)
      for (const [id, version] of table.versions) if (mine.versions.get(id) === version) mine.remove(id)
      if (mine.versions.size === 0) this.tables.delete(name)
    }
    for (const [name, counter] of durable.counters) if (this.counters.get(name) === counter) this.counters.delete(name)
    for (const [name, entries] of durable.entries) {
      const rest = (this.entries.get(name) ?? []).slice(entries.length)
      if (rest.length > 0) this.entries.set(name, rest)
      else this.entries.delete(name)
    }
    for (const [name, key] of durable.keys) if (this.keys.get(name) === key) this.keys.delete(name)
    for (const ref of durable.dropped) this.dropped.delete(ref)
  }
}

export function entriesName(log: string, key: string): string {
  return `${log}\0${key}`
}
