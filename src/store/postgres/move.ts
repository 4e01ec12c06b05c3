import { join } from 'node:path'
import type { Client } from 'pg'
import { blinder } from '../envelope'
import { movingHandlers } from '../json/control-socket'
import { DamagedStore } from '../json/damage'
import type { Disk } from '../json/disk'
import { replaceFile } from '../json/disk'
import { FolderHeld, holdFolder } from '../json/folder-lock'
import type { KeyCheck } from '../json/key-check'
import { manifestPath } from '../json/manifest'
import { readFolder } from '../json/move-from'
import { FolderTarget, movingFolder } from '../json/move-to'
import { masterKeyPath, masterKeyText, WrongMasterKey } from '../keys'
import { movePieces, OtherVersion, type Part, partsOf, type Source, type Tally, tally } from '../move'
import type { Collection, Log } from '../store'
import { refusePooled } from './behind-pool'
import { readDatabaseCheck } from './check'
import { Connections } from './connections'
import { DataKeys } from './data-keys'
import { readDatabase } from './move-from'
import { beginMove, DatabaseTarget, keyOf } from './move-to'
import { hasState, placeOf, prepare } from './prepare'
import { Shape } from './shape'
import { UnusableDatabase, unfinishedWords } from './unusable'
import { movingName, takeAlone } from './use'

export interface MoveDeps {
  disk: Disk
  folder: string
  url: string
  masterKey: Buffer
  /** A master key that lies in the folder of the data goes along into another folder. */
  keyLiesInFolder: boolean
  collections: readonly Collection[]
  logs: readonly Log[]
  onProgress(what: 'moving' | 'verifying', part: Part, done: number, all: number): void
}

export type Moved =
  | { ok: true; parts: { part: Part; count: number }[] }
  | { ok: false; problem: 'no-store' | 'source-in-use' | 'target-in-use' | 'not-empty' | 'other-source' }
  | { ok: false; problem: 'differs'; part: Part }

const refused = (problem: Exclude<Extract<Moved, { ok: false }>['problem'], 'differs'>) =>
  ({ ok: false, problem }) as const

/** Moves the store of a folder into an empty database, or goes on with that; the folder is not changed. */
export async function moveToDatabase(deps: MoveDeps): Promise<Moved> {
  const { disk, folder, masterKey } = deps
  if ((await disk.size(manifestPath(folder))) === undefined) return refused('no-store')
  const held = await holdFolder(folder, movingHandlers).catch((error) => {
    if (error instanceof FolderHeld) return undefined
    throw error
  })
  if (held === undefined) return refused('source-in-use')
  try {
    return await withDatabase(deps, async (client, place) => {
      if (!(await takeAlone(client, place))) return refused('target-in-use')
      const keys = new DataKeys(masterKey)
      const source = await readFolder({ ...deps, keyOf: (ref) => keyOf({ client, keys }, ref) })
      if (source === undefined) return refused('no-store')
      const progress = await beginMove(client, source, masterKey)
      if (progress === 'not-empty') {
        return movedBefore(deps, source, async () => {
          const check = await readDatabaseCheck(client, masterKey)
          return check && readDatabase({ client, keys, shape: shapeBy(deps, check) }, check)
        })
      }
      if (progress === 'other-source') return refused(progress)
      const { shape } = await prepare(client, { ...deps, keys, freezes: false, isMoving: true })
      const target = new DatabaseTarget({ client, shape, keys }, progress)
      await movePieces(source, target, partsOf(deps.collections, deps.logs), (...told) =>
        deps.onProgress('moving', ...told),
      )
      const laid = await readDatabase({ client, shape, keys }, source.check)
      const verified = await verify(deps, source, laid)
      if (verified.ok) await target.end()
      return verified
    })
  } finally {
    await held.release()
  }
}

