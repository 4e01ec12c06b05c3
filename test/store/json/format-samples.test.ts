import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Youth } from '../../../src/domain/youth'
import {
  collections,
  complaints,
  gatherings,
  officers,
  sessions,
  signUps,
  youths,
} from '../../../src/store/collections'
import { findBackup } from '../../../src/store/json/backup-list'
import { format, readableLines } from '../../../src/store/json/checked-line'
import { realDisk } from '../../../src/store/json/disk'
import { type JsonStore, openJsonStore } from '../../../src/store/json/json-store'
import { type Manifest, readManifest } from '../../../src/store/json/manifest'
import { restore } from '../../../src/store/json/restore'
import { exportMasterKey } from '../../../src/store/keys'
import { audit, caseEntries, logs } from '../../../src/store/logs'
import { openSite } from '../../support/site'
import { temporaryFolder } from '../../support/temporary-folder'

const kept = join(import.meta.dirname, '../../samples')
const names = readdirSync(kept, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? entry.name : []))
  .sort()
const newest = names.at(-1) as string
const sampleSchema = z.object({ key: z.base64(), cookie: z.string() })

function sampleOf(name: string) {
  const { key, cookie } = sampleSchema.parse(JSON.parse(readFileSync(join(kept, name, 'sample.json'), 'utf8')))
  return { masterKey: Buffer.from(key, 'base64'), cookie }
}

let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder('samples')
  folder = join(root, 'state')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const now = () => '2026-11-27T01:00:00.000Z'
const open = (at: string, masterKey: Buffer) =>
  openJsonStore({ folder: at, collections, logs, masterKey, now, rerunWrites: true })

/** Every document of every collection, as today's code knows it. */
async function everything(store: JsonStore): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const collection of collections) {
    let count = 0
    for await (const _ of store.walk(collection)) count++
    counts[collection.name] = count
  }
  return counts
}

/** What the worker of every sample left, and that the one who was erased left nothing that can be read. */
async function expectTheWorker(store: JsonStore, name: string): Promise<Youth> {
  const { worker, cases, session, entries, looks, officer } = await store.read(async (tx) => {
    const [worker] = await tx.find(youths, { index: 'phone', equals: '13800000011' })
    const person = worker?.id ?? ''
    const cases = await tx.find(complaints, { index: 'person', equals: person })
    return {
      worker,
      cases,
      session: (await tx.get(sessions, person))?.turn,
      entries: await tx.entries(caseEntries, { key: cases[0]?.id ?? '', limit: 100 }),
      looks: await tx.entries(audit, { key: 'all', limit: 100 }),
      officer: (await tx.find(officers, { index: 'role', equals: 'caseworker' }))[0],
    }
  })
  expect(worker, name).toMatchObject({ name: '样本甲', phone: '13800000011' })
  expect(cases).toHaveLength(1)
  const [mine] = cases
  expect(mine).toMatchObject({
    number: 'WQ-20261126-0001',
    state: 'accepted',
    owner: officer?.id,
    given: {
      kind: 'own-wage',
      against: '宏达样本建筑 13800000001',
      place: '样本区样本路工地',
      amount: { fen: 1_800_000 },
    },
  })
  expect(officer).toMatchObject({ name: '组织员' })
  expect(entries.length).toBeGreaterThan(1)
  expect(looks.length).toBeGreaterThan(1)
  // The complaint that was left half filled in goes on.
  expect(session).toMatchObject({ answers: { safety: [] } })
  const photo = await store.files.get(mine?.evidence[0]?.file.id ?? '')
  expect(photo?.bytes.subarray(1, 4).toString()).toBe('PNG')
  const all = []
  for await (const complaint of store.walk(complaints)) all.push(complaint)
  const erased = all.find(({ number }) => number === 'WQ-20261126-0002')
  expect(erased).toMatchObject({ person: 'erased', state: 'withdrawn', given: { against: null, amount: null } })
  return worker as Youth
}

