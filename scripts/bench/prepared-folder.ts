import { createHash } from 'node:crypto'
import { cp, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realDisk } from '../../src/store/json/disk'
import { readKeyCheck } from '../../src/store/json/key-check'
import { sizeOf } from './committee-size'
import { makeCommittee } from './make-committee'

const cache = join(tmpdir(), 'lianxin-bench')
const repository = join(import.meta.dirname, '../..')

/** The key of every reference committee: what it hides is invented. */
export function masterKeyOf(seed: number): Buffer {
  return createHash('sha256').update(`reference committee ${seed}`).digest()
}

/** From which a folder's store derives what signs its visitors' cookies; drawn as it was made. */
export async function secretOf(folder: string, masterKey: Buffer): Promise<Buffer> {
  const check = await readKeyCheck(realDisk, join(folder, 'keys'), masterKey)
  if (check === undefined) throw new Error(`${folder} holds no store`)
  return check.secret
}

export interface Prepared {
  folder: string
  /** Seconds it took to make; undefined when it was there from an earlier run of the same day and sources. */
  seconds: number | undefined
  bytes: number
}

/** The reference committee in a folder that is only copied, never used. */
export async function prepareFolder(
  people: number,
  seed: number,
  now: string,
  { hasHistory = true }: { hasHistory?: boolean } = {},
): Promise<Prepared> {
  const today = `${now.slice(0, 10)}T00:00:00.000Z`
  const name = `${hasHistory ? 'committee' : 'beginning'}-${people}-`
  const folder = join(cache, `${name}${await hashOf([String(seed), today])}`)
  const found = await stat(folder).catch(() => undefined)
  if (found) return { folder, seconds: undefined, bytes: await bytesIn(folder) }
  await mkdir(cache, { recursive: true, mode: 0o700 })
  for (const old of await readdir(cache)) if (old.startsWith(name)) await rm(join(cache, old), { recursive: true })
  const making = `${folder}.${process.pid}`
  const begun = performance.now()
  await makeCommittee({
    folder: making,
    masterKey: masterKeyOf(seed),
    seed,
    size: sizeOf(people, hasHistory),
    now: today,
  })
  await rename(making, folder)
  return { folder, seconds: (performance.now() - begun) / 1000, bytes: await bytesIn(folder) }
}

let copies = 0

/** A folder to run on, made or copied, on the disk as a whole: its writing out must not be measured. */
export async function copyFolder(from: string | undefined): Promise<string> {
  const to = join(cache, `run-${process.pid}-${++copies}`)
  await mkdir(to, { recursive: true, mode: 0o700 })
  if (from) await cp(from, to, { recursive: true })
  for (const path of await filesIn(to)) {
    const file = await open(path, 'r+')
    await file.sync()
    await file.close()
  }
  return to
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesIn(folder)).map(async (path) => (await stat(path)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Of what decides how a committee looks on the disk. */
async function hashOf(also: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(also.join('\0'))
  const own = (await filesIn(join(repository, 'scripts/bench'))).filter((path) => /committee|random/.test(path))
  const paths = [...(await filesIn(join(repository, 'src/store'))), ...(await filesIn(join(repository, 'src/domain')))]
  for (const path of [...paths, ...own].sort()) hash.update(await readFile(path)).update('\0')
  return hash.digest('hex').slice(0, 16)
}
