import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { controlHandlers } from '../../../src/control'
import { runJob } from '../../../src/jobs'
import { accounts, collections, complaints, parked, youths } from '../../../src/store/collections'
import { boundTo, unseal } from '../../../src/store/envelope'
import { readableLines } from '../../../src/store/json/checked-line'
import { masterKeyFor } from '../../../src/store/json/coming-key'
import { type JsonStore, openJsonStore } from '../../../src/store/json/json-store'
import type { Content } from '../../../src/store/json/row'
import { logs } from '../../../src/store/logs'
import type { Collection } from '../../../src/store/store'
import { tracesBelow, tracesIn } from '../../support/find-traces'
import { addsEvidence, answersCase, complains, officerAndWorker, photo } from '../../support/main-job-on-telegram'
import { openSite } from '../../support/site'
import { adminCode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { temporaryFolder } from '../../support/temporary-folder'
import { WireClient } from '../../support/wire-client'

let root: string
let state: string
let telegram: TelegramSite | undefined
beforeEach(async () => {
  root = await temporaryFolder('traces')
  state = join(root, 'state')
})
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
  await rm(root, { recursive: true, force: true })
})

/** What people say in that day: names, numbers, firms, places, sums, and what hurts most. */
const said = [
  ...['小李', '13800000002', '湖南', '宏达建筑', '13812345678', '万科工地', '龙华区民治', '一万八', '18,000'],
  ...[
    '我明天上午给工地打电话',
    '王姐',
    '欧阳样本',
    '13911112222',
    '样本家乡',
    '抹去劳务',
    '抹去路八号院',
    '23456.78',
    '23,456.78',
    '2345678',
  ],
  ...['老板说再闹就打断腿', '工资条照片', '停放样本', '13933334444'],
]

async function says(client: WireClient, text: string, answer: RegExp): Promise<void> {
  expect(await client.says(text)).toBe(202)
  await answers(client, answer)
}

async function presses(client: WireClient, label: string, answer: RegExp): Promise<void> {
  expect(await client.presses(label)).toBe(202)
  await answers(client, answer)
}

function answers(client: WireClient, answer: RegExp): Promise<void> {
  const last = async () => (await client.messages()).filter(({ from }) => from !== 'me').slice(-3)
  return expect.poll(async () => (await last()).map(({ text }) => text).join('\n'), { timeout: 5000 }).toMatch(answer)
}

async function registersThere(client: WireClient, name: string, phone: string): Promise<void> {
  await says(client, '登记', /可以把你登记/)
  await presses(client, '同意，开始登记', /怎么称呼你/)
  await says(client, name, /多大/)
  await says(client, '19', /手机号/)
  await says(client, phone, /老家/)
  await says(client, '样本家乡', /住/)
  for (let step = 0; step < 8; step++) {
    const shown = (await client.messages()).at(-1)?.text ?? ''
    if (shown.includes('请看一遍')) break
    await client.says('跳过')
    await expect.poll(async () => (await client.messages()).at(-1)?.text, { timeout: 5000 }).not.toBe(shown)
  }
  await presses(client, '没错，登记', /登记好了/)
}

/** Complains with a photo, and writes a word more. */
async function complainsThere(client: WireClient): Promise<void> {
  await says(client, '投诉', /谁看/)
  await presses(client, '同意，开始', /你现在安全吗/)
  await presses(client, '都没有', /是什么事/)
  await presses(client, '拖欠我的工资', /投诉谁/)
  await says(client, '抹去劳务', /在哪里/)
  await says(client, '抹去路八号院', /从哪个月/)
  await says(client, '8月', /一共欠多少/)
  await says(client, '23456.78', /23,456\.78/)
  await presses(client, '没错，提交', /有照片吗/)
  expect((await client.sendFile({ name: '工资条照片.jpg', bytes: photo, type: 'image/jpeg' })).status).toBe(202)
  await answers(client, /收到/)
  await presses(client, '好了', /./)
  await says(client, '老板说再闹就打断腿', /./)
}

