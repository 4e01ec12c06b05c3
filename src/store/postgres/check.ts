import type { Client } from 'pg'
import { checkSchema, type KeyCheck, openCheck } from '../json/key-check'
import { WrongMasterKey } from '../keys'
import { Connections } from './connections'

/** Which key opens the store in a database; undefined when there is none. Throws WrongMasterKey. */
export async function readDatabaseCheck(client: Client, masterKey: Buffer): Promise<KeyCheck | undefined> {
  const { rows: found } = await client.query(`SELECT to_regclass('lianxin_state') IS NOT NULL AS found`)
  if (!found[0].found) return undefined
  const { rows } = await client.query(`SELECT value FROM lianxin_state WHERE name = 'keys'`)
  return rows[0] && openCheck(checkSchema.parse(JSON.parse(rows[0].value)), masterKey)
}

/** Whether a store stands there that this master key opens. */
export async function opensDatabase(client: Client, masterKey: Buffer): Promise<boolean> {
  return readDatabaseCheck(client, masterKey).then(
    (check) => check !== undefined,
    (error) => {
      if (error instanceof WrongMasterKey) return false
      throw error
    },
  )
}

/** The same of an address. */
export async function opensDatabaseAt(url: string, masterKey: Buffer): Promise<boolean> {
  const connections = new Connections(url)
  try {
    const client = await connections.apart()
    return await opensDatabase(client, masterKey).finally(() => client.end().catch(() => {}))
  } finally {
    await connections.close()
  }
}
