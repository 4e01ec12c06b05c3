import type { Client } from 'pg'
import { lockNumber } from './bytes'

/** Where `lianxin_state` says how far a move into the database has come. */
export const movingName = 'move'

/** Every process that serves the store holds this lock beside others, and who wants the store for himself holds it alone. */
function usersLock(place: string): string {
  return lockNumber(place, 'in use')
}

/** For as long as the connection lasts; false when somebody uses the store. */
export async function takeAlone(client: Client, place: string): Promise<boolean> {
  return (await client.query('SELECT pg_try_advisory_lock($1) AS taken', [usersLock(place)])).rows[0].taken
}

/** The same beside others; false when somebody has it for himself. */
export async function takeBeside(client: Client, place: string): Promise<boolean> {
  return (await client.query('SELECT pg_try_advisory_lock_shared($1) AS taken', [usersLock(place)])).rows[0].taken
}

/** The connections by which others, and this process, hold it beside each other: one of each process that serves the store. */
export async function usersOf(client: Client, place: string): Promise<number[]> {
  const { rows } = await client.query(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock' AND objsubid = 1
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND (classid::bigint << 32) | objid::bigint = $1`,
    [usersLock(place)],
  )
  return rows.map(({ pid }) => pid)
}
