import { cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { checkedLine } from '../../../src/store/json/checked-line'
import { DamagedStore, NewerFormat } from '../../../src/store/json/damage'
import type { JsonStore } from '../../../src/store/json/json-store'
import { WrongMasterKey } from '../../../src/store/keys'
import { type Collection, UniqueViolation } from '../../../src/store/store'
import { temporaryFolder } from '../../support/temporary-folder'
import { type Friend, friends, notes, places } from '../samples'
import { copyBeforeEachStep, FaultyDisk } from './faulty-disk'
import { openIn } from './open-temporary'

const friend = (id: string, over: Partial<Friend> = {}): Friend => {
  return { id, person: `person-${id}`, phone: `1380000${id}`, groups: ['g'], rank: 1, text: '王小明欠薪', ...over }
}
const write = (store: JsonStore, id: string, text = '王小明欠薪') =>
  store.write([], async (tx) => {
    await tx.put(friends, friend(id, { text }))
    await tx.put(places, { id, town: 't' })
    await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: `person-${id}`, text })
    await tx.add('n', 1)
  })
/** All that is in the store, so that two can be compared. */
async function content(store: JsonStore): Promise<unknown> {
  return store.read(async (tx) => ({
    friends: await tx.find(friends, { index: 'group', equals: 'g' }),
    places: (await tx.find(places, { index: 'town', equals: 't' })).map(({ id }) => id),
    notes: await tx.entries(notes, { key: 'k', limit: 1000 }),
    n: await tx.counter('n'),
  }))
}
async function everyFile(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
/** What stands beside the snapshot's files can be had again from them: `packed-file.test.ts`. */
async function filesThatCount(folder: string, pattern: RegExp): Promise<string[]> {
  return (await everyFile(folder)).filter((file) => pattern.test(file) && !file.endsWith('.packed'))
}
async function snapshotOf(folder: string): Promise<Map<string, string>> {
  const files = await everyFile(folder)
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)))
}

