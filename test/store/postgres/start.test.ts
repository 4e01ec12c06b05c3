import { afterEach, beforeEach, expect, test } from 'vitest'
import { WrongMasterKey } from '../../../src/store/keys'
import { refusePooled } from '../../../src/store/postgres/behind-pool'
import { lockNumber } from '../../../src/store/postgres/bytes'
import { Connections } from '../../../src/store/postgres/connections'
import { outageExit, outageWords } from '../../../src/store/postgres/outage-words'
import type { PostgresStore, PostgresStoreOptions } from '../../../src/store/postgres/postgres-store'
import { Outage } from '../../../src/store/postgres/trouble'
import { UnusableDatabase } from '../../../src/store/postgres/unusable'
import type { Collection } from '../../../src/store/store'
import { lineTo } from '../../support/postgres/line'
import { password } from '../../support/postgres/server'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { type Friend, friends, type Place, places, sampleCollections } from '../samples'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
let store: PostgresStore | undefined
beforeEach(async () => {
  database = await temporaryDatabase()
})
afterEach(async () => {
  await store?.close()
  store = undefined
  await database.remove()
})

async function open(over: Partial<PostgresStoreOptions> = {}): Promise<PostgresStore> {
  await store?.close()
  store = await openAt(database.url, over)
  return store
}
const sampleFriend = (id: string): Friend => {
  return { id, person: `p${id}`, phone: null, groups: ['g'], rank: Number(id), text: id }
}

test('what only another setting mends is told from what another try may mend, in words that name it', async () => {
  const opening = (change: (url: URL) => void) => {
    const url = new URL(database.url)
    change(url)
    return openAt(url.href).then(
      () => expect.unreachable(),
      (error) => error,
    )
  }
  const told = async (change: (url: URL) => void) => {
    const error = await opening(change)
    expect(error).toBeInstanceOf(Outage)
    expect(outageWords(error)).not.toContain(password)
    return [outageExit(error), outageWords(error)]
  }
  const [wrongPassword, noDatabase, noTls, away, frozen] = await Promise.all([
    told((url) => {
      url.password = 'not-it'
    }),
    told((url) => {
      url.pathname = '/nothing'
    }),
    told((url) => url.searchParams.set('sslmode', 'verify-full')),
    told((url) => {
      url.port = '1'
    }),
    told((url) => {
      const options = url.searchParams.get('options') ?? ''
      url.searchParams.set('options', `${options} -c default_transaction_read_only=on`)
    }),
  ])
  expect(wrongPassword).toEqual([78, expect.stringMatching(/密码不对.* \/ .*28P01/)])
  expect(noDatabase).toEqual([78, expect.stringMatching(/没有这个数据库.* \/ .*3D000/)])
  expect(noTls).toEqual([78, expect.stringMatching(/没有打开 TLS.* \/ .*not speak TLS/)])
  expect(away).toEqual([75, expect.stringMatching(/端口不对.* \/ .*ECONNREFUSED/)])
  // It may just be moving to another machine.
  expect(frozen).toEqual([75, expect.stringMatching(/只能读.* \/ .*25006/)])
})

test('an index that is new, changed or gone is made from the documents at the next start', async () => {
  const first = await open()
  await first.write([], async (tx) => {
    for (let i = 0; i < 1_200; i++) await tx.put(places, { id: `${i}`, town: i % 2 ? 'odd' : 'even' })
    for (let i = 0; i < 3; i++) await tx.put(friends, sampleFriend(`${i}`))
  })
  const newPlaces: Collection<Place> = {
    ...places,
    version: 2,
    upgrade: (doc) => ({ ...(doc as Place), town: (doc as Place).town.toUpperCase() }),
    indexes: {
      town: { equals: ({ town }) => town, order: ({ id }) => Number(id) },
      halves: { lists: true, equals: ({ town, id }) => [town, id] },
    },
  }
  const newFriends: Collection<Friend> = { ...friends, indexes: { text: { equals: ({ text }) => text, unique: true } } }
  const others = sampleCollections.filter(({ name }) => name !== 'places' && name !== 'friends')
  const collections = [newPlaces, newFriends, ...others] as Collection[]
  for (const _ of [1, 2]) {
    const next = await open({ collections })
    const odd = await next.read((tx) => tx.find(newPlaces, { index: 'town', equals: 'ODD', from: 1_000, limit: 2 }))
    expect(odd.map(({ id }) => id)).toEqual(['1001', '1003'])
    expect(await next.read((tx) => tx.count(newPlaces, { index: 'halves', equals: 'EVEN' }))).toBe(600)
    expect(await next.read((tx) => tx.find(newFriends, { index: 'text', equals: '2' }))).toEqual([sampleFriend('2')])
    await expect(next.write([], (tx) => tx.put(newFriends, { ...sampleFriend('9'), text: '2' }))).rejects.toThrow(
      'unique',
    )
  }
  const columns = await database.query(
    "SELECT attname FROM pg_attribute WHERE attrelid = 'friends'::regclass AND attnum > 0 AND NOT attisdropped",
  )
  expect(columns.map(({ attname }) => attname)).not.toContain('phone_key')
})

