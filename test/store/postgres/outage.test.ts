import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PostgresProblem } from '../../../src/store/postgres/options'
import { outageExit, outageWords } from '../../../src/store/postgres/outage-words'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import { Outage } from '../../../src/store/postgres/trouble'
import { StoreUnavailable } from '../../../src/store/store'
import { PostgresServer, password } from '../../support/postgres/server'
import { schemaIn, type TemporaryDatabase } from '../../support/postgres/shared'
import { authority, tlsSettings } from '../../support/postgres/tls'
import { temporaryFolder } from '../../support/temporary-folder'
import { until } from '../../support/until'
import { notes, places } from '../samples'
import { openAt } from './open-temporary'

let server: PostgresServer
let database: TemporaryDatabase
let store: PostgresStore
const told: PostgresProblem[] = []

beforeAll(async () => {
  server = await PostgresServer.make(await temporaryFolder('outage'), { durable: true })
})
afterAll(() => server.remove())

async function open(): Promise<void> {
  told.length = 0
  database = await schemaIn(server.url)
  store = await openAt(database.url, { rerunWrites: false, onProblem: (problem) => void told.push(problem) })
}
afterEach(() => store.close())

const put = (id: string) =>
  store.write([`rule:${id}`], async (tx) => {
    await tx.put(places, { id, town: 't' })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: id })
  })
