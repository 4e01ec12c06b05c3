import { join } from 'node:path'
import type { Client } from 'pg'
import { backupKeys, backupNames, keepBackups } from '../json/backup'
import { type Backup, writeList } from '../json/backup-list'
import { headerLine } from '../json/checked-line'
import { DamagedStore } from '../json/damage'
import type { Disk } from '../json/disk'
import { GrowingFiles } from '../json/growing-files'
import { checkSchema, hasKeys, writeKeyCheck } from '../json/key-check'
import { allKeyFiles, keyFiles, keyLinesText, keyPath, keyShards, lineOfKey, nameOf } from '../json/key-files'
import { sumOf } from '../json/pieces'
import { shardOf } from '../json/shard'
import { Turn } from '../json/turn'
import { checkKeyFiles, checkListed } from '../json/verify-backup'
import { lockNumber } from './bytes'
import { Connections } from './connections'
import { pieceLength } from './data-keys'
import { placeOf } from './prepare'
import type { Programs } from './programs'
import { quoted } from './statement'

const keyState = `SELECT count(*) || ' ' || (SELECT value FROM lianxin_state WHERE name = 'keys') AS state
  FROM lianxin_keys WHERE wrapped IS NULL`

interface StoredKey {
  wrapped: Buffer | null
  generation: number
}

/** Of a key that stands there under two master keys, what the one that counts has wrapped. */
function pieceOf({ wrapped, generation }: StoredKey, counting: number): Buffer | null {
  if (wrapped === null) return null
  return generation > counting ? wrapped.subarray(0, pieceLength) : wrapped.subarray(-pieceLength)
}

export const dumpName = 'data.dump'

export interface DatabaseBackupDeps {
  disk: Disk
  /** In whose `backups` they stand. */
  folder: string
  url: string
  now(): string
  programs: Programs
}

/** Backups of a database in a folder: what pg_dump gives, and once beside all of them the data keys, as they are today. */
export class DatabaseBackups {
  readonly #turn = new Turn()
  /** Of which the keys beside the backups were copied last. */
  #copied: string | undefined

  constructor(private readonly deps: DatabaseBackupDeps) {}

  /** As `JsonStore.backUp`. */
  make(name: string): Promise<{ made: number; removed: number }> {
    const { disk, folder } = this.deps
    return this.#turn.take(() =>
      this.#withClient((client) =>
        keepBackups(
          { disk, folder, copy: (to) => this.#dump(client, to), copyKeys: (to) => this.#copyKeys(client, to) },
          name,
        ),
      ),
    )
  }

  /** Makes the keys beside the backups today's, where any was destroyed, or the master key changed, since this was last asked. */
  renewKeys(): Promise<void> {
    const { disk, folder } = this.deps
    return this.#turn.take(async () => {
      const keys = backupKeys(folder)
      if (!(await hasKeys(disk, keys)) && (await backupNames(disk, folder)).length === 0) return
      await this.#withClient(async (client) => {
        const { rows } = await client.query(keyState)
        if (rows[0].state === this.#copied) return
        await this.#copyKeys(client, keys)
        this.#copied = rows[0].state
      })
    })
  }

  async #dump(client: Client, to: string): Promise<void> {
    const { disk, programs, now } = this.deps
    const at = now()
    const { rows } = await client.query(`SELECT current_setting('server_version_num')::integer AS version`)
    await programs.check(['pg_dump', 'pg_restore'], rows[0].version)
    const place = await placeOf(client)
    await disk.makeFolder(to)
    const path = join(to, dumpName)
    const only = [`--schema=${quoted(place)}`, `--exclude-table-data=${quoted(place)}.lianxin_keys`]
    await programs.run('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', ...only, `--file=${path}`])
    const file = await disk.open(path, 'change')
    await file.sync()
    await file.close()
    await programs.run('pg_restore', ['--list', path])
    const [length, sum] = [(await disk.size(path)) ?? 0, await sumOf(disk, path)]
    await writeList(disk, to, { at, files: [{ path: dumpName, length, sum }] })
  }

  /** In the files of a folder's own keys. The check, which says which of them count, comes last. */
  async #copyKeys(client: Client, to: string): Promise<void> {
    const { disk } = this.deps
    const making = `${to}.making`
    await disk.removeFolder(making)
    // All of one moment: the master key may just be changing.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows: state } = await client.query(`SELECT value FROM lianxin_state WHERE name = 'keys'`)
    const check = checkSchema.parse(JSON.parse(state[0].value))
    const files = new GrowingFiles(disk, making, {})
    const pathOf = (shard: number | 'recent') => keyPath('', shard, check.generation)
    for (let shard = 0; shard < keyShards; shard++) files.add(pathOf(shard), headerLine('keys', {}))
    files.add(pathOf('recent'), headerLine('keys', {}))
    for (let last = ''; ; ) {
      const { rows } = await client.query(
        'SELECT ref, wrapped, generation FROM lianxin_keys WHERE ref > $1 ORDER BY ref LIMIT 2000',
        [last],
      )
      for (const { ref, wrapped, generation } of rows as (StoredKey & { ref: string })[]) {
        const piece = pieceOf({ wrapped, generation }, check.generation)
        files.add(pathOf(shardOf(nameOf(ref), keyShards)), keyLinesText([lineOfKey(ref, piece)]))
        last = ref
      }
      await files.write()
      if (rows.length < 2000) break
    }
    await client.query('COMMIT')
    await files.sync()
    await files.close()
    await disk.makeFolder(to)
    for (const name of await allKeyFiles(disk, making)) await disk.rename(join(making, name), join(to, name))
    await writeKeyCheck(disk, to, { ...check, secret: Buffer.alloc(0), isOld: false })
    const own = await keyFiles(disk, to)
    for (const name of await allKeyFiles(disk, to)) if (!own.includes(name)) await disk.remove(join(to, name))
    await disk.syncFolder(to)
    await disk.removeFolder(making)
  }

  async #withClient<R>(work: (client: Client) => Promise<R>): Promise<R> {
    const connections = new Connections(this.deps.url)
    try {
      const client = await connections.apart({ isPatient: true })
      // A script beside the bot, or another process with the same folder: each clears away what it takes for left unfinished.
      const place = await placeOf(client)
      await client.query('SELECT pg_advisory_lock($1::bigint)', [lockNumber(place, 'backups')])
      return await work(client).finally(() => client.end().catch(() => {}))
    } finally {
      await connections.close()
    }
  }
}

/** Reads a backup to its last byte, as `verifyBackup` does a folder's. */
export async function verifyDump(disk: Disk, backup: Backup, programs: Programs): Promise<{ place: string }> {
  await checkListed(disk, backup)
  await checkKeyFiles(disk, join(backup.keys, 'keys'))
  const path = join(backup.folder, dumpName)
  const listed = await programs.run('pg_restore', ['--list', path])
  const place = / TABLE (\S+) lianxin_state /.exec(listed)?.[1]
  if (place === undefined) throw new DamagedStore(path, 0, 'not a dump of a store')
  return { place }
}

/** Whether a backup is that of a database. */
export function isDump({ list }: Backup): boolean {
  return list.files.some(({ path }) => path === dumpName)
}
