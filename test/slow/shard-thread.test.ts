import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import type { JsonStore } from '../../src/store/json/json-store'
import { shardThread } from '../../src/store/json/shard-thread'
import { openTemporary } from '../store/json/open-temporary'
import { friends } from '../store/samples'

const built = join(import.meta.dirname, '../../dist/shard-worker.js')
let opened: Awaited<ReturnType<typeof openTemporary>>
let store: JsonStore
let script = built

beforeAll(() => ensureBuilt())
beforeEach(async () => {
  script = built
  opened = await openTemporary({ rerunWrites: false, newShardThread: () => shardThread(script) })
  store = opened.store
})
afterEach(() => opened.remove())

const put = (...ids: string[]) =>
  store.write([], async (tx) => {
    for (const id of ids) {
      await tx.put(friends, { id, person: `p${id}`, phone: id, groups: ['a'], rank: 0, text: `王小明 ${id} 😀` })
    }
  })
const texts = () =>
  store.read(async (tx) => {
    const found = await tx.find(friends, { index: 'group', equals: 'a' })
    return found.map(({ id, text }) => `${id}:${text}`).sort()
  })
const all = (...ids: string[]) => ids.map((id) => `${id}:王小明 ${id} 😀`).sort()

test('a snapshot that the thread writes holds what was there and what is new, also when opened again', async () => {
  await put('1', '"\\2', '3')
  await store.compact()
  await put('4')
  await store.write([], (tx) => tx.delete(friends, '3'))
  const making = store.compact()
  await put('5')
  await making
  expect(await texts()).toEqual(all('1', '"\\2', '4', '5'))
  store = await opened.reopen()
  expect(await texts()).toEqual(all('1', '"\\2', '4', '5'))
})

test('many rows make many shards', async () => {
  const ids = Array.from({ length: 2500 }, (_, n) => String(n))
  await put(...ids)
  await store.compact()
  const files = (await readdir(join(opened.folder, 'snapshot'))).filter((name) => name.startsWith('friends'))
  expect(files.filter((name) => name.endsWith('.jsonl'))).toHaveLength(16)
  store = await opened.reopen()
  expect(await texts()).toEqual(all(...ids))
})

test('a damaged row is not carried on: its file is told, and stays', async () => {
  await put('1', '2')
  await store.compact()
  store = await opened.reopen()
  const name = (await readdir(join(opened.folder, 'snapshot'))).find((one) => one.startsWith('friends')) as string
  const file = join(opened.folder, 'snapshot', name)
  const bytes = await readFile(file)
  const at = bytes.lastIndexOf('"2"')
  bytes.writeUInt8(bytes.readUInt8(at + 30) ^ 1, at + 30)
  await writeFile(file, bytes)
  await put('3')
  await expect(store.compact()).rejects.toMatchObject({ file })
  expect((await readFile(file)).equals(bytes)).toBe(true)
})

const brokenThreads: [how: string, script: string | undefined][] = [
  ['is not there', undefined],
  ['ends at once', 'process.exit(3)'],
  ['throws', 'throw new Error("no thread today")'],
  ['ends over its work', 'require("node:worker_threads").parentPort.on("message", () => process.exit(0))'],
]

test.for(brokenThreads)('a thread that %s costs a snapshot and nothing else', async ([, text]) => {
  await put('1')
  script = join(opened.folder, 'no-thread.cjs')
  if (text !== undefined) await writeFile(script, text)
  await expect(store.compact()).rejects.toThrow(/thread|no-thread/)
  await put('2')
  expect(await texts()).toEqual(all('1', '2'))
  script = built
  await store.compact()
  store = await opened.reopen()
  expect(await texts()).toEqual(all('1', '2'))
})

test.for(brokenThreads)('a thread that %s costs a start some time and nothing else', async ([, text]) => {
  const ids = Array.from({ length: 2500 }, (_, n) => String(n))
  await put(...ids)
  await store.compact()
  script = join(opened.folder, 'no-thread.cjs')
  if (text !== undefined) await writeFile(script, text)
  store = await opened.reopen()
  expect(await texts()).toEqual(all(...ids))
})

test('a start that finds damage says the file and the line, whichever of the threads read it', async () => {
  await put(...Array.from({ length: 2500 }, (_, n) => String(n)))
  await store.compact()
  await store.close()
  const names = (await readdir(join(opened.folder, 'snapshot'))).filter((one) => /^friends.*\.jsonl$/.test(one))
  for (const name of names) {
    const file = join(opened.folder, 'snapshot', name)
    const whole = await readFile(file)
    const bytes = Buffer.from(whole)
    const at = bytes.indexOf(10, bytes.indexOf(10) + 1) + 20
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    await writeFile(file, bytes)
    await expect(opened.reopen()).rejects.toMatchObject({ file, line: 3, reason: 'checksum does not match' })
    await writeFile(file, whole)
  }
  store = await opened.reopen()
})
