import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openJsonStore } from '../../../src/store/json/json-store'
import { friends, letterQueue, letters, notes, places, sampleCollections, sampleLogs } from '../samples'

test('smoke', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  const masterKey = Buffer.alloc(32, 7)
  const open = () =>
    openJsonStore({
      folder,
      collections: sampleCollections,
      logs: sampleLogs,
      masterKey,
      now: () => new Date().toISOString(),
      rerunWrites: true,
    })
  let store = await open()
  const f = (id: string, over = {}) => ({
    id,
    person: `p${id}`,
    phone: `138${id}`,
    groups: ['a', 'b'],
    rank: Number(id),
    text: '你好',
    ...over,
  })
  await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      store.write([], async (tx) => {
        await tx.put(friends, f(String(i)))
        await tx.put(places, { id: `x${i}`, town: 't' })
        await tx.append(notes, 'k', { at: `2026-0${1 + (i % 3)}-01T00:00:00.000Z`, person: 'p1', text: `n${i}` })
        await tx.add('n', 1)
      }),
    ),
  )
  const check = async () => {
    const got = await store.read(async (tx) => ({
      a: await tx.find(friends, { index: 'group', equals: 'b', from: 5, limit: 3 }),
      p: await tx.find(friends, { index: 'phone', equals: '13877' }),
      c: await tx.count(places, { index: 'town', equals: 't' }),
      e: await tx.entries(notes, { key: 'k', limit: 3 }),
      e2: await tx.entries(notes, { key: 'k', after: 10, limit: 2 }),
      n: await tx.counter('n'),
    }))
    expect(got.a.map((x) => x.id)).toEqual(['5', '6', '7'])
    expect(got.p.map((x) => x.id)).toEqual(['77'])
    expect(got.c).toBe(200)
    expect(got.e.map((x) => [x.seq, x.text])).toEqual([
      [198, 'n197'],
      [199, 'n198'],
      [200, 'n199'],
    ])
    expect(got.e2.map((x) => [x.seq, x.text])).toEqual([
      [11, 'n10'],
      [12, 'n11'],
    ])
    expect(got.n).toBe(200)
  }
  await check()
  await store.close()
  store = await open()
  await check()
  await store.compact()
  await check()
  await store.close()
  store = await open()
  await check()
  await expect(store.write([], (tx) => tx.put(friends, f('500', { phone: '1385' })))).rejects.toThrow('unique')
  await store.write([], (tx) => tx.dropKey('person:p7'))
  expect(await store.read((tx) => tx.get(friends, '7'))).toBeUndefined()
  await store.write([], async (tx) => {
    for (let i = 0; i < 4; i++)
      await tx.put(letters, {
        id: `l${i}`,
        to: `p${i % 2}`,
        place: i,
        due: '2026-01-01',
        leaseUntil: null,
        done: false,
      })
  })
  expect(
    (await store.claim(letterQueue, { now: '2026-01-02', until: '2026-01-03', limit: 5 })).map((l) => l.id),
  ).toEqual(['l0', 'l1'])
  expect(
    (await store.claim(letterQueue, { now: '2026-01-02', until: '2026-01-03', limit: 5 })).map((l) => l.id),
  ).toEqual([])
  expect(
    (await store.claim(letterQueue, { now: '2026-01-03', until: '2026-01-04', limit: 1 })).map((l) => l.id),
  ).toEqual(['l0'])
  await store.files.put({ id: 'f1', name: '工资条.jpg', type: 'image/jpeg', bytes: Buffer.from('abc') })
  expect((await store.files.get('f1'))?.file.name).toBe('工资条.jpg')
  await store.close()
})