/** A worker whose registration a fault of ours has spoilt: whatever needs it throws. Gives their cookie. */
async function leaveSomebodyUnlucky(): Promise<string> {
  const site = await openSite({ env: { DATA_DIR: state, ADMIN_CODE: adminCode } })
  const client = await WireClient.open(site.url, undefined, { origin: site.url })
  await registersThere(client, '停放样本', '13933334444')
  await site.close()
  const loose: Collection = { ...youths, schema: z.looseObject({ id: z.string() }) } as never
  const others = collections.filter(({ name }) => name !== loose.name)
  const { key: masterKey } = await masterKeyFor({ folder: state })
  const now = () => new Date().toISOString()
  const store = await openJsonStore({ folder: state, collections: [...others, loose], logs, masterKey, now })
  const [whole] = await store.read((tx) => tx.find(loose, { index: 'phone', equals: '13933334444' }))
  await store.write([], (tx) => tx.put(loose, { ...whole, language: 5, name: { first: '停放样本' } } as never))
  await store.close()
  return client.cookie
}

interface Envelope {
  ref: string
  bound: string
  sealed: Buffer
}

/** Every envelope below a folder, with what it is bound to. */
function envelopesBelow(folder: string): Envelope[] {
  const found: Envelope[] = []
  const take = (content: Content | undefined | null, ...bound: Parameters<typeof boundTo>) => {
    if (content?.y && content.s)
      found.push({ ref: content.y, bound: boundTo(...bound), sealed: Buffer.from(content.s, 'base64') })
  }
  for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )) {
    const bytes = readFileSync(join(parentPath, name))
    if (/\/files\/\w\w$/.test(parentPath)) {
      const end = bytes.indexOf(10)
      const { key } = JSON.parse(bytes.toString('utf8', 0, end)) as { key: string }
      found.push({ ref: key, bound: boundTo('file', name), sealed: bytes.subarray(end + 1) })
      continue
    }
    let table = ''
    for (const json of readableLines(bytes)) {
      const line = JSON.parse(json)
      if (line.table) table = line.table
      else if (parentPath.endsWith('/snapshot')) take(line[1], table, line[0])
      else if (/\/log\//.test(parentPath)) take(line[5], basename(parentPath), line[1], line[0])
      else if (line.c) {
        for (const { d = [], l = [] } of line.c) {
          for (const [collection, id, row] of d) take(row, collection, id)
          for (const [log, key, seq, , content] of l) take(content, log, key, seq)
        }
      }
    }
  }
  return found
}

/** Every data key that any file of keys below a folder gives out to who has the master key. */
function keysBelow(folder: string, masterKey: Buffer): Buffer[] {
  const keys: Buffer[] = []
  for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (basename(parentPath) !== 'keys' || !name.endsWith('.jsonl')) continue
    for (const json of readableLines(readFileSync(join(parentPath, name)))) {
      const line = JSON.parse(json) as unknown
      if (!Array.isArray(line) || line[1] === null) continue
      const [of, kept] = line as [string, string]
      const dot = kept.indexOf('.')
      const wrapped = Buffer.from(kept.slice(dot + 1), 'base64')
      const key = unseal(masterKey, boundTo('key', `${of}/${kept.slice(0, dot)}`), wrapped)
      if (key) keys.push(key)
    }
  }
  return keys
}

const opens = (keys: readonly Buffer[], { bound, sealed }: Envelope) => keys.some((key) => unseal(key, bound, sealed))

test('whoever looks finds a text in any shape, also packed', () => {
  for (const text of ['小李', '李小样', '13911112222', '老板说再闹就打断腿']) {
    const utf16 = Buffer.from(text, 'utf16le')
    const shapes = [
      Buffer.from(`{"a":"${text}"}`),
      ...(text.length > 2 ? [utf16, Buffer.from(utf16.toString('base64'))] : []),
      Buffer.from(Buffer.from(text).toString('hex')),
      ...['', 'x', 'xy'].map((before) => Buffer.from(Buffer.from(`${before}${text}zz`).toString('base64'))),
      ...['', 'x', 'xy'].map((before) => Buffer.from(Buffer.from(`${before}${text}zz`).toString('base64url'))),
      Buffer.concat([Buffer.from('before '), gzipSync(`a ${text} b`)]),
      Buffer.concat([
        Buffer.from('before '),
        deflateSync(Buffer.from(Buffer.from(text).toString('base64'))),
        Buffer.from(' after'),
      ]),
    ]
    for (const bytes of shapes) expect(tracesIn(bytes, [text]), bytes.toString()).not.toEqual([])
    expect(tracesIn(Buffer.from('nothing of it'), [text])).toEqual([])
  }
})

