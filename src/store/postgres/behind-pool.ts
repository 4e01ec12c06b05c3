import type { Client } from 'pg'
import type { Connections } from './connections'
import { statement } from './statement'
import { pooledWords, UnusableDatabase } from './unusable'

const backend = statement('SELECT pg_backend_pid() AS pid')
const rounds = 3

/**
 * Locks, announcements and prepared statements belong to a line. A pool that lends the database's lines for a transaction at a time gives two of ours
 * the same one, or one of ours another each time.
 */
export async function refusePooled(client: Client, { ask }: Pick<Connections, 'ask'>): Promise<void> {
  const own = new Set<number>()
  const others = new Set<number>()
  for (let round = 0; round < rounds; round++) {
    own.add((await client.query(backend.text)).rows[0].pid)
    others.add((await ask(backend, []))[0]?.pid)
  }
  if (own.size > 1 || [...own].some((pid) => others.has(pid))) throw new UnusableDatabase(pooledWords)
}