/** What stands: each document with its entry, none twice. */
const ids = async () => {
  const found = await store.read((tx) => tx.find(places, { index: 'town', equals: 't' }))
  const logged = await store.read((tx) => tx.entries(notes, { key: 'k', limit: 10_000 }))
  expect(logged.map(({ text }) => text).sort()).toEqual(found.map(({ id }) => id).sort())
  expect(logged.map(({ seq }) => seq)).toEqual(logged.map((_, i) => i + 1))
  return found.map(({ id }) => id)
}
const healthy = () => until(() => store.health().ok)
const kill = (client = "application_name = 'lianxin'") =>
  database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${client} AND pid <> pg_backend_pid()`)

test('connections that are killed all the time cost nothing that was acknowledged, and nothing happens twice', async () => {
  await open()
  let going = true
  const killing = (async () => {
    while (going) {
      await kill()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  const kept: string[] = []
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let i = 0; i < 40; i++) {
      const id = `w${writer}-${i}`
      await put(id).then(
        () => kept.push(id),
        (error) => {
          expect(error).toBeInstanceOf(StoreUnavailable)
          // Until it is back everything is refused at once.
          return healthy()
        },
      )
    }
  })
  await Promise.all(writers)
  going = false
  await killing
  await healthy()
  const stand = await ids()
  expect(kept.length).toBeGreaterThan(20)
  expect(stand).toEqual(expect.arrayContaining(kept))
  // Whoever was refused was told the truth.
  expect(stand.length).toBe(kept.length)
})

test('what was begun before the database came back shuts nothing when it fails after', async () => {
  await open()
  let fail = () => {}
  const begun = store.read(async () => {
    await new Promise<void>((resolve) => {
      fail = resolve
    })
    throw new Outage('the connection broke')
  })
  await server.stop('immediate')
  await expect(put('refused')).rejects.toBeInstanceOf(StoreUnavailable)
  await server.start()
  await healthy()
  fail()
  await expect(begun).rejects.toBeInstanceOf(StoreUnavailable)
  expect(store.health()).toEqual({ ok: true })
  await put('taken')
  expect(await ids()).toEqual(['taken'])
})

test('a database that loses its power: refused meanwhile, with a reason that tells no secret, and back by itself', async () => {
  await open()
  await put('before')
  const writing = Array.from({ length: 8 }, (_, i) => put(`during${i}`))
  await server.stop('immediate')
  const tries = await Promise.allSettled(writing)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StoreUnavailable)
  await expect(put('away')).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(store.read((tx) => tx.get(places, 'before'))).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(store.files.put({ id: 'f', name: 'n', type: 't', bytes: Buffer.from('x') })).rejects.toBeInstanceOf(
    StoreUnavailable,
  )
  const health = store.health()
  expect(health).toMatchObject({ ok: false, reason: expect.stringMatching(/^the (database|connection)/) })
  for (const secret of [password, '127.0.0.1', String(server.port)])
    expect(JSON.stringify([health, told])).not.toContain(secret)

  await server.start()
  await healthy()
  await put('after')
  const stand = await ids()
  expect(stand).toEqual(expect.arrayContaining(['after', 'before']))
  const acknowledged = tries.flatMap((one, i) => (one.status === 'fulfilled' ? [`during${i}`] : []))
  expect(stand).toEqual(expect.arrayContaining(acknowledged))
  expect(stand).not.toContain('away')
  expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['unavailable', 'recovered']))
})

test('a database nobody writes to that goes away is noticed without anybody asking', async () => {
  await open()
  await server.stop('fast')
  await until(() => !store.health().ok)
  await server.start()
  await healthy()
  await put('after')
  expect(await ids()).toEqual(['after'])
})

test('read-only: writes are refused, reads go on, and it is over by itself', async () => {
  await open()
  await put('before')
  const freeze = async (to: string) => {
    await database.query(`ALTER SYSTEM SET default_transaction_read_only = ${to}`)
    await database.query('SELECT pg_reload_conf()')
  }
  await freeze('on')
  await until(() => !store.health().ok)
  await expect(put('refused')).rejects.toBeInstanceOf(StoreUnavailable)
  expect(store.health()).toEqual({ ok: false, reason: 'the database is read-only' })
  expect(await ids()).toEqual(['before'])
  await freeze('off')
  await healthy()
  await put('after')
  expect(await ids()).toEqual(['after', 'before'])
})

test('a server without a free connection refuses whoever is concerned, and only while it has none', async () => {
  await server.stop('fast')
  await server.start(['max_connections=15', 'max_wal_senders=0'])
  await open()
  await put('before')
  const others: Client[] = []
  const fill = async () => {
    for (;;) {
      const client = new Client({ connectionString: server.url })
      client.on('error', () => {})
      try {
        await client.connect()
      } catch {
        return
      }
      others.push(client)
    }
  }
  await fill()
  const ours = `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE application_name = 'lianxin'`
  // Those that were killed take their time to go, and meanwhile the program is sometimes quicker than we are.
  let full = 0
  await until(async () => {
    await kill()
    const before = others.length
    const left = (await others[0]?.query(ours))?.rows[0].count
    await fill()
    full = left === 0 && others.length === before ? full + 1 : 0
    return full === 3
  })
  await expect(put('refused')).rejects.toBeInstanceOf(StoreUnavailable)
  expect(store.health()).toMatchObject({ ok: false, reason: expect.stringContaining('(53300)') })
  await Promise.all(others.map((client) => client.end()))
  await healthy()
  await put('after')
  expect(await ids()).toEqual(['after', 'before'])
  await store.close()
  await server.stop('fast')
  await server.start()
})

test('over TLS: a certificate counts for its host and by its authority, and all lines are encrypted', async () => {
  await server.stop()
  await server.start(await tlsSettings(server.folder))
  database = await schemaIn(server.url)
  const to = (change: (url: URL) => void) => {
    const url = new URL(database.url)
    url.searchParams.set('sslmode', 'verify-full')
    change(url)
    return openAt(url.href, { rerunWrites: false })
  }
  const refused = await Promise.all([
    to(() => {}).catch((error) => error),
    to((url) => {
      url.hostname = 'localhost'
      url.searchParams.set('sslrootcert', authority)
    }).catch((error) => error),
  ])
  for (const error of refused) {
    expect(error).toBeInstanceOf(Outage)
    expect([outageExit(error), outageWords(error)]).toEqual([78, expect.stringMatching(/证书不能信任/)])
  }
  store = await to((url) => url.searchParams.set('sslrootcert', authority))
  await put('a')
  expect(await ids()).toEqual(['a'])
  const lines = await database.query(
    `SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'lianxin'`,
  )
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.every(({ ssl }) => ssl)).toBe(true)
})