/** Moves the store of a database into a new folder, or goes on with that; the database is not changed. */
export function moveToFolder(deps: MoveDeps): Promise<Moved> {
  const { disk, folder, masterKey, collections, logs } = deps
  return withDatabase(deps, async (client, place) => {
    if (!(await takeAlone(client, place))) return refused('source-in-use')
    const check = await readDatabaseCheck(client, masterKey)
    if (check === undefined) return refused('no-store')
    if (await hasState(client, movingName)) throw new UnusableDatabase(unfinishedWords)
    const keys = new DataKeys(masterKey)
    const source = await readDatabase({ client, shape: shapeBy(deps, check), keys }, check)
    const laidIn = (place: string) =>
      readFolder({ ...deps, folder: place, keyOf: (ref) => keyOf({ client, keys }, ref) })
    if (!(await isFree(deps))) return movedBefore(deps, source, () => laidIn(folder))
    const moving = movingFolder(folder)
    const target = await FolderTarget.open(
      { disk, folder: moving, masterKey, check, collections, logs, keyOf: (ref) => keyOf({ client, keys }, ref) },
      source.fingerprint,
    )
    if (typeof target === 'string') return refused(target)
    try {
      await movePieces(source, target, partsOf(collections, logs), (...told) => deps.onProgress('moving', ...told))
      await target.end()
    } finally {
      await target.close()
    }
    const laid = await laidIn(moving)
    if (laid === undefined) return refused('no-store')
    const verified = await verify(deps, source, laid)
    if (verified.ok) await putInPlace(deps, moving)
    return verified
  })
}

/** Killed after its last step a move stands whole in the target; the next one finds it so. */
async function movedBefore(deps: MoveDeps, source: Source, open: () => Promise<Source | undefined>): Promise<Moved> {
  try {
    const laid = await open()
    const verified = laid && (await verify(deps, source, laid))
    if (verified?.ok) return verified
  } catch (error) {
    const isAnother = [WrongMasterKey, OtherVersion, DamagedStore].some((kind) => error instanceof kind)
    if (!isAnother) throw error
  }
  return refused('not-empty')
}

function shapeBy({ collections, logs }: MoveDeps, check: KeyCheck): Shape {
  return new Shape(collections, logs, blinder(check.secret))
}

async function verify({ collections, logs, onProgress }: MoveDeps, source: Source, laid: Source): Promise<Moved> {
  const parts: { part: Part; count: number }[] = []
  const all = partsOf(collections, logs)
  for (const [number, part] of all.entries()) {
    onProgress('verifying', part, number, all.length)
    const before = await tally(source, part)
    if (!isSame(before, await tally(laid, part))) return { ok: false, problem: 'differs', part }
    parts.push({ part, count: before.count })
  }
  return { ok: true, parts }
}

function isSame(one: Tally, other: Tally): boolean {
  return one.count === other.count && one.sum === other.sum
}

/** Nothing stands there but, maybe, the master key that is to open it. */
async function isFree({ disk, folder, masterKey }: MoveDeps): Promise<boolean> {
  const names = await disk.list(folder)
  const keys = await disk.list(join(folder, 'keys'))
  const laid = await disk.readFile(masterKeyPath(folder))
  const isKeyOnly = names.every((name) => name === 'keys') && keys.every((name) => name === 'master.key')
  return isKeyOnly && (laid === undefined || laid.toString('utf8') === masterKeyText(masterKey))
}

async function putInPlace({ disk, folder, masterKey, keyLiesInFolder }: MoveDeps, moving: string): Promise<void> {
  if (keyLiesInFolder) await replaceFile(disk, masterKeyPath(moving), Buffer.from(masterKeyText(masterKey)))
  await disk.remove(join(moving, 'move.json'))
  await disk.removeFolder(folder)
  await disk.rename(moving, folder)
  await disk.syncFolder(join(folder, '..'))
}

async function withDatabase(deps: MoveDeps, work: (client: Client, place: string) => Promise<Moved>): Promise<Moved> {
  const connections = new Connections(deps.url)
  try {
    const client = await connections.apart({ isPatient: true })
    try {
      await refusePooled(client, connections)
      return await work(client, await placeOf(client))
    } finally {
      await client.end().catch(() => {})
    }
  } finally {
    await connections.close()
  }
}
