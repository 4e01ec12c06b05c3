import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { address } from '../../src/domain/account'
import type { Complaint } from '../../src/domain/complaint'
import { accounts, collections, complaints, officers, outbox, seen } from '../../src/store/collections'
import { openJsonStore } from '../../src/store/json/json-store'
import { loadMasterKey } from '../../src/store/keys'
import { history, logs } from '../../src/store/logs'
import type { ReadTx, Store } from '../../src/store/store'
import { type Launched, launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { crowd } from '../support/crowd'
import { portNobodyDials } from '../support/port-nobody-dials'
import { sampleFiles } from '../support/sample-files'
import { randomBytesFrom, randomFrom } from '../support/seeded'
import { StubbornClient } from '../support/stubborn-client'

const kills = Number(process.env.KILLS ?? 20)
const seed = Number(process.env.SEED ?? 20261120)
const atOnce = 6

let folder: string
let state: string
beforeAll(async () => {
  await ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'lianxin-crash-'))
  state = join(folder, 'state')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A worker with answers that no other worker gives. */
class Worker {
  readonly client: StubbornClient
  readonly firm: string
  readonly yuan: number

  constructor(
    site: string,
    random: () => number,
    readonly n: number,
  ) {
    this.client = new StubbornClient(site, random)
    this.firm = `宏达建筑第${n}队`
    this.yuan = 1000 + n
  }

  /** A picture no other worker sends: what stands behind its end is kept as it is. */
  get picture(): Buffer {
    return Buffer.concat([sampleFiles['image/png']!.bytes, randomBytesFrom(this.n)])
  }

  /** From the first word to a case's number, with some loose talk before it and a picture after it. */
  async complains(): Promise<void> {
    const { client, n } = this
    await client.opens()
    for (let line = 1; line <= 4; line++) await client.says(`第${n}个人的第${line}句话`, { mayGiveUp: true })
    const answers = ['投诉', '同意', '都没有', '工资', this.firm, `龙华区民治${n}号工地`, '8月', `${this.yuan}元`]
    for (const answer of [...answers, '没错，提交']) {
      await client.says(answer)
      await sleep(client.random() * 30)
    }
    if (n % 3 === 0) await client.sendsFile(`${n}.png`, this.picture)
  }

  async account(tx: ReadTx) {
    const visitor = this.client.cookie.split('=')[1]?.split('.')[0] ?? ''
    const equals = address('web-chat', visitor)
    return (await tx.find(accounts, { index: 'address', equals }))[0]
  }
}

test(`${kills} times killed under load: nothing acknowledged is lost, nothing happens twice`, {
  timeout: 120_000 + kills * 6_000,
}, async () => {
  const random = randomFrom(seed)
  const port = String(await portNobodyDials())
  const site = `http://127.0.0.1:${port}`
  const start = () => launch([process.execPath, 'dist/main.js'], repository, { PORT: port, DATA_DIR: state })
  const officer = await makeOfficer(site, random, start)

  const { workers, all, end } = crowd(atOnce, random, (...of) => new Worker(site, ...of))
  const died: number[] = []
  for (let n = 0; n < kills; n++) {
    const bot = start()
    // Now and then so early that it dies over its own start.
    if (random() < 0.8) await bot.ready
    const wait = random() * 1200
    await Promise.race([sleep(wait), all])
    expect(await bot.end('SIGKILL'), bot.stderr()).toMatchObject({ signal: 'SIGKILL' })
    died.push(wait)
  }
  end()
  const last = start()
  await last.ready
  await all

  const sum = (of: (worker: Worker) => number) => workers.reduce((total, worker) => total + of(worker), 0)
  const messages = sum(({ client }) => client.sent.length)
  const open = sum(({ client }) => client.sent.filter((message) => !message.acknowledged).length)
  const retries = sum(({ client }) => client.retries)
  process.stdout.write(
    `seed ${seed}: ${kills} kills, ${workers.length} workers, ${messages} messages, ${retries} retries, ${open} never acknowledged\n`,
  )
  expect(retries).toBeGreaterThan(0)

  for (const worker of workers) await checkOverTheWire(worker)
  expect(await last.end('SIGTERM'), last.stderr()).toMatchObject({ code: 0 })
  const store = await openStore()
  await checkHistory(store, workers)
  const numbers = await checkComplaints(store, workers)
  await checkNotices(store, officer, numbers)
  await store.close()
})

/** The conversation as the page shows it, under the cookie of before: each message once and in order. */
async function checkOverTheWire(worker: Worker): Promise<void> {
  const shown = await worker.client.conversation()
  expect(shown.map(({ seq }) => seq)).toEqual(shown.map((_, index) => index + 1))
  const mine = shown.filter((message) => message.from === 'me')
  const { sent } = worker.client
  const there = sent.filter(({ id, acknowledged }) => acknowledged || mine.some((message) => message.id === id))
  expect(mine.map(({ id }) => id)).toEqual(there.map(({ id }) => id))
  for (const { file } of mine) {
    if (file) expect((await worker.client.fetchFile(file.url)).equals(worker.picture), file.name).toBe(true)
  }
  expect(mine.filter(({ file }) => file)).toHaveLength(sent.filter(({ bytes }) => bytes).length)
}

async function checkHistory(store: Store, workers: readonly Worker[]): Promise<void> {
  for (const worker of workers) {
    await store.read(async (tx) => {
      const account = await worker.account(tx)
      const entries = await tx.entries(history, { key: account?.id ?? '', after: 0, limit: 1000 })
      for (const { id, text, acknowledged } of worker.client.sent) {
        const found = entries.filter(({ update }) => update === id)
        expect(found.length, `${worker.n}: ${text}`)[acknowledged ? 'toBe' : 'toBeLessThanOrEqual'](1)
        const marks = (await tx.get(seen, `${account?.id}:${id}`)) ? 1 : 0
        expect(marks, 'its id is marked as seen exactly when it had its effect').toBe(found.length)
        // Every message was answered, in the same commit.
        const next = entries.find(({ seq }) => seq === (found[0]?.seq ?? 0) + 1)
        if (found.length > 0) expect(next?.from, `${worker.n}: ${text}`).toBe('bot')
      }
    })
  }
}

/** Each complaint once, with exactly the answers given, under numbers without gap or double. */
async function checkComplaints(store: Store, workers: readonly Worker[]): Promise<string[]> {
  const found: Complaint[] = []
  for await (const complaint of store.walk(complaints)) found.push(complaint)
  expect(found).toHaveLength(workers.length)
  for (const worker of workers) {
    const account = await store.read((tx) => worker.account(tx))
    const own = found.filter(({ person }) => person === account?.person)
    expect(own).toHaveLength(1)
    expect(own[0]).toMatchObject({
      state: 'submitted',
      given: { kind: 'own-wage', against: worker.firm, amount: { fen: worker.yuan * 100, about: false } },
    })
  }
  const numbers = found.map(({ number }) => number).sort()
  // Midnight may have passed meanwhile: the count begins anew each day.
  for (const day of new Set(numbers.map((number) => number.slice(0, -4)))) {
    const ofDay = numbers.filter((number) => number.startsWith(day)).map((number) => Number(number.slice(-4)))
    expect(ofDay).toEqual(ofDay.map((_, index) => index + 1))
  }
  return numbers
}

/** The officer is told of each complaint once: lying ready on their page exactly when the outbox says so. */
async function checkNotices(store: Store, officer: StubbornClient, numbers: readonly string[]): Promise<void> {
  const visitor = officer.cookie.split('=')[1]?.split('.')[0] ?? ''
  await store.read(async (tx) => {
    const [account] = await tx.find(accounts, { index: 'address', equals: address('web-chat', visitor) })
    const rows = await tx.find(outbox, { index: 'subject', equals: account?.person ?? '' })
    const entries = await tx.entries(history, { key: account?.id ?? '', after: 0, limit: 1_000_000 })
    for (const number of numbers) {
      const told = rows.filter((row) => row.body.text.includes(number))
      expect(told.filter((row) => row.key?.startsWith('submitted:'))).toHaveLength(1)
      const waiting = told.filter((row) => row.state === 'waiting')
      expect(entries.filter(({ text }) => text.includes(number))).toHaveLength(waiting.length)
    }
  })
}

async function openStore(): Promise<Store> {
  const { key } = await loadMasterKey({ folder: state })
  return openJsonStore({ folder: state, collections, logs, masterKey: key, now: () => new Date().toISOString() })
}

/** Somebody who is told of every complaint, made while the bot does not run. */
async function makeOfficer(site: string, random: () => number, start: () => Launched): Promise<StubbornClient> {
  const first = start()
  await first.ready
  const client = new StubbornClient(site, random)
  await client.opens()
  await client.says('你好')
  await first.end('SIGTERM')
  const store = await openStore()
  await store.write([], async (tx) => {
    const visitor = client.cookie.split('=')[1]?.split('.')[0] ?? ''
    const [account] = await tx.find(accounts, { index: 'address', equals: address('web-chat', visitor) })
    const id = account?.person ?? ''
    const createdAt = new Date().toISOString()
    await tx.put(officers, {
      id,
      name: '王姐',
      roles: ['caseworker'],
      unit: 'root',
      onCall: null,
      createdAt,
      leftAt: null,
    })
  })
  await store.close()
  return client
}
