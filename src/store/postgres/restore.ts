import { once } from 'node:events'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Client } from 'pg'
import { backupKeys } from '../json/backup'
import { type Backup, findBackup } from '../json/backup-list'
import { destroyedKeys } from '../json/destroyed-keys'
import type { Disk } from '../json/disk'
import { checkSchema, readKeyCheck } from '../json/key-check'
import { keyOfLine, keyPath, keyShards, nameOf, readKeyFile } from '../json/key-files'
import { WrongMasterKey } from '../keys'
import { dumpName, isDump, verifyDump } from './backup'
import { Connections } from './connections'
import { deleteUnreadable, erasedPeople } from './erased-since'
import { placeOf } from './prepare'
import { ended, type Programs } from './programs'
import { quoted } from './statement'
import { takeAlone } from './use'

export interface DatabaseRestoreDeps {
  disk: Disk
  from: string
  url: string
  /** Data that stand there are moved aside, into a schema of this stamp. */
  force: boolean
  stamp: string
  masterKey: Buffer
  /** The folder whose backups' keys may know who has been erased since. */
  folder: string
  programs: Programs
}

export type DatabaseRestored =
  | {
      ok: true
      at: string
      aside: string | undefined
      /** Whose keys are destroyed: what may stand of them in clear is still to be erased. */
      erased: string[]
    }
  | { ok: false; problem: 'no-backup' | 'in-use' | 'holds-data' | 'other-place'; place?: string }

/**
 * Makes a database what it was when the backup was made, but for the keys destroyed since. All is verified first and laid in one transaction: until
 * it is committed nothing is changed. Damage and a wrong master key throw.
 */
export async function restoreDatabase(deps: DatabaseRestoreDeps): Promise<DatabaseRestored> {
  const { disk, from, url, force, stamp, masterKey, programs } = deps
  const backup = await findBackup(disk, from)
  if (backup === undefined || !isDump(backup)) return { ok: false, problem: 'no-backup' }
  const connections = new Connections(url)
  try {
    const client = await connections.apart({ isPatient: true })
    try {
      const place = await placeOf(client)
      if (!(await takeAlone(client, place))) return { ok: false, problem: 'in-use' }
      const tables = await tablesIn(client)
      if (tables.length > 0 && !force) return { ok: false, problem: 'holds-data' }
      const { rows } = await client.query(`SELECT current_setting('server_version_num')::integer AS version`)
      await programs.check(['pg_restore', 'psql'], rows[0].version)
      const dumped = await verifyDump(disk, backup, programs)
      if (dumped.place !== place) return { ok: false, problem: 'other-place', place: dumped.place }
      const check = await readKeyCheck(disk, join(backup.keys, 'keys'), masterKey)
      if (check === undefined) throw new WrongMasterKey('no keys beside the backup')
      const gone = await destroyedSince(deps, client, tables)
      const aside = tables.length > 0 ? `lianxin_before_${stamp.replaceAll('-', '_')}` : undefined
      await lay(programs, async function* () {
        yield `BEGIN;\n`
        if (aside) yield `CREATE SCHEMA ${quoted(aside)};\n`
        for (const table of tables)
          yield `ALTER TABLE ${quoted(place)}.${quoted(table)} SET SCHEMA ${quoted(aside ?? '')};\n`
        yield* dumpText(programs, join(backup.folder, dumpName), place)
        yield `SET search_path = ${quoted(place)};\nCOPY lianxin_keys (ref, name, wrapped) FROM stdin;\n`
        yield* keyRows(disk, backup, check.generation, gone)
        const text = JSON.stringify(checkSchema.parse(check)).replaceAll("'", "''")
        yield `\\.\nUPDATE lianxin_state SET value = '${text}' WHERE name = 'keys';\n`
        yield deleteUnreadable
        yield 'COMMIT;\n'
      })
      return { ok: true, at: backup.list.at, aside, erased: await erasedPeople(client) }
    } finally {
      await client.end().catch(() => {})
    }
  } finally {
    await connections.close()
  }
}

async function tablesIn(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** Whoever was erased after the backup stays erased, as far as the database and the folder know of it. */
async function destroyedSince({ disk, folder }: DatabaseRestoreDeps, client: Client, tables: readonly string[]) {
  const gone = new Set(await destroyedKeys(disk, join(backupKeys(folder), '..')))
  if (!tables.includes('lianxin_keys')) return gone
  const { rows } = await client.query('SELECT ref FROM lianxin_keys WHERE wrapped IS NULL')
  for (const { ref } of rows) gone.add(ref)
  return gone
}

async function* keyRows(disk: Disk, { keys }: Backup, generation: number, gone: ReadonlySet<string>) {
  const escaped = (text: string) =>
    text.replace(/[\\\t\n\r]/g, (c) => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[c]}`)
  for (let shard = 0; shard < keyShards; shard++) {
    for (const line of await readKeyFile(disk, keyPath(join(keys, 'keys'), shard, generation), false)) {
      const { ref, wrapped } = keyOfLine(line)
      yield `${escaped(ref)}\t${escaped(nameOf(ref))}\t${wrapped && !gone.has(ref) ? `\\\\x${wrapped.toString('hex')}` : '\\N'}\n`
    }
  }
}

/** The dump as SQL; it throws at its end where it did not come whole, so that nothing is committed. */
async function* dumpText(programs: Programs, path: string, place: string): AsyncIterable<Buffer> {
  const child = programs.start('pg_restore', ['--no-owner', '--no-privileges', `--schema=${place}`, '--file=-', path])
  child.stdin?.end()
  const end = ended('pg_restore', child)
  end.catch(() => {})
  yield* child.stdout as AsyncIterable<Buffer>
  await end
}

async function lay(programs: Programs, text: () => AsyncIterable<string | Buffer>): Promise<void> {
  const child = programs.start('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-'])
  const end = ended('psql', child)
  end.catch(() => {})
  child.stdout?.resume()
  const into = child.stdin as Writable
  into.on('error', () => {})
  try {
    for await (const piece of text()) {
      if (child.exitCode !== null) break
      if (!into.write(piece)) await Promise.race([once(into, 'drain'), end])
    }
    into.end()
  } catch (error) {
    // Without COMMIT all is taken back.
    child.kill('SIGKILL')
    throw error
  }
  await end
}
