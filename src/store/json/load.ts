import { join } from 'node:path'
import type { Codec } from './codec'
import { replayCommit } from './commit'
import { DamagedStore, NewerFormat } from './damage'
import { removeTemporaries } from './disk'
import { cutFile, type JournalRecord, journalNumber, journalPath, readJournal } from './journal'
import type { KeyRing } from './key-ring'
import { type EntryRow, Layer } from './layer'
import type { Manifest } from './manifest'
import { manifestPath } from './manifest'
import { packAll } from './pack-all'
import { packShard } from './pack-shard'
import { packedName } from './packed-file'
import type { ShardThread } from './shard-thread'
import { snapshotFolder } from './snapshot'
import { type Shape, State } from './state'

/** What the journal still has to do to the log parts, in its order. */
type LogStep = { log: string; append: EntryRow[] } | { log: string; remove: string }

export interface Loaded {
  state: State
  journal: { number: number; length: number; nextSeq: number }
  /** Length of the last journal file with its torn line, if it has one. */
  tornLength: number
  steps: LogStep[]
  dropped: string[]
}

/** Reads snapshot and journals and verifies every line, with a thread to help or alone; changes nothing on the disk. */
export async function readStore(
  shape: Shape,
  manifest: Manifest,
  thread: Pick<ShardThread, 'pack'> | undefined,
): Promise<Loaded> {
  const { disk, folder } = shape
  const state = new State(shape)
  const jobs = Object.entries(manifest.tables).flatMap(([name, table]) => {
    const known = shape.plans.get(name)?.collection.version
    if (known !== undefined && (table.version ?? 0) > known) {
      throw new NewerFormat(manifestPath(folder), 1, `${name} has version ${table.version}, newer than ${known}`)
    }
    const target = state.table(name)
    target.shards = table.shards
    if (target.plan !== undefined && target.plan.signature !== table.signature) target.renewLater()
    const { seed } = state.names
    return Object.values(table.files).map((file) => ({ folder, file, table: name, indexes: target.keysWanted, seed }))
  })
  await packAll(jobs, {
    here: (job) => packShard(disk, job),
    there: thread?.pack,
    take({ file, table }, packed) {
      const twice = state.table(table).take(packed, state.files.add(file))
      if (twice >= 0) throw new DamagedStore(join(snapshotFolder(folder), file), twice + 2, 'not a row')
    },
  })
  await checkParts(shape, manifest)
  return replayJournals(shape, manifest, state)
}

async function replayJournals(shape: Shape, manifest: Manifest, state: State): Promise<Loaded> {
  const { disk, folder } = shape
  const steps: LogStep[] = []
  const dropped: string[] = []
  const take = ({ c }: JournalRecord) => {
    for (const commit of c) {
      replayCommit(state, commit)
      for (const [log, key, seq, month, row] of commit.l ?? []) {
        let step = steps.at(-1)
        if (step === undefined || step.log !== log || !('append' in step)) {
          step = { log, append: [] }
          steps.push(step)
        }
        if ('append' in step) step.append.push({ log, key, seq, month, row: JSON.stringify(row) })
      }
      for (const [log, month] of commit.p ?? []) steps.push({ log, remove: month })
      dropped.push(...(commit.x ?? []))
    }
  }
  const names = await disk.list(join(folder, 'journal'))
  const numbers = names.flatMap((name) => journalNumber(name) ?? []).filter((number) => number >= manifest.journal)
  const last = Math.max(manifest.journal, ...numbers)
  let read = { length: 0, nextSeq: manifest.seq }
  let tornLength = 0
  for (let number = manifest.journal; number <= last; number++) {
    const path = journalPath(folder, number)
    const bytes = await disk.readFile(path)
    if (bytes === undefined) throw new DamagedStore(path, 0, 'missing')
    read = readJournal(path, bytes, { seq: read.nextSeq, last: number === last }, take)
    tornLength = bytes.length
  }
  await checkRemoved(shape, manifest, steps)
  return { state, journal: { number: last, ...read }, tornLength, steps, dropped }
}