let root: string
let folder: string
const journal = () => join(folder, 'journal', '00000001.jsonl')
beforeEach(async () => {
  root = await temporaryFolder('store')
  folder = join(root, 'state')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** The folder as a killed process leaves it: nothing is closed. */
async function crashed(ids: string[], compactAfter?: string): Promise<void> {
  const store = await openIn(folder)
  for (const id of ids) {
    await write(store, id)
    if (id === compactAfter) await store.compact()
  }
  await store.close()
}

test('a last line torn at any byte counts as never written', async () => {
  await crashed(['1', '2'])
  const whole = await readFile(journal())
  const before = whole.lastIndexOf(10, whole.length - 2) + 1
  await cp(folder, join(root, 'copy'), { recursive: true })
  for (
    let length = before;
    length < whole.length;
    length += length < before + 40 || length > whole.length - 40 ? 1 : 37
  ) {
    await truncate(journal(), length)
    const store = await openIn(folder)
    expect(await content(store)).toMatchObject({ places: ['1'], n: 1 })
    await write(store, '3')
    await store.close()
    const again = await openIn(folder)
    expect(await content(again)).toMatchObject({ places: ['1', '3'], n: 2 })
    await again.close()
    await rm(folder, { recursive: true })
    await cp(join(root, 'copy'), folder, { recursive: true })
  }
})

test('a last line of lost bytes counts as never written', async () => {
  await crashed(['1', '2'])
  const whole = await readFile(journal())
  const before = whole.lastIndexOf(10, whole.length - 2) + 1
  await writeFile(journal(), Buffer.concat([whole.subarray(0, before), Buffer.alloc(whole.length - before)]))
  const store = await openIn(folder)
  expect(await content(store)).toMatchObject({ places: ['1'], n: 1 })
  await store.close()
})

test('damage anywhere else is refused with file, line and reason, and nothing is touched', async () => {
  await crashed(['1', '2', '3', '4'], '2')
  const files = await filesThatCount(folder, /journal|snapshot|manifest|keys\/\w\w\.|check/)
  expect(files.length).toBeGreaterThan(6)
  for (const file of files) {
    const whole = await readFile(file)
    const lines = whole.toString('latin1').split('\n')
    for (let line = 1; line < Math.max(2, lines.length - 1); line++) {
      // The last line of the journal may be torn; its header may not.
      if (file.includes('journal') && line === lines.length - 1) continue
      const bytes = Buffer.from(whole)
      const at = lines.slice(0, line - 1).join('\n').length + 12
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      await writeFile(file, bytes)
      const before = await snapshotOf(folder)
      const error = await openIn(folder).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(DamagedStore)
      expect(error).toMatchObject({ file, line })
      expect(error.reason).toBeTruthy()
      expect(await snapshotOf(folder)).toEqual(before)
    }
    await writeFile(file, whole)
  }
  await (await openIn(folder)).close()
})

test('a missing or shortened file is refused', async () => {
  await crashed(['1', '2', '3', '4'], '2')
  const files = await filesThatCount(folder, /journal|snapshot|manifest|log\//)
  for (const file of files) {
    const whole = await readFile(file)
    await rm(file)
    await expect(openIn(folder)).rejects.toMatchObject({ file })
    const lines = whole.toString().split('\n')
    if (/snapshot|log\//.test(file)) {
      await writeFile(file, lines.slice(0, file.includes('log/') ? 0 : -2).join('\n'))
      await expect(openIn(folder)).rejects.toBeInstanceOf(DamagedStore)
    }
    await writeFile(file, whole)
  }
  await (await openIn(folder)).close()
})

test('a torn line in a journal that is not the last is refused', async () => {
  await crashed(['1', '2'])
  await truncate(journal(), (await stat(journal())).size - 5)
  await cp(journal(), join(folder, 'journal', '00000002.jsonl'))
  await expect(openIn(folder)).rejects.toMatchObject({ file: journal(), line: 3 })
})

test('a record out of its order is refused', async () => {
  await crashed(['1', '2', '3'])
  const lines = (await readFile(journal(), 'utf8')).split('\n')
  await writeFile(journal(), [lines[0], lines[1], lines[3], ''].join('\n'))
  await expect(openIn(folder)).rejects.toMatchObject({ file: journal(), line: 3, reason: 'record 3, but 2 is next' })
})

test('the wrong master key is refused, and nothing is touched', async () => {
  await crashed(['1'])
  const before = await snapshotOf(folder)
  await expect(openIn(folder, { masterKey: Buffer.alloc(32, 8) })).rejects.toBeInstanceOf(WrongMasterKey)
  expect(await snapshotOf(folder)).toEqual(before)
})

test('newer formats are refused', async () => {
  await crashed(['1'], '1')
  const manifest = join(folder, 'manifest.json')
  const whole = await readFile(manifest, 'utf8')
  await writeFile(manifest, checkedLine(whole.slice(9, -1).replace('"format":1', '"format":2')))
  await expect(openIn(folder)).rejects.toBeInstanceOf(NewerFormat)
  await writeFile(manifest, checkedLine(whole.slice(9, -1).replace('"version":1', '"version":2')))
  await expect(openIn(folder)).rejects.toBeInstanceOf(NewerFormat)
})

test('an older version is upgraded, and new indexes hold what was there', async () => {
  await crashed(['1', '2'])
  const schema = z.object({ id: z.string(), person: z.string(), words: z.string(), phone: z.string() })
  const newer: Collection<z.infer<typeof schema>> = {
    name: 'friends',
    version: 2,
    schema,
    upgrade: (doc) => {
      const { id, person, text, phone } = doc as Friend
      return { id, person, phone, words: `${text}!` }
    },
    indexes: { number: { equals: (doc) => doc.phone, unique: true } },
    sealedBy: (doc) => `person:${doc.person}`,
    subject: (doc) => doc.person,
    onErase: { do: 'delete' },
  }
  for (const _ of [1, 2]) {
    const store = await openIn(folder, { collections: [newer, places] })
    const found = await store.read((tx) => tx.find(newer, { index: 'number', equals: '13800002' }))
    expect(found.map(({ id, words }) => [id, words])).toEqual([['2', '王小明欠薪!']])
    const put = store.write([], (tx) => tx.put(newer, { id: '9', person: 'p', words: '', phone: '13800001' }))
    await expect(put).rejects.toBeInstanceOf(UniqueViolation)
    await store.close()
  }
  await expect(openIn(folder)).rejects.toBeInstanceOf(NewerFormat)
})

test('a collection the code does not know is carried on', async () => {
  await crashed(['1', '2'])
  const store = await openIn(folder, { collections: [places] })
  await store.write([], (tx) => tx.put(places, { id: '3', town: 't' }))
  await store.compact()
  await store.close()
  const again = await openIn(folder)
  expect(await content(again)).toMatchObject({ friends: [{ id: '1' }, { id: '2' }], places: ['1', '2', '3'] })
  await again.close()
})

test('a bad document on the disk is named, and put does not replace it', async () => {
  await crashed(['1', '2'])
  const narrower = {
    ...places,
    schema: z.object({ id: z.string(), town: z.literal('elsewhere') }),
  } as unknown as typeof places
  const store = await openIn(folder, { collections: [friends, narrower], rerunWrites: false })
  const reason = 'document 1: town: invalid_value'
  await expect(store.read((tx) => tx.get(narrower, '1'))).rejects.toMatchObject({ file: journal(), line: 2, reason })
  await store.compact()
  const file = join(folder, 'snapshot', 'places-2.jsonl')
  await expect(store.read((tx) => tx.get(narrower, '1'))).rejects.toMatchObject({ file, line: 2, reason })
  await expect(store.write([], (tx) => tx.put(narrower, { id: '1', town: 'elsewhere' }))).rejects.toThrow(DamagedStore)
  await store.close()
})

test('a crash before any step of starting, writing, dropping a key or compacting loses nothing acknowledged', async () => {
  const copies = join(root, 'copies')
  await mkdir(copies)
  const disk = new FaultyDisk()
  const made = copyBeforeEachStep(disk, folder, copies)
  const acknowledged: { after: number; ids: string[] }[] = []
  const written: string[] = []
  await mkdir(folder)
  const store = await openIn(folder, { disk, rerunWrites: false })
  const put = async (id: string) => {
    await write(store, id)
    written.push(id)
    acknowledged.push({ after: made.length, ids: [...written] })
  }
  for (const id of ['1', '2', '3']) await put(id)
  await store.compact()
  await put('4')
  await Promise.all([store.compact(), put('5')])
  await store.write([], (tx) => tx.dropKey('person:person-1'))
  const erasedAfter = made.length
  await put('6')
  await store.compact()
  await store.close()

  expect(made.length).toBeGreaterThan(80)
  for (const [i, copy] of made.entries()) {
    const before = acknowledged.filter(({ after }) => after <= i).at(-1)?.ids ?? []
    for (const _ of [1, 2]) {
      const again = await openIn(copy)
      const found = (await content(again)) as {
        places: string[]
        notes: { seq: number }[]
        n: number
        friends: Friend[]
      }
      expect(found.places, copy).toEqual(expect.arrayContaining(before))
      expect(found.places.length - before.length, copy).toBeLessThanOrEqual(1)
      expect(found.n, copy).toBe(found.places.length)
      const erased = found.friends.every(({ id }) => id !== '1') && found.places.length > 0
      expect(found.notes.length, copy).toBe(found.places.length - (erased ? 1 : 0))
      if (i >= erasedAfter) expect(erased, copy).toBe(true)
      expect(found.friends.length, copy).toBe(found.places.length - (erased ? 1 : 0))
      await again.close()
    }
  }
})

test('after a key is dropped neither the folder nor an older copy of the data can be read', async () => {
  await crashed(['1', '2'])
  await cp(folder, join(root, 'backup'), { recursive: true })
  const store = await openIn(folder)
  const wrapped = (await readFile(join(folder, 'keys', 'recent.jsonl'), 'utf8'))
    .split('\n')
    .find((line) => line.includes('person-1'))
  await store.write([], (tx) => tx.dropKey('person:person-1'))
  await store.close()
  const secret = /\.(\S+?)"/.exec(wrapped ?? '')?.[1] as string
  expect(secret.length).toBeGreaterThan(40)
  for (const file of await everyFile(folder)) expect(await readFile(file, 'utf8'), file).not.toContain(secret)

  // A backup of the data, restored beside the keys of today.
  await rm(join(root, 'backup', 'keys'), { recursive: true })
  await cp(join(folder, 'keys'), join(root, 'backup', 'keys'), { recursive: true })
  const restored = await openIn(join(root, 'backup'))
  expect(await restored.read((tx) => tx.get(friends, '1'))).toBeUndefined()
  expect(await restored.read((tx) => tx.get(friends, '2'))).toBeDefined()
  await restored.close()
})

test('no personal text stands in any file, and no file is open to others', async () => {
  const store = await openIn(folder)
  for (const id of ['1', '2', '3']) await write(store, id)
  await store.compact()
  await write(store, '4')
  await store.files.put({ id: 'f', name: '王小明的工资条.jpg', type: 'image/jpeg', bytes: Buffer.from('王小明欠薪') })
  await store.close()
  const files = await everyFile(folder)
  expect(files.length).toBeGreaterThan(8)
  for (const file of files) {
    const bytes = await readFile(file)
    for (const word of ['王小明', '欠薪', '工资条', '1380000', Buffer.from('王小明').toString('base64').slice(0, 10)]) {
      expect(bytes.includes(word), `${word} in ${file}`).toBe(false)
    }
    expect((await stat(file)).mode & 0o077, file).toBe(0)
  }
})

test('a crash before any step of dropping a key and using its name again leaves the document as it was, or as it became', async () => {
  const copies = join(root, 'copies')
  await mkdir(copies)
  const disk = new FaultyDisk()
  await mkdir(folder)
  const store = await openIn(folder, { disk, rerunWrites: false })
  const friend = (text: string) => ({ id: '1', person: 'person-1', phone: null, groups: [], rank: 0, text })
  await store.write([], (tx) => tx.put(friends, friend('before')))
  const made = copyBeforeEachStep(disk, folder, copies)
  await store.write([], async (tx) => {
    await tx.dropKey('person:person-1')
    await tx.put(friends, friend('after'))
  })
  const done = made.length
  await store.compact()
  await store.close()
  expect(done).toBeGreaterThan(5)
  for (const [i, copy] of made.entries()) {
    for (const round of [1, 2]) {
      const again = await openIn(copy)
      const { text } = (await again.read((tx) => tx.get(friends, '1'))) as Friend
      expect(i >= done ? ['after'] : ['before', 'after', 'kept'], copy).toContain(text)
      if (round === 1 && text === 'before') await again.write([], (tx) => tx.put(friends, friend('kept')))
      await again.close()
    }
  }
})
