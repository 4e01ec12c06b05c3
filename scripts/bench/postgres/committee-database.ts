import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { derive } from '../../../src/bot/tools'
import { collections } from '../../../src/store/collections'
import { logs } from '../../../src/store/logs'
import { openPostgresStore } from '../../../src/store/postgres/postgres-store'
import { sizeOf } from '../committee-size'
import { fillCommittee } from '../make-committee'
import { masterKeyOf } from '../prepared-folder'
import { cpuOf } from '../program'
import { multiply } from './multiply'
import { PostgresServer } from './server'

/** A committee in a database that is only copied, never used; but one that was multiplied is used as it is. */
export interface PreparedDatabase {
  name: string
  /** What signs its visitors' cookies. */
  cookieSecret: string
  bytes: number
  seconds: number
  /** Who can write: of the others there are only copies of these. */
  real: number
  isMultiplied: boolean
}

/** So many are put through the store; where more are wanted the smaller committee is multiplied. */
const mostReal = 60_000

/** A server that waits for the disk as one in use does, with the committees in it. */
export class CommitteeServer {
  #runs = 0

  private constructor(
    private readonly server: PostgresServer,
    private readonly asks: Client,
  ) {}

  static async start(): Promise<CommitteeServer> {
    const server = await PostgresServer.make(join(tmpdir(), `lianxin-bench-postgres-${process.pid}`), { durable: true })
    const client = new Client({ connectionString: server.url })
    await client.connect()
    return new CommitteeServer(server, client)
  }

  /** Makes a committee through the store itself, so that every document is sealed as the program would. */
  async prepare(
    people: number,
    { seed, now, few, say }: { seed: number; now: string; few: number; say: (line: string) => void },
  ): Promise<PreparedDatabase> {
    const name = `committee_${people}`
    const real = people > mostReal ? few : people
    const begun = performance.now()
    await this.asks.query(`CREATE DATABASE ${name}`)
    const store = await openPostgresStore({
      ...{ url: this.urlOf(name), collections, logs, masterKey: masterKeyOf(seed) },
      now: () => now,
    })
    await fillCommittee(store, { seed, size: sizeOf(real), now })
    await store.close()
    // A gigabyte of log between two checkpoints is for less than this writes.
    await this.asks.query(`ALTER SYSTEM SET max_wal_size = '8GB'`)
    await this.asks.query('SELECT pg_reload_conf()')
    if (real < people) await this.#within(name, (client) => multiply(client, Math.round(people / real), say))
    await this.#within(name, (client) => client.query('VACUUM (ANALYZE)'))
    const { rows } = await this.asks.query('SELECT pg_database_size($1)::float8 AS bytes', [name])
    const cookieSecret = derive(store.secret, 'web chat').toString('base64')
    return {
      name,
      cookieSecret,
      bytes: rows[0].bytes,
      seconds: (performance.now() - begun) / 1000,
      real,
      isMultiplied: real < people,
    }
  }

  /** A copy to run on, written out before it is used. */
  async copy({ name, isMultiplied }: PreparedDatabase): Promise<string> {
    const copied = isMultiplied ? name : `run_${++this.#runs}`
    if (!isMultiplied) await this.asks.query(`CREATE DATABASE ${copied} TEMPLATE ${name}`)
    await this.asks.query('CHECKPOINT')
    return copied
  }

  async drop({ isMultiplied }: PreparedDatabase, name: string): Promise<void> {
    if (!isMultiplied) await this.asks.query(`DROP DATABASE ${name} WITH (FORCE)`)
  }

  urlOf(name: string): string {
    return this.server.url.replace(/[^/]*$/, name)
  }

  /** Processor time of all its processes in milliseconds, also of those that have ended. */
  async cpuMs(): Promise<number> {
    const path = join(this.server.folder, 'data', 'postmaster.pid')
    const parent = Number((await readFile(path, 'utf8')).split('\n')[0])
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const children = await Promise.all(pids.map(async (pid) => ((await parentOf(pid)) === parent ? cpuOf(pid) : 0)))
    const ended = await cpuOf(parent, { withEnded: true })
    return children.reduce((sum, ms) => sum + (ms || 0), ended)
  }

  async stop(): Promise<void> {
    await this.asks.end()
    await this.server.remove()
    await rm(this.server.folder, { recursive: true, force: true })
  }

  async #within(name: string, work: (client: Client) => Promise<unknown>): Promise<void> {
    const client = new Client({ connectionString: this.urlOf(name) })
    await client.connect()
    await work(client)
    await client.end()
  }
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
