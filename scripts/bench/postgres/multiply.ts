import type { Client } from 'pg'
import { quoted } from '../../../src/store/postgres/statement'

/** What stands there once, however many people there are, and what the bench brings nothing of. */
const once = [
  'lianxin_state',
  'lianxin_collections',
  'lianxin_changes',
  'lianxin_leases',
  'lianxin_files',
  'lianxin_chunks',
]

/** Columns of text that no row is found by alone. */
const shared = ['month', 'log']

/**
 * Makes a committee so many times as large: each row again, under other ids and keys. Nobody can open what the copies hold, it is sealed for
 * another id, and nobody asks for them: they are what tables and indexes have to carry besides.
 */
export async function multiply(client: Client, times: number, say: (line: string) => void): Promise<void> {
  await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'`)
  const { rows } = await client.query(
    `SELECT c.relname AS name, a.attname AS column, a.atttypid = 'text'::regtype AS is_text
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> ALL ($1)
     ORDER BY c.relname, a.attnum`,
    [once],
  )
  for (const name of new Set(rows.map((row) => row.name as string))) {
    const columns = rows.filter((row) => row.name === name)
    const names = columns.map(({ column }) => quoted(column)).join(', ')
    const values = columns.map(({ column, is_text }) =>
      is_text && !shared.includes(column) ? `${quoted(column)} || '~' || n` : quoted(column),
    )
    const begun = performance.now()
    const indexes = await indexesOf(client, name)
    // Made anew from all rows they take minutes, row by row most of an hour.
    for (const { drop } of indexes) await client.query(drop)
    await client.query(`CREATE TEMP TABLE one AS SELECT * FROM ${quoted(name)}`)
    const { rowCount } = await client.query(
      `INSERT INTO ${quoted(name)} (${names}) SELECT ${values.join(', ')} FROM one, generate_series(1, ${times - 1}) n`,
    )
    await client.query('DROP TABLE one')
    for (const { make } of indexes) await client.query(make)
    if (rowCount) say(`${name}: ${rowCount} rows, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  }
}

async function indexesOf(client: Client, name: string): Promise<{ drop: string; make: string }[]> {
  const { rows } = await client.query(
    `SELECT c.relname AS index, pg_get_indexdef(i.indexrelid) AS text, pg_get_constraintdef(o.oid) AS constraint
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint o ON o.conindid = i.indexrelid
     WHERE i.indrelid = $1::regclass`,
    [quoted(name)],
  )
  const table = `ALTER TABLE ${quoted(name)}`
  return rows.map(({ index, text, constraint }) =>
    constraint === null
      ? { drop: `DROP INDEX ${quoted(index)}`, make: text }
      : {
          drop: `${table} DROP CONSTRAINT ${quoted(index)}`,
          make: `${table} ADD CONSTRAINT ${quoted(index)} ${constraint}`,
        },
  )
}
