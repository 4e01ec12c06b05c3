import { readdirSync, readFileSync } from 'node:fs'
import { cp, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounts, collections, youths } from '../../../src/store/collections'
import { realDisk } from '../../../src/store/json/disk'
import { type JournalRecord, readJournal } from '../../../src/store/json/journal'
import { openJsonStore } from '../../../src/store/json/json-store'
import { KeyRing } from '../../../src/store/json/key-ring'
import { history, logs } from '../../../src/store/logs'
import { temporaryFolder } from '../../support/temporary-folder'

const samples = join(import.meta.dirname, '../../samples')
/** What the program of today has written, with rows of every kind. */
const newest = join(
  samples,
  readdirSync(samples)
    .filter((name) => /^\d/.test(name))
    .sort()
    .at(-1) as string,
)
const state = join(newest, 'state')
const masterKey = Buffer.from(JSON.parse(readFileSync(join(newest, 'sample.json'), 'utf8')).key, 'base64')
const journal = readdirSync(join(state, 'journal')).sort().at(-1) as string

let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder('torn')
  folder = join(root, 'state')
  await cp(state, folder, { recursive: true })
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('the last record of a real journal, cut or spoilt at any byte, counts as never written; all before it stay', () => {
  const whole = readFileSync(join(state, 'journal', journal))
  const before = whole.lastIndexOf(10, whole.length - 2) + 1
  const read = (bytes: Buffer) => {
    const records: JournalRecord[] = []
    const { length } = readJournal(journal, bytes, { seq: undefined, last: true }, (record) => records.push(record))
    return { length, records: records.length }
  }
  const { records: all, length } = read(whole)
  expect(length).toBe(whole.length)
  expect(whole.length - before).toBeGreaterThan(500)
  const left = { length: before, records: all - 1 }
  for (let end = before + 1; end < whole.length; end++)
    expect(read(whole.subarray(0, end)), `cut at ${end}`).toEqual(left)
  for (let at = before; at < whole.length; at++) {
    const spoilt = Buffer.from(whole)
    spoilt.writeUInt8(spoilt.readUInt8(at) ^ 1, at)
    expect(read(spoilt), `spoilt at ${at}`).toEqual(left)
  }
})

test('the store starts on one cut near either end, without what it was to hold', async () => {
  const path = join(folder, 'journal', journal)
  const whole = readFileSync(path)
  const before = whole.lastIndexOf(10, whole.length - 2) + 1
  for (const end of [before + 1, before + 9, before + 10, whole.length - 2, whole.length - 1]) {
    await rm(folder, { recursive: true })
    await cp(state, folder, { recursive: true })
    await truncate(path, end)
    const heads: number[] = []
    for (const _ of [1, 2]) {
      const store = await openJsonStore({ folder, collections, logs, masterKey, now: () => new Date().toISOString() })
      const [worker] = await store.read((tx) => tx.find(youths, { index: 'phone', equals: '13800000011' }))
      expect(worker?.name).toBe('样本甲')
      const [account] = await store.read((tx) => tx.find(accounts, { index: 'subject', equals: worker?.id ?? '' }))
      const said = await store.read((tx) => tx.entries(history, { key: account?.id ?? '', limit: 1 }))
      heads.push(said[0]?.seq ?? 0)
      await store.close()
    }
    // What the lost record had said is neither there, nor half there.
    expect(heads[0]).toBeGreaterThan(10)
    expect(heads[1]).toBe(heads[0])
  }
})

test('keys that were being added, cut at any byte, leave all the keys before them', async () => {
  const path = join(
    folder,
    'keys',
    readdirSync(join(folder, 'keys')).find((name) => name.startsWith('recent')) as string,
  )
  const keys = await KeyRing.open(realDisk, folder, masterKey, false)
  await keys.tidy()
  const made = [keys.make('person:first'), keys.make('person:second')] as const
  await keys.add([made[0]])
  const before = readFileSync(path).length
  await keys.add([made[1]])
  await keys.close()
  const whole = readFileSync(path)
  for (let end = whole.length - 1; end >= before; end--) {
    await truncate(path, end)
    const torn = await KeyRing.open(realDisk, folder, masterKey, false)
    expect(torn.current('person:first')?.key.equals(made[0].key), `cut at ${end}`).toBe(true)
    expect(torn.current('person:second')).toBeUndefined()
  }
})
