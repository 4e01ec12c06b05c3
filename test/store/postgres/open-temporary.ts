import {
  openPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
} from '../../../src/store/postgres/postgres-store'
import { temporaryDatabase } from '../../support/postgres/shared'
import { sampleStore } from '../samples'

export function openAt(url: string, over: Partial<PostgresStoreOptions> = {}): Promise<PostgresStore> {
  return openPostgresStore({ url, ...sampleStore, ...over })
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