describe.each(names)('what the program of %s kept', (name) => {
  const { masterKey, cookie } = sampleOf(name)
  beforeEach(() => cp(join(kept, name, 'state'), folder, { recursive: true }))

  test('is read, written to and read again by this one', async () => {
    const store = await open(folder, masterKey)
    const counts = await everything(store)
    for (const one of ['accounts', 'persons', 'consents', 'units', 'invitations', 'attempts', 'settings', 'seen'])
      expect(counts[one], one).toBeGreaterThan(0)
    const worker = await expectTheWorker(store, name)
    if (counts[gatherings.name]) {
      const going = await store.read((tx) => tx.find(signUps, { index: 'subject', equals: worker.id }))
      expect(going).toHaveLength(1)
    }
    await store.write([], async (tx) => {
      await tx.put(youths, { ...worker, name: '样本丙' })
      const [look] = await tx.entries(audit, { key: 'all', limit: 1 })
      if (look) await tx.append(audit, 'all', { ...look, at: now() })
    })
    await store.close()

    for (const round of [1, 2]) {
      const again = await open(folder, masterKey)
      expect(await everything(again)).toEqual(counts)
      const [renamed] = await again.read((tx) => tx.find(youths, { index: 'phone', equals: '13800000011' }))
      expect(renamed, `round ${round}`).toMatchObject({ id: worker.id, name: '样本丙' })
      await again.write([], async (tx) => tx.put(youths, { ...(renamed as Youth), name: '样本甲' }))
      await expectTheWorker(again, name)
      await again.write([], async (tx) => tx.put(youths, { ...(renamed as Youth), name: '样本丙' }))
      await again.compact()
      await again.close()
    }
  })

  test('is gone on with by the bot: the worker is still signed in, reads what was said and answers the open question', async () => {
    const site = await openSite({ env: { DATA_DIR: folder, DATA_KEY: exportMasterKey(masterKey) } })
    try {
      const read = async () => {
        const response = await fetch(`${site.url}/api/chat/messages?limit=100`, { headers: { cookie } })
        expect(response.status).toBe(200)
        return ((await response.json()) as { messages: { text: string; from: string }[] }).messages
      }
      expect((await read()).at(-1)?.text).toMatch(/是什么事/)
      const says = async (text: string, answer: RegExp) => {
        const headers = { cookie, origin: site.url, 'content-type': 'application/json' }
        const body = JSON.stringify({ id: randomUUID(), text })
        expect((await fetch(`${site.url}/api/chat/messages`, { method: 'POST', headers, body })).status).toBe(202)
        await expect.poll(async () => (await read()).at(-1)?.text, { timeout: 5000 }).toMatch(answer)
      }
      // After a pause a form may ask whether it is to go on.
      await says('你好', /是什么事|接着填吗/)
      if ((await read()).at(-1)?.text.includes('接着填吗')) await says('接着填', /是什么事/)
      await says('拖欠我的工资', /WQ-20261126-0001/)
      expect(site.log.filter((line) => line.includes('parked'))).toEqual([])
    } finally {
      await site.close()
    }
  })

  test('its backups come back', async () => {
    const days = (await realDisk.list(join(folder, 'backups'))).filter((day) => day !== 'keys')
    // The first programs made none.
    expect(days.length > 0).toBe(name > '2026-11-26-0222')
    for (const day of days) {
      const from = join(folder, 'backups', day)
      const to = join(root, day)
      if ((await findBackup(realDisk, from)) === undefined) {
        // Of the few hours before a backup had a list: by hand, its keys laid into it, it is a folder of data.
        await cp(from, to, { recursive: true })
        await cp(join(folder, 'backups/keys'), join(to, 'keys'), { recursive: true })
        const store = await open(to, masterKey)
        await everything(store)
        await store.close()
        continue
      }
      const tryOut = async (at: string, key: Buffer) => {
        const store = await open(at, key)
        const counts = await everything(store)
        await store.close()
        return counts
      }
      const deps = { disk: realDisk, from, to, force: false, masterKey, stores: [], stamp: 'x', tryOut }
      expect(await restore(deps)).toMatchObject({ ok: true, tried: { units: 1 } })
    }
  })
})

describe('a sample is kept of every format', () => {
  const manifests = async () => {
    const read: Record<string, Manifest> = {}
    for (const name of names) read[name] = (await readManifest(realDisk, join(kept, name, 'state'))) as Manifest
    return read
  }

  test('of each version that a collection had before today’s, with documents', async () => {
    const all = Object.values(await manifests())
    for (const { name, version } of collections) {
      for (let before = 1; before < version; before++) {
        const has = all.some(
          ({ tables }) => tables[name]?.version === before && Object.keys(tables[name].files).length > 0,
        )
        expect(has, `${name} version ${before}: keep a sample of it, test/samples/README.md tells how`).toBe(true)
      }
    }
  })

  test('the newest is of today: whoever raises a version keeps one more', async () => {
    const tables = (await manifests())[newest]?.tables ?? {}
    const versions = (of: readonly { name: string; version: number }[]) =>
      Object.fromEntries(of.flatMap(({ name, version }) => (tables[name] ? [[name, version]] : [])))
    const now = versions(collections)
    const sample = Object.fromEntries(Object.keys(now).map((name) => [name, tables[name]?.version]))
    expect(sample, 'a version was raised: keep a sample, test/samples/README.md tells how').toEqual(now)
    for (const log of logs) {
      for (const part of readdirSync(join(kept, newest, 'state/log', log.name))) {
        const lines = [...readableLines(readFileSync(join(kept, newest, 'state/log', log.name, part)))]
        expect(lines.length).toBeGreaterThan(0)
        for (const line of lines)
          expect((JSON.parse(line) as [unknown, unknown, unknown, unknown, unknown, { v: number }])[5].v).toBe(
            log.version,
          )
      }
    }
  })

  test('the newest has the format of every file as it is written today', async () => {
    const state = join(kept, newest, 'state')
    const kinds = new Map<string, number>()
    for (const entry of readdirSync(state, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /^(?!.*\.jsonl?$)/.test(entry.name)) continue
      const [first = '{}'] = readableLines(readFileSync(join(entry.parentPath, entry.name)))
      const header = JSON.parse(first) as { lianxin?: string; format?: number }
      if (header.lianxin) kinds.set(header.lianxin, header.format ?? 0)
    }
    expect(Object.fromEntries(kinds)).toEqual({
      journal: format,
      snapshot: format,
      manifest: format,
      keys: format,
      check: format,
      backup: format,
    })
  })

  test('what is kept names nobody: the folder holds nothing that a person said', async () => {
    for (const name of names) {
      for (const entry of readdirSync(join(kept, name), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        const text = readFileSync(join(entry.parentPath, entry.name), 'latin1')
        expect(text.includes(Buffer.from('样本甲').toString('latin1')), entry.name).toBe(false)
      }
    }
  })
})
