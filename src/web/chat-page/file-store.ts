// Bytes of photos that wait to be sent: in IndexedDB over a reload, in memory where that is blocked.

const memory = new Map<string, Blob>()
const storeName = 'files'

function openDatabase(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open('lianxin', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(storeName)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => resolve(null)
      opening.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
}

let database: Promise<IDBDatabase | null> | null = null

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  database = database ?? openDatabase()
  const db = await database
  if (db === null) return null
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(storeName, mode)
      const request = act(transaction.objectStore(storeName))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => resolve(null)
      transaction.onabort = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
}

export const fileStore = {
  async put(id: string, file: Blob): Promise<void> {
    memory.set(id, file)
    await run('readwrite', (store) => store.put(file, id))
  },
  async get(id: string): Promise<Blob | null> {
    const held = memory.get(id) ?? (await run<unknown>('readonly', (store) => store.get(id)))
    if (!(held instanceof Blob)) return null
    memory.set(id, held)
    return held
  },
  async delete(id: string): Promise<void> {
    memory.delete(id)
    await run('readwrite', (store) => store.delete(id))
  },
  async clear(): Promise<void> {
    memory.clear()
    await run('readwrite', (store) => store.clear())
  },
}
