import type { Client } from 'pg'
import { checkSchema, type KeyCheck, newCheck } from '../json/key-check'
import { nameOf } from '../json/key-files'
import type { Part, Piece, Progress, Target } from '../move'
import { toText } from './bytes'
import { type DataKeys, insertDestroyed, insertKey } from './data-keys'
import { insertWhole } from './files'
import { moveHead } from './log-table'
import { migrate } from './prepare'
import { newRevision } from './revision'
import type { Shape } from './shape'
import { type Bound, statement } from './statement'
import { movingName } from './use'

const insertCounter = statement('INSERT INTO lianxin_counters (name, sum) VALUES ($1, $2)')
const keepProgress = statement('UPDATE lianxin_state SET value = $2 WHERE name = $1')

/** Nothing of ours or of anybody else stands there. */
async function isEmpty(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT count(*)::integer AS others FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
     AND relnamespace = current_schema()::regnamespace`,
  )
  return rows[0].others === 0
}

/** Where a move into the database stands: begun by whoever finds it empty, or gone on with. */
export async function beginMove(
  client: Client,
  source: { fingerprint: string; check: KeyCheck },
  masterKey: Buffer,
): Promise<Progress | 'not-empty' | 'other-source'> {
  if (await isEmpty(client)) await migrate(client)
  const { rows: found } = await client.query(`SELECT to_regclass('lianxin_state') IS NOT NULL AS found`)
  if (!found[0].found) return 'not-empty'
  const { rows } = await client.query('SELECT name, value FROM lianxin_state WHERE name = ANY($1)', [
    ['keys', movingName],
  ])
  const moving = rows.find(({ name }) => name === movingName)
  if (moving) {
    const progress = JSON.parse(moving.value) as Progress
    return progress.fingerprint === source.fingerprint ? progress : 'other-source'
  }
  if (rows.length > 0) return 'not-empty'
  const progress: Progress = { fingerprint: source.fingerprint, part: 0, after: null }
  const check = checkSchema.parse(newCheck(masterKey, source.check))
  await client.query(`INSERT INTO lianxin_state VALUES ('keys', $1), ($2, $3)`, [
    JSON.stringify(check),
    movingName,
    JSON.stringify(progress),
  ])
  return progress
}

export class DatabaseTarget implements Target {
  constructor(
    private readonly deps: { client: Client; shape: Shape; keys: DataKeys },
    readonly progress: Progress,
  ) {}

  async begin(): Promise<void> {}

  async take(part: Part, pieces: readonly Piece[], progress: Progress): Promise<void> {
    const bound: Bound[] = []
    for (const piece of pieces) bound.push(...(await this.#statements(part, piece)))
    await this.#commit(bound, progress)
  }

  finish(_part: Part, progress: Progress): Promise<void> {
    return this.#commit([], progress)
  }

  /** From here on it is a store like any other. */
  async end(): Promise<void> {
    const { client } = this.deps
    await client.query('ANALYZE')
    await client.query('DELETE FROM lianxin_state WHERE name = $1', [movingName])
  }

  async #commit(bound: readonly Bound[], progress: Progress): Promise<void> {
    const { client } = this.deps
    const kept = { statement: keepProgress, values: [movingName, JSON.stringify(progress)] }
    const sent = [client.query('BEGIN')]
    for (const { statement, values } of [...bound, kept]) {
      sent.push(client.query({ ...statement, values: values as unknown[] }))
    }
    await Promise.all([...sent, client.query('COMMIT')])
  }

  async #statements(part: Part, piece: Piece): Promise<Bound[]> {
    const { shape } = this.deps
    const name = 'name' in part ? part.name : ''
    switch (piece.is) {
      case 'key': {
        const key = { name: nameOf(piece.ref), ref: piece.ref }
        return [piece.wrapped ? insertKey(key, piece.wrapped, this.deps.keys.generation) : insertDestroyed(key)]
      }
      case 'row': {
        const now = { rev: newRevision(), content: piece.content, keys: piece.keys }
        return shape.writers.get(name)?.write({ id: piece.id, before: 'absent', now }) ?? []
      }
      case 'counter':
        return [{ statement: insertCounter, values: [toText(piece.name), piece.sum] }]
      case 'entry':
        return shape.log(name).append([piece])
      case 'head':
        return [moveHead(name, piece.key, 0, piece.seq)]
      case 'file': {
        const key = await keyOf(this.deps, piece.ref)
        return key ? insertWhole(piece, key) : []
      }
    }
  }
}

/** A data key by its reference; undefined when it was destroyed. */
export async function keyOf(deps: { client: Client; keys: DataKeys }, ref: string): Promise<Buffer | undefined> {
  const { rows } = await deps.client.query('SELECT wrapped FROM lianxin_keys WHERE ref = $1', [ref])
  return rows[0]?.wrapped ? deps.keys.unwrap(ref, rows[0].wrapped).key : undefined
}
