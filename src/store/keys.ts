import { createHmac, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The master key does not open this store. `wanted` is told where the store still knows. */
export class WrongMasterKey extends Error {
  constructor(
    message: string,
    readonly wanted?: WantedKey,
  ) {
    super(message)
  }
}

/** Which key is wanted and which was given, by name, and since when: null when it is the store's first. */
export interface WantedKey {
  name: string
  given: string
  since: string | null
  /** What was given is the key before. */
  isFormer: boolean
}

/** The master key is not changed: somebody else is at it, or a process on the database does not answer. */
export class KeyChangeRefused extends Error {
  constructor(readonly problem: 'under-way' | 'silent') {
    super(problem)
  }
}

/** What was given as master key cannot be one. */
export class BadMasterKey extends Error {}

export interface MasterKey {
  key: Buffer
  /** Made just now: whoever starts the bot must be told to keep a copy apart from the data. */
  generated: boolean
  from: 'DATA_KEY' | 'DATA_KEY_FILE' | 'folder'
}

/** Takes the master key from where it was given; without that from `<folder>/keys/master.key`, made at the first start. */
export async function loadMasterKey(given: {
  dataKey?: string | undefined
  dataKeyFile?: string | undefined
  folder: string
}): Promise<MasterKey> {
  if (given.dataKey !== undefined && given.dataKeyFile !== undefined) {
    throw new BadMasterKey('DATA_KEY and DATA_KEY_FILE are both set')
  }
  if (given.dataKey !== undefined)
    return { key: textToKey(given.dataKey, 'DATA_KEY'), generated: false, from: 'DATA_KEY' }
  if (given.dataKeyFile !== undefined) {
    const text = await readFile(given.dataKeyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new BadMasterKey(`DATA_KEY_FILE cannot be read: ${error.code}`)
    })
    return { key: textToKey(text, 'DATA_KEY_FILE'), generated: false, from: 'DATA_KEY_FILE' }
  }
  return keyOfFolder(given.folder)
}

export function exportMasterKey(key: Uint8Array): string {
  return Buffer.from(key).toString('base64')
}

/** A file that holds the key. */
export function masterKeyText(key: Uint8Array): string {
  return `${exportMasterKey(key)}\n`
}

/** By which people tell one master key from another; it says nothing of the key. */
export function masterKeyName(key: Uint8Array): string {
  return createHmac('sha256', key).update('lianxin name of the master key').digest('hex').slice(0, 8)
}

/** Where a folder's own master key stands. */
export function masterKeyPath(folder: string): string {
  return join(folder, 'keys', 'master.key')
}

function textToKey(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32 || key.toString('base64').replace(/=+$/, '') !== text.trim().replace(/=+$/, '')) {
    throw new BadMasterKey(`${from} must be 32 bytes in base64`)
  }
  return key
}

/** Undefined when there is no such file. */
export async function masterKeyOfFile(path: string): Promise<Buffer | undefined> {
  try {
    return textToKey(await readFile(path, 'utf8'), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function keyOfFolder(storeFolder: string): Promise<MasterKey> {
  const path = masterKeyPath(storeFolder)
  const folder = dirname(path)
  const kept = await masterKeyOfFile(path)
  if (kept) return { key: kept, generated: false, from: 'folder' }
  // A new key beside old data would not open it; it would only hide that the right one is missing.
  const others = await readdir(folder).catch((): string[] => [])
  if (others.includes('check.json'))
    throw new WrongMasterKey(`${path} is missing, and the store was made with a master key`)

  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(made, 'wx', 0o600)
  await file.writeFile(masterKeyText(randomBytes(32)))
  await file.sync()
  await file.close()
  // Of two that start at once the first link stands; both then read the same key.
  const generated = await link(made, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
  await unlink(made)
  await chmod(path, 0o600)
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
  return { key: textToKey(await readFile(path, 'utf8'), path), generated, from: 'folder' }
}
