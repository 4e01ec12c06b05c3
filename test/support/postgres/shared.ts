import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { temporaryFolder } from '../temporary-folder'
import { PostgresServer } from './server'

/** Names the folder in which the tests of a run, in several processes, find the server they share. */
export const folderVariable = 'LIANXIN_TEST_POSTGRES'

/** The server that was started, if any. */
export function sharedServer(folder: string): PostgresServer | undefined {
  const path = join(folder, 'server.json')
  if (!existsSync(path)) return undefined
  const told = JSON.parse(readFileSync(path, 'utf8'))
  return PostgresServer.at(told.folder, told.port)
}

/** Whoever comes first starts it, the others wait. */
async function startedServer(): Promise<PostgresServer> {
  const folder = process.env[folderVariable]
  if (!folder) throw new Error(`${folderVariable} is not set: these tests run under vitest.config.ts`)
  for (;;) {
    const server = sharedServer(folder)
    if (server) return server
    try {
      mkdirSync(join(folder, 'starting'))
    } catch {
      await sleep(50)
      continue
    }
    try {
      const { folder: place, port } = await PostgresServer.make(await temporaryFolder('postgres'))
      writeFileSync(join(folder, 'server.json.new'), JSON.stringify({ folder: place, port }))
      renameSync(join(folder, 'server.json.new'), join(folder, 'server.json'))
    } finally {
      rmSync(join(folder, 'starting'), { recursive: true })
    }
  }
}

let databases = 0

export interface TemporaryDatabase {
  url: string
  /** Asks it something beside the store. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

/** An empty schema of its own in the server that all tests share. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  return schemaIn((await startedServer()).url)
}

/** The same in a given server. */
export async function schemaIn(server: string): Promise<TemporaryDatabase> {
  const name = `t${process.pid}_${++databases}`
  const client = new Client({ connectionString: server })
  client.on('error', () => {})
  await client.connect()
  await client.query(`SET client_min_messages = warning; CREATE SCHEMA ${name}; SET search_path = ${name}`)
  return {
    url: `${server}?options=${encodeURIComponent(`-c search_path=${name}`)}`,
    query: async (text, values) => (await client.query(text, values)).rows,
    async remove() {
      await client.query(`DROP SCHEMA ${name} CASCADE`)
      await client.end()
    },
  }
}