test('after a day of conversations nothing that was said stands in data, backups or log; who was erased opens with no key of any backup', async () => {
  const cookie = await leaveSomebodyUnlucky()
  telegram = await openTelegramSite('polling', {}, { env: { DATA_DIR: state, LOG_LEVEL: 'debug' } })
  const { api, site } = telegram
  const { store } = site.system
  const { officer, worker } = await officerAndWorker(api)
  const number = await complains(worker)
  await expect.poll(() => officer.shown().some(({ text }) => text.includes(`新投诉 ${number}`))).toBe(true)
  await addsEvidence(worker)
  await answersCase(officer, number)
  const client = await WireClient.open(site.url, undefined, { origin: site.url })
  await registersThere(client, '欧阳样本', '13911112222')
  await complainsThere(client)
  const [youth] = await store.read((tx) => tx.find(youths, { index: 'phone', equals: '13911112222' }))
  const person = youth?.id ?? ''
  const [mine] = await store.read((tx) => tx.find(complaints, { index: 'person', equals: person }))
  expect([youth?.name, mine?.given.against, mine?.given.place, mine?.given.amount?.fen]).toEqual([
    '欧阳样本',
    '抹去劳务',
    '抹去路八号院',
    2_345_678,
  ])

  // A message that cannot be handled is kept whole.
  const unlucky = new WireClient(site.url, { origin: site.url })
  unlucky.cookie = cookie
  expect(await unlucky.says('我的')).toBe(202)
  expect(await unlucky.says('老板说再闹就打断腿')).toBe(202)
  await expect
    .poll(() => store.read((tx) => tx.count(parked, { index: 'at', equals: 'all' })), { timeout: 5000 })
    .toBeGreaterThan(0)
  expect(site.log.some((line) => line.includes('"parked"'))).toBe(true)

  const handlers = controlHandlers(site.system)
  expect(await handlers.backup?.({})).toMatchObject({ ok: true })
  for (const job of ['forget-old', 'daily-backup']) await runJob(site.system.jobs, job, new Date().toISOString())
  await (store as JsonStore).compact()
  const masterKey = Buffer.from(readFileSync(join(state, 'keys/master.key'), 'utf8'), 'base64')
  const isTheirs = ({ ref }: Envelope) =>
    [`person:${person}/`, `case:${mine?.id}/`, ...(mine?.evidence ?? []).map(({ file }) => `file:${file.id}/`)].some(
      (of) => ref.startsWith(of),
    )
  const theirs = envelopesBelow(state).filter(isTheirs)
  expect(theirs.length).toBeGreaterThan(50)
  expect(new Set(theirs.map(({ ref }) => ref.split(':')[0]))).toEqual(new Set(['person', 'case', 'file']))
  const before = keysBelow(state, masterKey)
  for (const envelope of theirs) expect(opens(before, envelope), envelope.ref).toBe(true)

  await says(client, '我的', /欧阳样本/)
  await presses(client, '全部删掉', /要把关于你的一切都删掉吗/)
  expect(await client.presses('确定，全部删掉')).toBe(202)
  await expect.poll(() => store.read((tx) => tx.find(accounts, { index: 'subject', equals: person }))).toEqual([])
  // Nobody waits for tonight's backup: the keys beside the backups follow by themselves.
  await expect
    .poll(
      () => {
        const keys = keysBelow(state, masterKey)
        return theirs.filter((envelope) => opens(keys, envelope)).length
      },
      { timeout: 10_000 },
    )
    .toBe(0)
  const left = keysBelow(state, masterKey)
  const others = envelopesBelow(join(state, 'backups')).filter((envelope) => !isTheirs(envelope))
  expect(others.length).toBeGreaterThan(50)
  for (const envelope of others) expect(opens(left, envelope), envelope.ref).toBe(true)

  await site.system.delivery.run()
  await handlers.key?.({})
  await (store as JsonStore).compact()
  const { files, traces } = tracesBelow(state, said)
  expect(files).toBeGreaterThan(40)
  expect(traces).toEqual([])
  expect(site.log.length).toBeGreaterThan(1)
  expect(tracesIn(Buffer.from(site.log.join('\n')), [...said, api.token])).toEqual([])
})
