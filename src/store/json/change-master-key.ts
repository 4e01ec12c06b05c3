import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import {
  BadMasterKey,
  type KeyChangeRefused,
  type MasterKey,
  masterKeyName,
  masterKeyOfFile,
  masterKeyText,
} from '../keys'
import { layComingKey, settleMasterKey } from './coming-key'
import { type Disk, replaceFile } from './disk'
import type { JsonStore } from './options'
import { Turn } from './turn'

interface ChangeDeps {
  disk: Disk
  folder: string
  store: Pick<JsonStore, 'changeMasterKey' | 'renewBackupKeys'>
  /** The key that counts: in the folder it is replaced there, given from outside it is the giver's to replace. */
  masterKey: MasterKey
  /** Whether a key opens the data, where they do not lie in the folder. */
  opens?: (key: Buffer) => Promise<boolean>
}

export type ChangedKey =
  | {
      ok: true
      /** By name, as all keys are told. */
      key: string
      former: string
      from: MasterKey['from']
      /** The keys of the backups are wrapped by it too, and where it lies in the folder, it lies alone. */
      isFinished: boolean
    }
  | { ok: false; problem: 'file-wanted' | 'same-key' | 'not-a-key' | 'unfinished' | KeyChangeRefused['problem'] }

/** Changes of one store's key, one after another. */
export function keyChanges(deps: ChangeDeps): (file: string | undefined) => Promise<ChangedKey> {
  let { masterKey } = deps
  const turn = new Turn()
  return (file) =>
    turn.take(async () => {
      const { taken, told } = await change({ ...deps, masterKey }, file)
      if (taken) masterKey = { ...masterKey, key: taken }
      return told
    })
}

/**
 * Lets another master key take over: that of `file`, or a new one, which is written to `file` where one is named. Throws what the disk
 * says; the key before is then still the one that counts, unless the next start finds that it was replaced.
 */
async function change(
  { disk, folder, store, opens, masterKey: { key: before, from } }: ChangeDeps,
  file: string | undefined,
): Promise<{ taken?: Buffer; told: ChangedKey }> {
  const refused = (problem: Extract<ChangedKey, { ok: false }>['problem']) => ({
    told: { ok: false, problem } as const,
  })
  if (from !== 'folder' && file === undefined) return refused('file-wanted')
  const given = file && (await keyIn(file))
  if (given === 'not-a-key') return refused(given)
  const key = given || randomBytes(32)
  if (key.equals(before)) return refused('same-key')
  // Of a change that a failing disk left half done: only two keys can be told apart.
  await store.renewBackupKeys()
  if (from === 'folder' && !(await settleMasterKey(disk, folder, opens))) return refused('unfinished')

  await store.changeMasterKey(key, async () => {
    if (file && !given) await writeKey(disk, file, key)
    if (from === 'folder') await layComingKey(disk, folder, key)
  })
  const isFinished = await store
    .renewBackupKeys()
    .then(() => from !== 'folder' || settleMasterKey(disk, folder, opens))
    .catch(() => false)
  const names = { key: masterKeyName(key), former: masterKeyName(before) }
  return { taken: key, told: { ok: true, ...names, from, isFinished } }
}

async function keyIn(file: string): Promise<Buffer | undefined | 'not-a-key'> {
  return masterKeyOfFile(file).catch((error) => {
    if (error instanceof BadMasterKey) return 'not-a-key'
    throw error
  })
}

/** Read back, for there is no other copy of it. */
async function writeKey(disk: Disk, file: string, key: Buffer): Promise<void> {
  await disk.makeFolder(dirname(file))
  await replaceFile(disk, file, Buffer.from(masterKeyText(key)))
  if (!(await masterKeyOfFile(file))?.equals(key)) throw new Error(`${masterKeyName(key)} does not stand in its file`)
}
