import { setImmediate } from 'node:timers/promises'
import { lineFrame } from './checked-line'
import { journalPath } from './journal'
import type { KeyRing } from './key-ring'
import { type Manifest, writeManifest } from './manifest'
import { removeShard } from './packed-file'
import type { Row } from './row'
import type { RowPlace, Rows, WrittenRows } from './rows'
import type { ShardJob, ShardWriter, WrittenShard } from './shard-writer'
import { shardName } from './snapshot'
import { headsTable, type Shape, type State } from './state'
import type { Table } from './table'

export interface CompactionDeps {
  shape: Shape
  ring: KeyRing
  state: State
  manifest: Manifest
  newWriter(): ShardWriter
  /** Begins a new journal file and runs `fn` before anything is written to it. */
  atCut(fn: (first: { journal: number; seq: number }) => Cut): Promise<Cut>
}

/** What had to be the state exactly at the end of the old journal. */
interface Cut {
  journal: number
  seq: number
  dirty: Map<string, Set<number>>
  heads: Map<string, Rows>
  logs: Manifest['logs']
}

/**
 * Writes the changed shards anew and lets go of the journal before them. In order: a new journal begins; log parts and data keys are made
 * durable; shards go to files of a new generation; the manifest is replaced, which is the one step that counts; old files go. A crash
 * before the manifest leaves the old snapshot with all its journals, a crash after it leaves files that the next start removes.
 * Documents and counters in a shard may already be newer than the cut: the journal replayed over them sets the same values again.
 */
export async function compact({ shape, ring, state, manifest, newWriter, atCut }: CompactionDeps): Promise<Manifest> {
  const { disk, folder } = shape
  const cut = await atCut((first) => cutOf(state, first))
  const written: string[] = []
  const next: Manifest = { journal: cut.journal, seq: cut.seq, tables: { ...manifest.tables }, logs: cut.logs }
  const moves = new Map<string, WrittenRows[]>()
  const writer = newWriter()
  try {
    for (const log of state.logs.values()) await log.sync()
    await ring.fold()
    for (const [name, dirty] of cut.dirty) {
      const table = state.table(name)
      const kept = manifest.tables[name]
      const files = kept?.shards === table.shards ? { ...kept.files } : {}
      const rows = cut.heads.get(name) ?? table.rows
      const moved: WrittenRows[] = []
      moves.set(name, moved)
      for (const [shard, slots] of await rows.slots(table.shards, dirty)) {
        await setImmediate()
        const file = shardName(name, shard, table.shards, cut.journal)
        const own = rowsOf({ table, rows }, shard, slots)
        if (own.slots.length === 0) delete files[shard]
        else {
          written.push(file)
          const placed = await writer.write(jobOf({ folder, state, table }, file, own))
          moved.push(placesOf(own, state.files.add(file), placed))
          files[shard] = file
        }
      }
      const version = table.plan?.collection.version ?? kept?.version ?? null
      const signature = table.plan?.signature ?? kept?.signature ?? null
      next.tables[name] = { version, signature, shards: table.shards, files }
    }
    state.packsShards = true
  } catch (error) {
    state.packsShards = false
    for (const [name, dirty] of cut.dirty) state.table(name).giveBack(dirty)
    for (const file of written) state.files.remove(file)
    for (const file of written) await removeShard(disk, folder, file)
    throw error
  } finally {
    await writer.close()
  }
  try {
    await writeManifest(disk, folder, next)
  } catch (error) {
    // Whether the old or the new manifest stands is unknown: the files of both stay.
    for (const [name, dirty] of cut.dirty) state.table(name).giveBack(dirty)
    for (const file of written) state.files.remove(file)
    throw error
  }
  for (const [name, moved] of moves) {
    for (const shard of moved) {
      state.table(name).written(shard)
      await setImmediate()
    }
  }
  await removeReplaced(shape, state, manifest, next)
  return next
}

function cutOf(state: State, first: { journal: number; seq: number }): Cut {
  const dirty = new Map([...state.tables].map(([name, table]) => [name, table.takeDirty()]))
  const heads = new Map<string, Rows>()
  const logs: Manifest['logs'] = {}
  for (const [name, log] of state.logs) {
    logs[name] = Object.fromEntries(log.lengths)
    const table = state.table(headsTable(name))
    // Heads must agree with the lengths of the parts: their rows are taken now.
    heads.set(table.name, table.rows.frozen())
  }
  return { ...first, dirty, heads, logs }
}

/** The rows of a shard as they are when it is its turn. */
interface ShardRows {
  slots: number[]
  ids: number[]
  rows: (Row | RowPlace)[]
}

function rowsOf({ table, rows }: { table: Table; rows: Rows }, shard: number, slots: readonly number[]) {
  const own: ShardRows = { slots: [], ids: [], rows: [] }
  for (const slot of slots) {
    const found = rows.at(slot, shard, table.shards)
    if (found === undefined) continue
    own.slots.push(slot)
    own.ids.push(found.id)
    own.rows.push(found.row)
  }
  return own
}

function jobOf(
  { folder, state, table }: { folder: string; state: State; table: Table },
  name: string,
  { ids, rows }: ShardRows,
): ShardJob {
  const sources: string[] = []
  const places = new Map<number, number>()
  const from = new Uint32Array(rows.length)
  const offsets = new Uint32Array(rows.length)
  const lengths = new Uint32Array(rows.length)
  const fresh: string[] = []
  for (const [i, row] of rows.entries()) {
    if (typeof row === 'string') {
      fresh.push(`[${JSON.stringify(state.names.text(ids[i] as number))},${row}]`)
      continue
    }
    const known = places.get(row.file) ?? sources.push(state.files.path(row.file))
    places.set(row.file, known)
    from[i] = known
    offsets[i] = row.offset
    lengths[i] = row.length
  }
  return {
    folder,
    name,
    table: table.name,
    sources,
    from,
    offsets,
    lengths,
    fresh,
    indexes: table.keysWanted,
    packs: state.packsShards,
  }
}

function placesOf({ slots, ids, rows }: ShardRows, file: number, { header, lengths }: WrittenShard): WrittenRows {
  const fresh = new Map<number, Row>()
  for (const [i, row] of rows.entries()) if (typeof row === 'string') fresh.set(slots[i] as number, row)
  let at = header
  const offsets = lengths.map((length) => {
    const offset = at + lineFrame - 1
    at += length + lineFrame
    return offset
  })
  return { file, slots: Uint32Array.from(slots), ids: Uint32Array.from(ids), offsets, lengths, fresh }
}

/** Failing here costs only space: the next start removes what nothing names. */
async function removeReplaced({ disk, folder }: Shape, state: State, old: Manifest, next: Manifest): Promise<void> {
  const named = new Set(Object.values(next.tables).flatMap(({ files }) => Object.values(files)))
  const files = Object.values(old.tables).flatMap((table) => Object.values(table.files))
  for (const file of files) {
    if (named.has(file)) continue
    state.files.remove(file)
    await removeShard(disk, folder, file)
  }
  for (let number = old.journal; number < next.journal; number++) {
    await disk.remove(journalPath(folder, number)).catch(() => {})
  }
}
