import { rm } from 'node:fs/promises'
import { type JsonStore, type JsonStoreOptions, openJsonStore } from '../../../src/store/json/json-store'
import { temporaryFolder } from '../../support/temporary-folder'
import { sampleStore } from '../samples'

export const { masterKey } = sampleStore

export function openIn(folder: string, over: Partial<JsonStoreOptions> = {}): Promise<JsonStore> {
  return openJsonStore({ folder, ...sampleStore, ...over })
}

/** A store in a folder of its own, as the contract wants it. */
export async function openTemporary(over: Partial<JsonStoreOptions> = {}) {
  const folder = await temporaryFolder('store')
  let store = await openIn(folder, over)
  return {
    folder,
    store,
    async reopen(more: Partial<JsonStoreOptions> = {}) {
      await store.close()
      store = await openIn(folder, { ...over, ...more })
      return store
    },
    async remove() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
