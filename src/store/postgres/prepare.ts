import type { Client } from 'pg'
import { blinder } from '../envelope'
import { checkSchema, newCheck } from '../json/key-check'
import type { Collection, Log } from '../store'
import { lockNumber } from './bytes'
import { readDatabaseCheck } from './check'
import { Codec } from './codec'
import type { DataKeys } from './data-keys'
import { migrations } from './migrations'
import { prepareCollection, prepareLog } from './prepare-tables'
import { Shape } from './shape'
import { newerWords, TakenDatabase, UnusableDatabase, unfinishedWords } from './unusable'
import { movingName, takeBeside } from './use'

const oldestServer = 140_000

export interface Prepared {
  /** The schema: where the locks are those of this store. */
  place: string
  secret: Buffer
  shape: Shape
  codec: Codec
}

/** Brings the database to what this program works with; of several that start at once one does it, and the others wait for it. */
export async function prepare(
  client: Client,
  options: {
    collections: readonly Collection[]
    logs: readonly Log[]
    keys: DataKeys
    freezes: boolean
    /** By who fills it from another store: nobody else opens it before that is done. */
    isMoving?: boolean
  },
): Promise<Prepared> {
  const place = await placeOf(client)
  // A table of millions takes its time; whoever waits for it does too.
  await client.query('SET statement_timeout = 0; SET lock_timeout = 0')
  const lock = lockNumber(place, 'prepare')
  await client.query('SELECT pg_advisory_lock($1)', [lock])
  try {
    if (!options.isMoving && !(await takeBeside(client, place))) throw new TakenDatabase()
    await migrate(client)
    if (!options.isMoving && (await hasState(client, movingName))) throw new UnusableDatabase(unfinishedWords)
    const secret = await secretOf(client, options.keys)
    const { collections, logs, keys, freezes } = options
    const shape = new Shape(collections, logs, blinder(secret))
    const codec = new Codec(keys, freezes)
    for (const log of shape.logs.values()) await prepareLog(client, log)
    for (const name of shape.tables.keys()) await prepareCollection(client, name, { shape, codec, keys })
    return { place, secret, shape, codec }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lock]).catch(() => {})
  }
}

export async function placeOf(client: Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT current_schema() AS place, current_setting('server_encoding') AS encoding,
     current_setting('server_version_num')::integer AS version`,
  )
  const { place, encoding, version } = rows[0]
  if (version < oldestServer)
    throw new UnusableDatabase('PostgreSQL 太旧，需要 14 或更新 / is older than PostgreSQL 14')
  if (encoding !== 'UTF8')
    throw new UnusableDatabase('数据库的编码要是 UTF8 / must be a database with the encoding UTF8')
  if (place === null)
    throw new UnusableDatabase('search_path 里没有可用的 schema / has no schema in its search_path that could be used')
  return place
}

export async function migrate(client: Client): Promise<void> {
  const { rows: found } = await client.query(`SELECT to_regclass('lianxin_state') IS NOT NULL AS found`)
  const { rows } = found[0].found
    ? await client.query(`SELECT value FROM lianxin_state WHERE name = 'schema'`)
    : { rows: [] }
  const done = Number(rows[0]?.value ?? 0)
  if (done > migrations.length) throw new UnusableDatabase(newerWords)
  for (const [i, text] of migrations.entries()) {
    if (i < done) continue
    await client.query(
      `BEGIN; ${text};
       INSERT INTO lianxin_state VALUES ('schema', '${i + 1}') ON CONFLICT (name) DO UPDATE SET value = excluded.value;
       COMMIT`,
    )
  }
}

export async function hasState(client: Client, name: string): Promise<boolean> {
  return (await client.query('SELECT 1 FROM lianxin_state WHERE name = $1', [name])).rows.length > 0
}

/** See `KeyCheck`; throws WrongMasterKey. */
async function secretOf(client: Client, keys: DataKeys): Promise<Buffer> {
  const kept = await readDatabaseCheck(client, keys.masterKey)
  if (kept) {
    keys.numbered(kept.generation)
    return kept.secret
  }
  const made = newCheck(keys.masterKey, { generation: 0 })
  await client.query(`INSERT INTO lianxin_state VALUES ('keys', $1)`, [JSON.stringify(checkSchema.parse(made))])
  return made.secret
}
