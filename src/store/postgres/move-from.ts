import type { Client, QueryResultRow } from 'pg'
import type { KeyCheck } from '../json/key-check'
import { type KeptContent, OtherVersion, type Part, type Piece, type Place, type Source } from '../move'
import type { Order } from '../order'
import type { Keys } from '../plan'
import { bytesOrder, fromText } from './bytes'
import { type DataKeys, pieceBy } from './data-keys'
import { readWhole } from './files'
import { signatureOf } from './prepare-tables'
import type { Shape } from './shape'
import { type Ask, quoted } from './statement'
import type { Table } from './table'

export interface DatabaseDeps {
  client: Client
  shape: Shape
  keys: DataKeys
}

/** Reads a database that nobody uses, without changing it. */
export async function readDatabase(deps: DatabaseDeps, check: KeyCheck): Promise<Source> {
  const { client, shape } = deps
  const { rows } = await client.query('SELECT name, signature FROM lianxin_collections')
  const kept = new Map(rows.map(({ name, signature }) => [name, signature]))
  for (const [name, table] of shape.tables) if (kept.get(name) !== signatureOf(table)) throw new OtherVersion(name)
  // Each commit takes a number there.
  const { rows: last } = await client.query(
    `SELECT pg_sequence_last_value(pg_get_serial_sequence('lianxin_changes', 'seq')::regclass)::text AS seq,
     (SELECT count(*) FROM lianxin_keys WHERE wrapped IS NULL)::text AS dropped`,
  )
  return new DatabaseSource(deps, check, `${check.key} ${last[0].seq} ${last[0].dropped}`)
}

/** Asks over one connection. */
function askOf(client: Client): Ask {
  return async ({ name, text }, values) => (await client.query({ name, text, values: values as unknown[] })).rows
}

const page = 500

class DatabaseSource implements Source {
  constructor(
    private readonly deps: DatabaseDeps,
    readonly check: KeyCheck,
    readonly fingerprint: string,
  ) {}

  async count(part: Part): Promise<number> {
    const { client, shape } = this.deps
    if (part.of === 'log') {
      const text = `SELECT count(*)::integer AS count FROM ${shape.log(part.name).name}`
      return (await client.query(text)).rows[0].count
    }
    const table = 'name' in part ? this.#table(part.name).name : `lianxin_${part.of}`
    return (await client.query(`SELECT count(*)::integer AS count FROM ${table}`)).rows[0].count
  }

  read(part: Part, after: Place | undefined): AsyncIterable<{ piece: Piece; place: Place }> {
    const from = typeof after === 'string' ? after : ''
    if (part.of === 'keys') return this.#keys(from)
    if (part.of === 'collection') return this.#rows(this.#table(part.name), from)
    if (part.of === 'counters') return this.#counters(from)
    if (part.of !== 'log') return this.#files(from)
    return this.#log(part.name, Array.isArray(after) ? (after as [string, number]) : undefined)
  }

