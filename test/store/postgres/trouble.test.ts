import { Pool } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PostgresProblem } from '../../../src/store/postgres/options'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import { Again, troubleOf } from '../../../src/store/postgres/trouble'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { places } from '../samples'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
let store: PostgresStore
const told: PostgresProblem[] = []
beforeEach(async () => {
  told.length = 0
  database = await temporaryDatabase()
  store = await openAt(database.url, { rerunWrites: false, onProblem: (problem) => void told.push(problem) })
})
afterEach(async () => {
  await store.close()
  await database.remove()
})

const put = (id: string) => store.write([`rule:${id}`], (tx) => tx.put(places, { id, town: 't' }))

/** The database answers what is written into a table with this error. */
async function refuses(table: string, code: string, when = 'true'): Promise<void> {
  await database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN IF ${when} THEN RAISE EXCEPTION USING ERRCODE = '${code}'; END IF; RETURN new; END $$`,
  )
  await database.query(`CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`)
}

test('what the database has answered with an error is not asked after as if its answer were lost', async () => {
  // A full disk: nothing can be written, least of all what would tell whether a commit stands.
  await refuses('lianxin_changes', '53100')
  const since = performance.now()
  await expect(put('a')).rejects.toThrow('(53100)')
  expect(performance.now() - since).toBeLessThan(15_000)
  await database.query('DROP FUNCTION refuse CASCADE')
  await expect.poll(() => store.health(), { timeout: 5000 }).toEqual({ ok: true })
  await put('a')
})

test('a statement that took too long refuses whoever asked for it, and nobody else', async () => {
  await refuses('places', '57014', `new.id = 'slow'`)
  await expect(put('slow')).rejects.toThrow('too busy')
  expect(store.health()).toEqual({ ok: true })
  await put('quick')
  expect(told).toEqual([])
})

test('that all lines are in use is no outage, as the pool says it', async () => {
  const pool = new Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 1000 })
  const client = await pool.connect()
  const error = await pool.connect().catch((error) => error)
  expect(troubleOf(error)).toBeInstanceOf(Again)
  client.release()
  await pool.end()
})