/** Puts the disk where the records say it is: what a crash interrupted is completed, what nothing names is removed. */
export async function completeStore(shape: Shape, manifest: Manifest, loaded: Loaded, ring: KeyRing): Promise<void> {
  try {
    await complete(shape, manifest, loaded, ring)
  } catch (error) {
    await loaded.state.close()
    throw error
  }
}

async function complete(shape: Shape, manifest: Manifest, loaded: Loaded, ring: KeyRing): Promise<void> {
  const { disk, folder } = shape
  const { state, journal, steps } = loaded
  if (loaded.tornLength > journal.length) await cutFile(disk, journalPath(folder, journal.number), journal.length)
  await ring.tidy()
  await ring.drop(loaded.dropped)

  const logs = new Set([...Object.keys(manifest.logs), ...shape.logs.keys(), ...steps.map(({ log }) => log)])
  for (const name of logs) {
    const known = manifest.logs[name] ?? {}
    const parts = (await disk.list(join(folder, 'log', name))).flatMap(
      (file) => /^(\d{4}-\d\d)\.jsonl$/.exec(file)?.[1] ?? [],
    )
    for (const month of parts) await state.log(name).cut(month, known[month] ?? 0)
  }
  for (const step of steps) {
    if ('append' in step) await state.log(step.log).append(step.append, state.heads(step.log))
    else await state.log(step.log).remove(step.remove)
  }

  const named = Object.values(manifest.tables).flatMap(({ files }) => Object.values(files))
  const kept = new Set([...named, ...named.map(packedName)])
  for (const name of await disk.list(snapshotFolder(folder))) {
    if (!kept.has(name)) await disk.remove(join(snapshotFolder(folder), name))
  }
  for (const name of await disk.list(join(folder, 'journal'))) {
    if ((journalNumber(name) ?? manifest.journal) < manifest.journal) await disk.remove(join(folder, 'journal', name))
  }
  await removeTemporaries(disk, join(folder, 'journal'))
  await removeTemporaries(disk, folder)
}

/** Computes the rows of collections anew whose version or indexes are not those they were written under; says whether there were any. */
export function renewRows(shape: Shape, manifest: Manifest, state: State, codec: Codec): boolean {
  let renewed = false
  for (const [name, plan] of shape.plans) {
    if (manifest.tables[name]?.signature === plan.signature) continue
    renewed = true
    const table = state.table(name)
    for (const id of [...table.ids()]) {
      const old = table.get(id) as string
      const opened = codec.decode(plan.collection, id, old, [])
      table.set(id, opened ? codec.encode(plan, opened.value, [new Layer()]).row : null)
    }
    table.indexAll()
  }
  return renewed
}

/** Each part must reach as far as the snapshot knows it. */
async function checkParts({ disk, folder }: Shape, manifest: Manifest): Promise<void> {
  for (const [log, parts] of Object.entries(manifest.logs)) {
    for (const [month, length] of Object.entries(parts)) {
      const path = join(folder, 'log', log, `${month}.jsonl`)
      const size = await disk.size(path)
      if (size !== undefined && size < length) throw new DamagedStore(path, 0, `${size} bytes instead of ${length}`)
    }
  }
}

/** A part may be missing only when the journal says that it was removed by age. */
async function checkRemoved({ disk, folder }: Shape, manifest: Manifest, steps: readonly LogStep[]): Promise<void> {
  for (const [log, parts] of Object.entries(manifest.logs)) {
    for (const month of Object.keys(parts)) {
      const path = join(folder, 'log', log, `${month}.jsonl`)
      const removed = steps.some((step) => step.log === log && 'remove' in step && step.remove === month)
      if (!removed && (await disk.size(path)) === undefined) throw new DamagedStore(path, 0, 'missing')
    }
  }
}
