import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DamagedStore } from '../../../src/store/json/damage'
import { type Friend, friends, notes } from '../samples'
import { openTemporary } from './open-temporary'

const friend = (id: string, group: string, rank: number | string): Friend => {
  return { id, person: `person-${id}`, phone: `1380000${id}`, groups: [group], rank, text: '王小明欠薪' }
}

test('rows in the snapshot and newer ones are one store, whenever a snapshot is made or the store is opened again', async () => {
  const id = fc.constantFrom('1', '2', '3', '"\\中', '\n', '')
  const group = fc.constantFrom('a', 'b', '')
  const rank = fc.constantFrom<number | string>(0, 2, '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', 'x')
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), doc: fc.tuple(id, group, rank) }) },
    fc.record({ do: fc.constant('delete' as const), id }),
    fc.record({ do: fc.constantFrom('compact' as const, 'reopen' as const, 'both' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const opened = await openTemporary({ rerunWrites: false })
      let { store } = opened
      const model = new Map<string, Friend>()
      try {
        for (const step of steps) {
          let snapshot: Promise<void> | undefined
          if (step.do === 'put') {
            const doc = friend(...step.doc)
            model.set(doc.id, doc)
            await store.write([], (tx) => tx.put(friends, doc))
          } else if (step.do === 'delete') {
            model.delete(step.id)
            await store.write([], (tx) => tx.delete(friends, step.id))
          } else if (step.do === 'reopen') store = await opened.reopen()
          else snapshot = store.compact()
          if (step.do === 'both') {
            // While the snapshot is being made.
            const doc = friend('2', 'b', 7)
            model.set('2', doc)
            model.delete('1')
            await store.write([], async (tx) => {
              await tx.put(friends, doc)
              await tx.delete(friends, '1')
            })
          }
          await snapshot
          for (const name of ['a', 'b', '']) {
            const found = await store.read((tx) => tx.find(friends, { index: 'group', equals: name }))
            const wanted = [...model.values()].filter(({ groups }) => groups[0] === name)
            expect(new Set(found)).toEqual(new Set(wanted))
          }
          for (const id of ['1', '2', '3', '"\\中', '\n', '']) {
            expect(await store.read((tx) => tx.get(friends, id))).toEqual(model.get(id))
          }
        }
      } finally {
        await opened.remove()
      }
    }),
    { numRuns: 30 },
  )
}, 60_000)

test('a row damaged while the store runs is told with its file, is not replaced and not carried on', async () => {
  const { store: first, folder, reopen, remove } = await openTemporary({ rerunWrites: false })
  await first.write([], async (tx) => {
    for (const id of ['1', '2']) await tx.put(friends, friend(id, 'a', 0))
  })
  await first.compact()
  const store = await reopen()
  const name = (await readdir(join(folder, 'snapshot'))).find((one) => one.startsWith('friends')) as string
  const file = join(folder, 'snapshot', name)
  const bytes = await readFile(file)
  const at = bytes.lastIndexOf('"2"')
  bytes.writeUInt8(bytes.readUInt8(at + 30) ^ 1, at + 30)
  await writeFile(file, bytes)

  await expect(store.read((tx) => tx.get(friends, '2'))).rejects.toMatchObject({ file })
  await expect(store.write([], (tx) => tx.put(friends, friend('2', 'b', 0)))).rejects.toBeInstanceOf(DamagedStore)
  expect(await store.read((tx) => tx.get(friends, '1'))).toMatchObject({ id: '1' })
  await store.write([], (tx) => tx.put(friends, friend('3', 'b', 0)))
  await expect(store.compact()).rejects.toMatchObject({ file })
  expect((await readFile(file)).equals(bytes)).toBe(true)
  expect(await store.read((tx) => tx.get(friends, '3'))).toMatchObject({ id: '3' })
  await remove()
})

test('what was lately written is not answered any more once its key or its part of the log is gone', async () => {
  const { store, remove } = await openTemporary()
  await store.write([], async (tx) => {
    await tx.put(friends, friend('1', 'a', 0))
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'person-1', text: 'x' })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'other', text: 'y' })
  })
  const texts = () =>
    store.read(async (tx) => (await tx.entries(notes, { key: 'k', limit: 9 })).map(({ text }) => text))
  expect(await texts()).toEqual(['x', 'y'])
  await Promise.all([
    store.write([], (tx) => tx.append(notes, 'k', { at: '2026-01-02T00:00:00.000Z', person: 'person-1', text: 'z' })),
    store.write([], (tx) => tx.dropKey('person:person-1')),
  ])
  expect(await store.read((tx) => tx.get(friends, '1'))).toBeUndefined()
  expect(await texts()).toEqual(['y'])
  const later = { at: '2026-08-31T00:00:00.000Z', person: 'other', text: 'later' }
  await store.write([], (tx) => tx.append(notes, 'later', later))
  expect(await store.dropOldLogs('2026-09-01T00:00:00.000Z')).toBe(1)
  expect(await texts()).toEqual([])
  await remove()
})

test('by a clock that is years ahead the month that is written in stays, and of the others one goes at a time', async () => {
  const { store, reopen, remove } = await openTemporary()
  let own = store
  const say = (key: string, at: string) =>
    own.write([], (tx) => tx.append(notes, key, { at: `${at}T00:00:00.000Z`, person: 'p', text: at }))
  const texts = (key: string) =>
    own.read(async (tx) => (await tx.entries(notes, { key, limit: 9 })).map(({ text }) => text))
  for (const month of ['2026-08', '2026-09', '2026-11']) for (const key of ['k', 'l']) await say(key, `${month}-26`)
  own = await reopen()
  await say('k', '2026-11-27')
  for (const left of [1, 1, 0, 0]) expect(await own.dropOldLogs('2028-01-01T00:00:00.000Z')).toBe(left)
  await say('m', '2026-11-28')
  await say('k', '2026-11-28')
  for (const _ of [1, 2]) {
    expect(await texts('k')).toEqual(['2026-11-26', '2026-11-27', '2026-11-28'])
    expect(await texts('l')).toEqual(['2026-11-26'])
    own = await reopen()
  }
  await remove()
})
