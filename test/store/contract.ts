import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Store, UniqueViolation } from '../../src/store/store'
import { claimContract } from './contract-claims'
import { modelContract } from './contract-model'
import { type Friend, friends, type Note, notes, places } from './samples'

/** An empty store of `sampleCollections` and `sampleLogs` that runs each write callback twice. */
export interface OpenedStore {
  store: Store
  /** Closes and opens it again over the same data. */
  reopen(): Promise<Store>
  /** Closes it and removes its data. */
  remove(): Promise<void>
}

/** `modelRuns`: how many lives of the random model; fewer where a store takes long to open. */
export function storeContract(name: string, open: () => Promise<OpenedStore>, modelRuns = 60): void {
  describe(`${name} keeps the contract of a store`, () => {
    let opened: OpenedStore
    let store: Store
    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.remove())

    const friend = (id: string, over: Partial<Friend> = {}): Friend => {
      return { id, person: `person-${id}`, phone: null, groups: [], rank: 0, text: '', ...over }
    }
    const put = (doc: Friend) => store.write([], (tx) => tx.put(friends, doc))
    const get = (id: string) => store.read((tx) => tx.get(friends, id))

    test('a document is as it was put, also after opening again', async () => {
      const doc = friend('a', { text: '工资「两万」\n\u0000"\\', groups: ['x', ''], phone: '13800138000' })
      await put(doc)
      expect(await get('a')).toEqual(doc)
      store = await opened.reopen()
      expect(await get('a')).toEqual(doc)
      expect(await store.read((tx) => tx.find(friends, { index: 'group', equals: '' }))).toEqual([doc])
    })

    test('what was read cannot be changed by who has it, or is theirs alone', async () => {
      await put(friend('a', { groups: ['x'] }))
      const read = await get('a')
      try {
        read?.groups.push('y')
      } catch (fault) {
        expect(fault).toBeInstanceOf(TypeError)
      }
      expect((await get('a'))?.groups).toEqual(['x'])
    })

    test('a document that its schema refuses is not put', async () => {
      await expect(put({ ...friend('a'), text: 3 as unknown as string })).rejects.toThrow()
      expect(await get('a')).toBeUndefined()
    })

    test('a write that throws leaves nothing and rejects alone', async () => {
      const bad = store.write([], async (tx) => {
        await tx.put(friends, friend('a'))
        await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: 'x' })
        await tx.add('n', 5)
        throw new Error('a bug')
      })
      const good = put(friend('b'))
      await expect(bad).rejects.toThrow('a bug')
      await good
      expect(await get('a')).toBeUndefined()
      expect(await get('b')).toBeDefined()
      expect(await store.read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))).toEqual([])
      expect(await store.read((tx) => tx.counter('n'))).toBe(0)
    })

    test('a write sees its own changes and those of earlier writes under a common lock; a read only durable ones', async () => {
      let inside: unknown
      const first = store.write(['person:a'], async (tx) => {
        await tx.put(friends, friend('a', { text: 'one' }))
        inside = await store.read((read) => read.get(friends, 'a'))
        expect((await tx.get(friends, 'a'))?.text).toBe('one')
        expect(await tx.find(friends, { index: 'text', equals: 'one' })).toHaveLength(1)
      })
      const second = store.write(['person:b', 'person:a'], async (tx) => (await tx.get(friends, 'a'))?.text)
      expect(await second).toBe('one')
      await first
      expect(inside).toBeUndefined()
      expect((await get('a'))?.text).toBe('one')
    })

    test('a transaction that is over refuses to be used', async () => {
      const kept = await store.read(async (tx) => tx)
      await expect(kept.get(friends, 'a')).rejects.toThrow()
      const written = await store.write([], async (tx) => tx)
      await expect(written.put(friends, friend('a'))).rejects.toThrow()
    })

    test('a unique key stands once, also against writes that are not durable yet', async () => {
      await put(friend('a', { phone: '1' }))
      await expect(put(friend('b', { phone: '1' }))).rejects.toBeInstanceOf(UniqueViolation)
      await put(friend('a', { phone: '1', text: 'again' }))
      const tries = await Promise.allSettled(['c', 'd', 'e'].map((id) => put(friend(id, { phone: '2' }))))
      const refused = tries.filter((one) => one.status === 'rejected')
      expect(refused.map(({ reason }) => reason instanceof UniqueViolation)).toEqual([true, true])
      await store.write([], async (tx) => {
        await tx.delete(friends, 'a')
        await tx.put(friends, friend('b', { phone: '1' }))
      })
      expect((await get('b'))?.phone).toBe('1')
      await store.write([], async (tx) => {
        await expect(tx.put(friends, friend('f', { phone: '1' }))).rejects.toBeInstanceOf(UniqueViolation)
      })
      expect(await get('f')).toBeUndefined()
    })

    test('a counter adds up over side by side writes', async () => {
      await Promise.all(Array.from({ length: 50 }, () => store.write(['counter:n'], (tx) => tx.add('n', 2))))
      const sum = await store.write([], async (tx) => {
        await tx.add('n', 0)
        return tx.counter('n')
      })
      expect(sum).toBe(100)
      store = await opened.reopen()
      expect(await store.read((tx) => tx.counter('n'))).toBe(100)
    })

    test('writes without a common lock lose nothing of each other', async () => {
      await put(friend('a'))
      const seqs = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          store.write([`rule:${i}`], async (tx) => {
            const doc = await tx.get(friends, 'a')
            await tx.put(friends, { ...(doc as Friend), groups: [...(doc?.groups ?? []), `${i}`] })
            return tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: `${i}` })
          }),
        ),
      )
      expect([...seqs].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
      const inOrder = seqs.map((seq, i) => ({ seq, i })).sort((a, b) => a.seq - b.seq)
      expect((await get('a'))?.groups).toEqual(inOrder.map(({ i }) => `${i}`))
      const all = await store.read((tx) => tx.entries(notes, { key: 'k', after: 0, limit: 99 }))
      expect(all.map(({ text }) => text)).toEqual(inOrder.map(({ i }) => `${i}`))
    })

    test('ids and keys may hold any characters', async () => {
      const odd = ['a\u0000b', '\ud83d', '\\0000', '😀', 'ａ', "'; --", ' ', '中']
      await store.write([], async (tx) => {
        for (const id of odd) await tx.put(places, { id, town: id })
      })
      for (const id of odd) {
        expect(await store.read((tx) => tx.get(places, id))).toEqual({ id, town: id })
        expect(await store.read((tx) => tx.find(places, { index: 'town', equals: id }))).toEqual([{ id, town: id }])
      }
      const walked: string[] = []
      for await (const { id } of store.walk(places)) walked.push(id)
      expect(new Set(walked)).toEqual(new Set(odd))
      await store.write([], async (tx) => {
        for (const id of odd) await tx.delete(places, id)
      })
      expect(await store.read((tx) => tx.get(places, odd[0] as string))).toBeUndefined()
    })

    test('orders of any kind and size stand in their order', async () => {
      const ranks = [-1e300, -2.5, -1, 0, 1e-9, 1, 1.5, 2 ** 53, '', '\u0000', '2', 'a', 'ab', '中', '😀', 'ａ']
      await store.write([], async (tx) => {
        for (const [i, rank] of ranks.entries()) await tx.put(friends, friend(`${10 + i}`, { groups: ['g'], rank }))
      })
      const find = async (over: object) =>
        (await store.read((tx) => tx.find(friends, { index: 'group', equals: 'g', ...over }))).map(({ rank }) => rank)
      expect(await find({})).toEqual(ranks)
      expect(await find({ order: 'descending' })).toEqual(ranks.toReversed())
      for (const [i, rank] of ranks.entries()) {
        expect(await find({ from: rank })).toEqual(ranks.slice(i))
        expect(await find({ after: { order: rank, id: `${10 + i}` } })).toEqual(ranks.slice(i + 1))
      }
    })

    test('the seqs of a log have no holes, and each key has its own', async () => {
      const entry = (text: string): Note => ({ at: '2026-01-01T00:00:00.000Z', person: 'p', text })
      const seqs = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          store.write([`rule:${i % 2}`], (tx) => tx.append(notes, i % 2 ? 'odd' : 'even', entry(`${i}`))),
        ),
      )
      expect(seqs).toEqual(Array.from({ length: 40 }, (_, i) => Math.floor(i / 2) + 1))
      const odd = await store.read((tx) => tx.entries(notes, { key: 'odd', limit: 3 }))
      expect(odd.map(({ seq, text }) => [seq, text])).toEqual([
        [18, '35'],
        [19, '37'],
        [20, '39'],
      ])
    })

    test('a long log is read from any place', async () => {
      const entry = (i: number): Note => ({
        at: `2026-0${1 + Math.floor(i / 100)}-01T00:00:00.000Z`,
        person: 'p',
        text: `${i}`,
      })
      await store.write([], async (tx) => {
        for (let i = 1; i <= 300; i++) await tx.append(notes, 'k', entry(i))
      })
      const seqs = async (query: { after?: number; before?: number; limit: number }) =>
        (await store.read((tx) => tx.entries(notes, { key: 'k', ...query }))).map(({ seq, text }) => {
          expect(text).toBe(String(seq))
          return seq
        })
      for (const at of [0, 1, 63, 64, 65, 127, 128, 200, 299, 300, 400]) {
        const after = [1, 2, 3].map((i) => at + i).filter((seq) => seq <= 300)
        expect(await seqs({ after: at, limit: 3 })).toEqual(after)
        const before = [3, 2, 1].map((i) => Math.min(at, 301) - i).filter((seq) => seq >= 1)
        expect(await seqs({ before: at, limit: 3 })).toEqual(before)
      }
    })

    test('old parts of a log go, newer entries and the seq stay', async () => {
      const entry = (at: string): Note => ({ at: `${at}T00:00:00.000Z`, person: 'p', text: at })
      await store.write([], async (tx) => {
        for (const at of ['2026-01-05', '2026-01-06', '2026-03-01', '2026-03-02'])
          await tx.append(notes, 'k', entry(at))
        await tx.append(notes, 'old', entry('2026-01-07'))
      })
      expect(await store.dropOldLogs('2026-04-01T00:00:00.000Z')).toBe(0)
      expect(await store.dropOldLogs('2026-04-02T00:00:00.000Z')).toBe(1)
      for (const _ of [1, 2]) {
        const all = await store.read((tx) => tx.entries(notes, { key: 'k', after: 0, limit: 9 }))
        expect(all.map(({ seq }) => seq)).toEqual([3, 4])
        expect(await store.read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))).toEqual(all)
        expect(await store.read((tx) => tx.entries(notes, { key: 'old', limit: 9 }))).toEqual([])
        store = await opened.reopen()
      }
      expect(await store.write([], (tx) => tx.append(notes, 'old', entry('2026-04-02')))).toBe(2)
      expect(await store.read((tx) => tx.entries(notes, { key: 'old', limit: 9 }))).toHaveLength(1)
    })

    test('what is sealed under a destroyed key reads as absent, and the name can be used anew', async () => {
      const entry: Note = { at: '2026-01-01T00:00:00.000Z', person: 'p1', text: 'x' }
      await put(friend('a', { person: 'p1', groups: ['g'] }))
      await put(friend('b', { person: 'p2', groups: ['g'] }))
      await store.write([], (tx) => tx.append(notes, 'k', entry))
      await store.write([], async (tx) => {
        await tx.put(friends, friend('c', { person: 'p1', groups: ['g'] }))
        await tx.dropKey('person:p1')
        expect(await tx.get(friends, 'a')).toBeUndefined()
        expect(await tx.get(friends, 'c')).toBeUndefined()
        await tx.put(friends, friend('d', { person: 'p1', groups: ['g'] }))
      })
      for (const _ of [1, 2]) {
        const found = await store.read((tx) => tx.find(friends, { index: 'group', equals: 'g' }))
        expect(found.map(({ id }) => id)).toEqual(['b', 'd'])
        expect(await get('a')).toBeUndefined()
        expect(await store.read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))).toEqual([])
        store = await opened.reopen()
      }
    })

    test('changes tells of durable commits only', async () => {
      const told: unknown[] = []
      const stop = store.changes((changes) => told.push(...changes))
      await expect(
        store.write([], async (tx) => {
          await tx.put(friends, friend('no'))
          throw new Error('no')
        }),
      ).rejects.toThrow()
      await store.write([], async (tx) => {
        await tx.put(friends, friend('a'))
        await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: 'p', text: 'x' })
      })
      expect(told).toEqual([
        { of: 'friends', id: 'a' },
        { of: 'notes', id: 'k' },
      ])
      stop()
      await put(friend('b'))
      expect(told).toHaveLength(2)
    })

    test('a collection is walked in order of id', async () => {
      await store.write([], async (tx) => {
        for (const id of ['c', 'a', 'b']) await tx.put(places, { id, town: 't' })
      })
      const ids: string[] = []
      for await (const place of store.walk(places)) ids.push(place.id)
      expect(ids).toEqual(['a', 'b', 'c'])
    })

    test('a file is as it was put until it is deleted', async () => {
      const bytes = Buffer.from([0, 10, 13, 255, 10])
      const kept = await store.files.put({ id: 'f-1', name: '工资条.jpg', type: 'image/jpeg', bytes })
      expect(kept).toMatchObject({ id: 'f-1', name: '工资条.jpg', size: 5 })
      store = await opened.reopen()
      const got = await store.files.get('f-1')
      expect(got?.file).toEqual(kept)
      expect(Buffer.from(got?.bytes ?? []).equals(bytes)).toBe(true)
      expect(await store.files.list('9999-01-01T00:00:00.000Z')).toEqual(['f-1'])
      expect(await store.files.list('2000-01-01T00:00:00.000Z')).toEqual([])
      await store.files.delete('f-1')
      expect(await store.files.get('f-1')).toBeUndefined()
      expect(await store.files.get('f-2')).toBeUndefined()
      await expect(store.files.get('../f')).rejects.toThrow()
    })

    claimContract(() => store)
    modelContract(open, modelRuns)
  })
}
