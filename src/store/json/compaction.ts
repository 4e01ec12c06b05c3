import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { journalPath } from './journal'
import type { KeyRing } from './key-ring'
import { type Manifest, writeManifest } from './manifest'
import { shardOf } from './shard'
import { type Shard, shardName, snapshotFolder, writeShard } from './snapshot'
import { headsTable, type Shape, type State } from './state'
import type { Table } from './table'

export interface CompactionDeps {
  shape: Shape
  ring: KeyRing
  state: State
  manifest: Manifest
  /** Begins a new journal file and runs `fn` before anything is written to it. */
  atCut(fn: (first: { journal: number; seq: number }) => Cut): Promise<Cut>
}

/** What had to be the state exactly at the end of the old journal. */
interface Cut {
  journal: number
  seq: number
  dirty: Map<string, Set<number>>
  heads: Map<string, ShardRows>
  logs: Manifest['logs']
}

type ShardRows = Map<number, Shard['rows']>

/**
 * Writes the changed shards anew and lets go of the journal before them. In order: a new journal begins; log parts and data keys are made
 * durable; shards go to files of a new generation; the manifest is replaced, which is the one step that counts; old files go. A crash
 * before the manifest leaves the old snapshot with all its journals, a crash after it leaves files that the next start removes.
 * Documents and counters in a shard may already be newer than the cut: the journal replayed over them sets the same values again.
 */
export async function compact({ shape, ring, state, manifest, atCut }: CompactionDeps): Promise<Manifest> {
  const { disk, folder } = shape
  const cut = await atCut((first) => cutOf(state, first))
  const written: string[] = []
  const next: Manifest = { journal: cut.journal, seq: cut.seq, tables: { ...manifest.tables }, logs: cut.logs }
  try {
    for (const log of state.logs.values()) await log.sync()
    await ring.fold()
    for (const [name, dirty] of cut.dirty) {
      const table = state.table(name)
      const kept = manifest.tables[name]
      const files = kept?.shards === table.shards ? { ...kept.files } : {}
      const rows = cut.heads.get(name) ?? idsByShard(table, dirty)
      for (const shard of dirty) {
        await setImmediate()
        const own = rowsNow(table, rows.get(shard) ?? [])
        if (own.length === 0) delete files[shard]
        else {
          const file = shardName(name, shard, table.shards, cut.journal)
          written.push(file)
          await writeShard(disk, folder, file, { table: name, rows: own })
          files[shard] = file
        }
      }
      const version = table.plan?.collection.version ?? kept?.version ?? null
      const signature = table.plan?.signature ?? kept?.signature ?? null
      next.tables[name] = { version, signature, shards: table.shards, files }
    }
  } catch (error) {
    for (const [name, dirty] of cut.dirty) state.table(name).giveBack(dirty)
    for (const file of written) await disk.remove(join(snapshotFolder(folder), file)).catch(() => {})
    throw error
  }
  try {
    await writeManifest(disk, folder, next)
  } catch (error) {
    // Whether the old or the new manifest stands is unknown: the files of both stay.
    for (const [name, dirty] of cut.dirty) state.table(name).giveBack(dirty)
    throw error
  }
  await removeReplaced(shape, manifest, next)
  return next
}

function cutOf(state: State, first: { journal: number; seq: number }): Cut {
  const dirty = new Map([...state.tables].map(([name, table]) => [name, table.takeDirty()]))
  const heads = new Map<string, ShardRows>()
  const logs: Manifest['logs'] = {}
  for (const [name, log] of state.logs) {
    logs[name] = Object.fromEntries(log.lengths)
    const table = state.table(headsTable(name))
    const own = idsByShard(table, dirty.get(table.name) ?? new Set())
    // Heads must agree with the lengths of the parts: their rows are taken now.
    for (const rows of own.values()) for (const row of rows) row[1] = table.get(row[0]) ?? ''
    heads.set(table.name, own)
  }
  return { ...first, dirty, heads, logs }
}

/** Ids of the dirty shards, their rows left empty until the shard is written. */
function idsByShard(table: Table, dirty: ReadonlySet<number>): ShardRows {
  const ids: ShardRows = new Map()
  if (dirty.size === 0) return ids
  for (const id of table.ids()) {
    const shard = shardOf(id, table.shards)
    if (!dirty.has(shard)) continue
    const own = ids.get(shard)
    if (own) own.push([id, ''])
    else ids.set(shard, [[id, '']])
  }
  return ids
}

function rowsNow(table: Table, rows: Shard['rows']): Shard['rows'] {
  return rows.flatMap(([id, taken]) => {
    const row = taken === '' ? table.get(id) : taken
    return row === undefined ? [] : [[id, row] as [string, string]]
  })
}

/** Failing here costs only space: the next start removes what nothing names. */
async function removeReplaced({ disk, folder }: Shape, old: Manifest, next: Manifest): Promise<void> {
  const named = new Set(Object.values(next.tables).flatMap(({ files }) => Object.values(files)))
  const files = Object.values(old.tables).flatMap((table) => Object.values(table.files))
  for (const file of files) {
    if (!named.has(file)) await disk.remove(join(snapshotFolder(folder), file)).catch(() => {})
  }
  for (let number = old.journal; number < next.journal; number++) {
    await disk.remove(journalPath(folder, number)).catch(() => {})
  }
}
