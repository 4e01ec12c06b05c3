import type { Client } from 'pg'
import { boundTo } from '../envelope'
import type { Doc } from '../store'
import type { LogTable } from './log-table'
import { newRevision } from './revision'
import { quoted } from './statement'
import type { StoredRow, Table } from './table'
import { newerWords, UnusableDatabase } from './unusable'
import type { ViewDeps } from './view'

type RowDeps = Omit<ViewDeps, 'memory'>

const stored = 'v integer NOT NULL, sealed_by text COLLATE "C", sealed bytea, clear json'

export async function prepareLog(client: Client, { name, log }: LogTable): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${name}
       (key text COLLATE "C", seq bigint, month text COLLATE "C" NOT NULL, ${stored}, PRIMARY KEY (key, seq));
     CREATE INDEX IF NOT EXISTS ${quoted(`log.${log.name}.month`)} ON ${name} (month)`,
  )
}

/** Another signature than the one before means other columns, other keys in them, or documents of an older format. */
export function signatureOf({ plan, columns }: Table): string {
  const flags = columns.map(({ name, sensitive, unique, lists, isOrdered }) => {
    return `${name}${sensitive ? '*' : ''}${unique ? '!' : ''}${lists ? '[]' : ''}${isOrdered ? '<' : ''}`
  })
  return `${plan.collection.version}:${flags.join(',')}`
}

/** Makes a collection's tables and indexes what its declaration says; documents are brought up to it a few at a time. */
export async function prepareCollection(client: Client, name: string, deps: RowDeps): Promise<void> {
  const table = deps.shape.tables.get(name) as Table
  const { version } = table.plan.collection
  const { rows } = await client.query('SELECT version, signature FROM lianxin_collections WHERE name = $1', [name])
  const signature = signatureOf(table)
  if (rows[0]?.version > version) throw new UnusableDatabase(newerWords)
  if (rows[0]?.signature === signature) return
  const note = `INSERT INTO lianxin_collections VALUES ('${name}', ${version}, '${signature}')
    ON CONFLICT (name) DO UPDATE SET version = excluded.version, signature = excluded.signature`
  const [columns, indexes] = [columnTexts(table), indexTexts(table)]
  if (rows.length === 0) {
    await client.query(['BEGIN', ...columns, ...indexes, note, 'COMMIT'].join('; '))
    return
  }
  await client.query(['BEGIN', ...columns, 'COMMIT'].join('; '))
  await dropOthers(client, table)
  for (let after: string | undefined = ''; after !== undefined; ) after = await renewSome(client, table, deps, after)
  await client.query(['BEGIN', ...indexes, note, 'COMMIT'].join('; '))
}

function columnTexts(table: Table): string[] {
  const { name, columns, plan } = table
  const own = `CREATE TABLE IF NOT EXISTS ${name} (id text COLLATE "C" PRIMARY KEY, rev bigint NOT NULL, ${stored})`
  return [
    own,
    ...columns.flatMap((column) => {
      const side = quoted(plan.collection.name, column.name)
      const add = (what: string, type: string) =>
        `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${quoted(`${column.name}_${what}`)} ${type}`
      if (column.lists)
        return [
          `DROP TABLE IF EXISTS ${side}`,
          `CREATE TABLE ${side} (key text COLLATE "C", ord bytea, id text COLLATE "C" NOT NULL, PRIMARY KEY (key, ord, id))`,
          `CREATE INDEX ON ${side} (id)`,
        ]
      return [add('key', 'text COLLATE "C"'), ...(column.isOrdered ? [add('order', 'bytea')] : [])]
    }),
  ]
}

/** Columns and indexes of the declaration before: the indexes are made anew when the keys are right. */
async function dropOthers(client: Client, table: Table): Promise<void> {
  const { name, columns, plan } = table
  const wanted = columns.flatMap((column) => [`${column.name}_key`, `${column.name}_order`])
  const { rows } = await client.query(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
     AND attname ~ '_(key|order)$'`,
    [name],
  )
  const old = rows.filter((row) => !wanted.includes(row.name))
  for (const row of old) await client.query(`ALTER TABLE ${name} DROP COLUMN ${quoted(row.name)}`)
  for (const column of columns) {
    const index = quoted(`${plan.collection.name}.${column.name}.index`)
    await client.query(`ALTER TABLE ${name} DROP CONSTRAINT IF EXISTS ${index}; DROP INDEX IF EXISTS ${index}`)
    if (!column.lists) await client.query(`DROP TABLE IF EXISTS ${quoted(plan.collection.name, column.name)}`)
  }
}

function indexTexts({ name, columns, plan }: Table): string[] {
  return columns
    .filter(({ lists }) => !lists)
    .map((column) => {
      const index = quoted(`${plan.collection.name}.${column.name}.index`)
      const key = quoted(`${column.name}_key`)
      // Two documents may exchange their keys within a transaction.
      if (column.unique)
        return `ALTER TABLE ${name} ADD CONSTRAINT ${index} UNIQUE (${key}) DEFERRABLE INITIALLY DEFERRED`
      const order = column.isOrdered ? [quoted(`${column.name}_order`)] : []
      return `CREATE INDEX ${index} ON ${name} (${[key, ...order, 'id'].join(', ')}) WHERE ${key} IS NOT NULL`
    })
}

const slice = 500

/** Computes the keys of the documents after an id anew, some of them; gives the last id, or undefined when there are no more. */
async function renewSome(
  client: Client,
  table: Table,
  { shape, codec, keys }: RowDeps,
  after: string,
): Promise<string | undefined> {
  const { collection } = table.plan
  const writer = shape.writers.get(collection.name)
  const { rows } = await client.query<StoredRow>(table.walkStatement.text, [after, slice])
  const sent = [client.query('BEGIN')]
  for (const row of rows) {
    const doc: Doc | undefined = codec.document(collection, row)
    // Nobody can read it any more, nor find it.
    if (doc === undefined) continue
    const id = table.idOf(row)
    const key = row.sealed_by && row.wrapped ? keys.unwrap(row.sealed_by, row.wrapped) : undefined
    const content = codec.content(boundTo(collection.name, id), collection.version, doc, key)
    const now = { rev: newRevision(), content, keys: table.plan.keys(doc) }
    for (const { statement, values } of writer?.write({ id, before: row.rev, now }) ?? []) {
      sent.push(client.query({ ...statement, values: values as unknown[] }))
    }
  }
  await Promise.all([...sent, client.query('COMMIT')])
  return rows.length < slice ? undefined : rows.at(-1)?.id
}