  async *#keys(after: string) {
    const text = 'SELECT ref, wrapped FROM lianxin_keys WHERE ref > $1 ORDER BY ref LIMIT $2'
    for await (const { ref, wrapped } of this.#pages(text, after, 'ref')) {
      // Where a change of the master key was broken off it stands there under two.
      const piece = wrapped && (pieceBy({ key: this.deps.keys.masterKey }, ref, wrapped)?.piece ?? wrapped)
      yield { piece: { is: 'key', ref, wrapped: piece } as const, place: ref as string }
    }
  }

  async *#counters(after: string) {
    const text = 'SELECT name, sum FROM lianxin_counters WHERE name > $1 ORDER BY name LIMIT $2'
    for await (const { name, sum } of this.#pages(text, after, 'name')) {
      yield { piece: { is: 'counter', name: fromText(name), sum } as const, place: name as string }
    }
  }

  async *#rows(table: Table, after: string) {
    const own = table.columns.filter(({ lists }) => !lists)
    const columns = own.flatMap(({ key, order, isOrdered }, i) => [
      `${key} AS k${i}`,
      ...(isOrdered ? [`${order} AS o${i}`] : []),
    ])
    const text = `SELECT ${['d.id', 'd.v', 'd.sealed_by', 'd.sealed', 'd.clear::text', ...columns].join(', ')}
      FROM ${table.name} d WHERE d.id > $1 ORDER BY d.id LIMIT $2`
    for (let last = after; ; ) {
      const { rows } = await this.deps.client.query(text, [last, page])
      const lists = await this.#lists(
        table,
        rows.map(({ id }) => id),
      )
      for (const row of rows) {
        const keys: Keys = table.columns.map((column) => {
          if (column.lists) return lists.get(column.name)?.get(row.id) ?? null
          const i = own.indexOf(column)
          if (row[`k${i}`] === null) return null
          return [column.isOrdered ? bytesOrder(row[`o${i}`]) : 0, fromText(row[`k${i}`])]
        })
        last = row.id
        yield { piece: { is: 'row', id: fromText(row.id), keys, content: contentOf(row) } as const, place: last }
      }
      if (rows.length < page) return
    }
  }

  async #lists(table: Table, ids: readonly string[]): Promise<Map<string, Map<string, [Order, ...string[]]>>> {
    const found = new Map<string, Map<string, [Order, ...string[]]>>()
    for (const { name, lists } of table.columns) {
      if (!lists) continue
      const side = quoted(table.plan.collection.name, name)
      const { rows } = await this.deps.client.query(
        `SELECT id, ord, array_agg(key) AS keys FROM ${side} WHERE id = ANY($1) GROUP BY id, ord`,
        [ids],
      )
      found.set(name, new Map(rows.map(({ id, ord, keys }) => [id, [bytesOrder(ord), ...keys.map(fromText)]])))
    }
    return found
  }

  /** By key: the entries in their order, then how far they have come. A place is a key with the last seq of it, or with -1 after its end. */
  async *#log(name: string, after: [string, number] | undefined) {
    const { client, shape } = this.deps
    const table = shape.log(name).name
    const heads =
      'SELECT key, seq FROM lianxin_heads WHERE log = $1 AND key COLLATE "C" >= $2 ORDER BY key COLLATE "C" LIMIT $3'
    const entries = `SELECT key, seq, month, v, sealed_by, sealed, clear::text FROM ${table}
      WHERE key >= $1 AND key <= $2 AND (key, seq) > ($3::text COLLATE "C", $4) ORDER BY key, seq LIMIT $5`
    let from = after?.[0] ?? ''
    let done: string | undefined = after?.[1] === -1 ? after[0] : undefined
    let seq = after && after[1] !== -1 ? after[1] : 0
    for (;;) {
      const found = (await client.query(heads, [name, from, page])).rows as { key: string; seq: string }[]
      const some = found.filter(({ key }) => key !== done)
      const [first, last] = [some[0], some.at(-1)]
      if (first === undefined || last === undefined) return
      let head = 0
      let [key, number] = [first.key, first.key === from ? seq : 0]
      const ended = (upTo: string | undefined) => {
        const through = upTo === undefined ? some.length : some.findIndex((one) => one.key === upTo)
        const past = some.slice(head, through)
        head = through
        return past.map((one) => {
          const piece = { is: 'head', key: fromText(one.key), seq: Number(one.seq) } as const
          return { piece, place: [one.key, -1] as const }
        })
      }
      for (;;) {
        const { rows } = await client.query(entries, [first.key, last.key, key, number, page])
        for (const row of rows) {
          yield* ended(row.key)
          ;[key, number] = [row.key, Number(row.seq)]
          const { month } = row
          const piece = { is: 'entry', key: fromText(key), seq: number, month, content: contentOf(row) } as const
          yield { piece, place: [key, number] as const }
        }
        if (rows.length < page) break
      }
      yield* ended(undefined)
      from = last.key
      done = last.key
      seq = 0
      if (found.length < page) return
    }
  }

  async *#files(after: string) {
    const text = `SELECT f.id FROM lianxin_files f JOIN lianxin_keys k ON k.ref = f.sealed_by AND k.wrapped IS NOT NULL
      WHERE f.id COLLATE "C" > $1 ORDER BY f.id COLLATE "C" LIMIT $2`
    for await (const { id } of this.#pages(text, after, 'id')) {
      const kept = await readWhole({ ask: askOf(this.deps.client), keys: this.deps.keys }, id)
      if (kept) yield { piece: { is: 'file', ...kept } as const, place: id as string }
    }
  }

  async *#pages(text: string, after: string, by: string): AsyncIterable<QueryResultRow> {
    for (let last = after; ; ) {
      const { rows } = await this.deps.client.query(text, [last, page])
      yield* rows
      if (rows.length < page) return
      last = rows.at(-1)?.[by]
    }
  }

  #table(name: string): Table {
    return this.deps.shape.tables.get(name) as Table
  }
}

function contentOf({ v, sealed_by, sealed, clear }: QueryResultRow): KeptContent {
  return { v, sealedBy: sealed_by, sealed, clear }
}