test('a database of a newer program is refused, and left as it is', async () => {
  await open({
    collections: [
      ...sampleCollections.filter(({ name }) => name !== 'places'),
      { ...places, version: 7 },
    ] as Collection[],
  })
  await expect(open()).rejects.toThrow(UnusableDatabase)
  store = undefined
  await database.query("UPDATE lianxin_state SET value = '99' WHERE name = 'schema'")
  await expect(openAt(database.url)).rejects.toThrow(/更新的联心.*newer Lianxin/)
})

test('another master key, a wrong password and a server that is not there are told apart and tell no secret', async () => {
  await open()
  await expect(openAt(database.url, { masterKey: Buffer.alloc(32, 8) })).rejects.toBeInstanceOf(WrongMasterKey)
  const wrong = database.url.replace(password, 'not-this-one')
  const nowhere = database.url.replace(/:\d+\//, ':1/')
  for (const [url, code] of [
    [wrong, '28P01'],
    [nowhere, 'ECONNREFUSED'],
    [database.url.replace('/postgres?', '/none?'), '3D000'],
  ] as const) {
    const error = await openAt(url).catch((fault) => fault)
    expect(error).toBeInstanceOf(Outage)
    expect(error.message).toContain(code)
    expect(error.message).not.toMatch(/127\.0\.0\.1|not-/)
  }
})

test('nothing personal stands in clear', async () => {
  const opened = await open()
  const secret = 'Wang-the-worker'
  await opened.write([], (tx) => tx.put(friends, { ...sampleFriend('1'), text: secret, phone: '13800138000' }))
  await opened.files.put({ id: 'f', name: `${secret}.jpg`, type: 'image/jpeg', bytes: Buffer.from(secret) })
  const tables = await database.query('SELECT tablename FROM pg_tables WHERE schemaname = current_schema()')
  for (const { tablename } of tables) {
    const rows = await database.query(`SELECT t::text AS row FROM "${tablename}" t`)
    const text = rows
      .map(({ row }) =>
        String(row).replace(/\\\\x([0-9a-f]+)/g, (_, hex) => Buffer.from(hex, 'hex').toString('latin1')),
      )
      .join('\n')
    expect(text).not.toContain(secret)
    expect(text).not.toContain('13800138000')
  }
})

test('from the moment it looks at the database until it is closed nobody else can have it for himself', async () => {
  await open()
  await store?.close()
  const [{ place } = {}] = await database.query('SELECT current_schema() AS place')
  const number = BigInt.asUintN(64, BigInt(lockNumber(String(place), 'in use')))
  const held = `SELECT count(*)::integer AS count FROM pg_locks
    WHERE locktype = 'advisory' AND classid = ${number >> 32n} AND objid = ${number & 0xffffffffn}`
  const counts: number[] = []
  const opening = open()
  let isOpen = false
  void opening.then(() => (isOpen = true))
  while (!isOpen) counts.push(Number((await database.query(held))[0]?.count))
  const first = counts.findIndex((count) => count > 0)
  expect(first).toBeGreaterThanOrEqual(0)
  expect(counts.slice(first)).not.toContain(0)
})

test('a pool that lends one line of the database to two of ours is refused', async () => {
  const connections = new Connections(database.url)
  const client = await connections.apart()
  await refusePooled(client, connections)
  const lent = { ask: async ({ text }: { text: string }) => (await client.query(text)).rows }
  await expect(refusePooled(client, lent)).rejects.toThrow(UnusableDatabase)
  await client.end()
  await connections.close()
})

test('a line that breaks anywhere in a start is said to be an outage', async () => {
  for (let n = 1, isWhole = false; !isWhole; n += 3) {
    let pieces = 0
    const line = await lineTo(database.url, (way) => ({
      up() {
        const goesOn = ++pieces < n
        if (!goesOn) way.cut()
        return goesOn
      },
    }))
    const opened = await openAt(line.url).catch((error) => error)
    if (opened instanceof Error) expect(opened, `piece ${n}`).toBeInstanceOf(Outage)
    else await opened.close()
    isWhole = !(opened instanceof Error)
    line.close()
    if (isWhole) expect(n).toBeGreaterThan(5)
  }
})
