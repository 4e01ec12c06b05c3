import {
  openPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
} from '../../../src/store/postgres/postgres-store'
import { temporaryDatabase } from '../../support/postgres/shared'
import { sampleCollections, sampleLogs } from '../samples'

const masterKey: Buffer = Buffer.alloc(32, 7)

export function openAt(url: string, over: Partial<PostgresStoreOptions> = {}): Promise<PostgresStore> {
  return openPostgresStore({
    url,
    collections: sampleCollections,
    logs: sampleLogs,
    masterKey,
    now: () => '2026-05-01T00:00:00.000Z',
    rerunWrites: true,
    ...over,
  })
}

/** A store in a schema of its own, as the contract wants it. */
export async function openTemporary(over: Partial<PostgresStoreOptions> = {}) {
  const database = await temporaryDatabase()
  let store = await openAt(database.url, over)
  return {
    database,
    store,
    async reopen(more: Partial<PostgresStoreOptions> = {}) {
      await store.close()
      store = await openAt(database.url, { ...over, ...more })
      return store
    },
    async remove() {
      await store.close()
      await database.remove()
    },
  }
}
