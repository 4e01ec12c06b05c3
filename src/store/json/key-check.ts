import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { boundTo, seal, unseal } from '../envelope'
import { masterKeyName, WrongMasterKey } from '../keys'
import { headerLine, intactLines, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'

/**
 * `keys/check.json`: which master key opens the data keys, and which generation of their files counts. Replacing it is the one step by which
 * another master key takes over.
 */
export const checkSchema = z.object({
  generation: z.number().int().nonnegative(),
  /** Names of master keys: the one that opens, and the one before it. */
  key: z.string(),
  former: z.string().nullable(),
  /** When the key took over; null for the first. */
  since: z.string().nullable(),
  /** The store's secret, under the master key. */
  sealed: z.string(),
})
type WrittenCheck = z.infer<typeof checkSchema>

/** A check that was opened. */
export interface KeyCheck extends WrittenCheck {
  /** From which is derived what has to outlive a master key: what blinds indexes, signs cookies, salts codes. */
  secret: Buffer
  /** Read from the form before, which held no secret: it stands anew at the next start. */
  isOld: boolean
}

const oldText = 'lianxin'

/** Undefined when there is none. */
export async function readKeyCheck(disk: Disk, keys: string, masterKey: Buffer): Promise<KeyCheck | undefined> {
  const read = await readCheck(disk, keys)
  if (read === undefined) return undefined
  if ('old' in read) {
    const opened = unseal(masterKey, 'check.json', Buffer.from(read.old, 'base64'))
    if (opened?.toString() !== oldText) throw new WrongMasterKey('the master key does not open this store')
    // Everything was derived from the master key itself then, and has to stay what it was.
    return { ...newCheck(masterKey, { secret: masterKey, generation: 0 }), isOld: true }
  }
  return openCheck(read, masterKey)
}

/** Throws WrongMasterKey. */
export function openCheck(written: WrittenCheck, masterKey: Buffer): KeyCheck {
  const given = masterKeyName(masterKey)
  const secret = unseal(masterKey, secretBound(written.generation), Buffer.from(written.sealed, 'base64'))
  if (secret === undefined) {
    const { key: name, since, former } = written
    throw new WrongMasterKey('the master key does not open this store', {
      name,
      given,
      since,
      isFormer: former === given,
    })
  }
  return { ...written, secret, isOld: false }
}

/** Which generation of a folder's files counts, as far as can be said without the master key; undefined without a check. */
export async function keyGeneration(disk: Disk, keys: string): Promise<number | undefined> {
  const read = await readCheck(disk, keys)
  return read && ('old' in read ? 0 : read.generation)
}

/** For a new store a secret of its own is drawn. */
export function newCheck(
  masterKey: Buffer,
  { secret = randomBytes(32), ...over }: Pick<WrittenCheck, 'generation'> & Partial<KeyCheck>,
): KeyCheck {
  return {
    former: null,
    since: null,
    ...over,
    key: masterKeyName(masterKey),
    sealed: seal(masterKey, secretBound(over.generation), secret).toString('base64'),
    secret,
    isOld: false,
  }
}

export async function writeKeyCheck(disk: Disk, keys: string, check: KeyCheck): Promise<void> {
  const fields: WrittenCheck = checkSchema.parse(check)
  await replaceFile(disk, checkPath(keys), Buffer.from(headerLine('check', fields)))
}

/** Whether a folder has data keys, whichever master key opens them. */
export async function hasKeys(disk: Disk, keys: string): Promise<boolean> {
  return (await disk.size(checkPath(keys))) !== undefined
}

/** Whether a folder has data keys and this master key opens them. */
export async function opensKeys(disk: Disk, keys: string, masterKey: Buffer): Promise<boolean> {
  return readKeyCheck(disk, keys, masterKey).then(
    (check) => check !== undefined,
    (error) => {
      if (error instanceof WrongMasterKey) return false
      throw error
    },
  )
}

function checkPath(keys: string): string {
  return join(keys, 'check.json')
}

function secretBound(generation: number): string {
  return boundTo('secret', generation)
}

async function readCheck(disk: Disk, keys: string): Promise<WrittenCheck | { old: string } | undefined> {
  const path = checkPath(keys)
  const bytes = await disk.readFile(path)
  if (bytes === undefined) return undefined
  const text = bytes.toString('latin1')
  // Before there were lines here, it was an envelope in base64.
  if (/^[A-Za-z0-9+/]+=*$/.test(text)) return { old: text }
  for (const { json } of intactLines(path, bytes)) {
    const parsed = checkSchema.safeParse(readHeader(path, json, 'check'))
    if (!parsed.success) throw new DamagedStore(path, 1, z.prettifyError(parsed.error))
    return parsed.data
  }
  throw new DamagedStore(path, 0, 'empty')
}
