import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { after, day, hour } from '../../src/domain/instant'
import { gatherings, mailings, youths } from '../../src/store/collections'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { type BotApi, startBotApi } from '../support/bot-api/bot-api'
import { eventAt, youthAt } from '../support/event-world'
import { figuresFromRows, figuresOfMailing, hasMailing, rowsOfMailing } from '../support/mailings'
import { portNobodyDials } from '../support/port-nobody-dials'
import { randomFrom } from '../support/seeded'
import { accountAt, openStore } from '../support/telegram-crash/stored'
import { zoneByDay } from '../support/telegram-site'

const kills = Number(process.env.KILLS ?? 8)
const seed = Number(process.env.SEED ?? 20261120)
const longestLife = 1200
/** At 28 a second more than all lives can send: it is still being sent at the last kill. */
const people = 50 + kills * 34
const event = 'event-1'
const title = '周末交友会'

let folder: string
let state: string
let api: BotApi
beforeAll(ensureBuilt)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianxin-mailing-crash-'))
  state = join(folder, 'state')
  api = await startBotApi({ second: 5 })
})
afterEach(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

const chats = Array.from({ length: people }, (_, n) => 2000 + n)
const invitations = () => api.sends.filter(({ text, delivered }) => delivered && text.includes(`请你来玩：${title}`))

test(`invitations to ${people} people, killed ${kills} times: nobody gets one twice, who did not get one stands as unknown`, {
  timeout: 300_000 + kills * 8_000,
}, async () => {
  const random = randomFrom(seed)
  const start = await starter()
  await haveChats(start)
  await isPublished()

  for (let n = 0; n < kills; n++) {
    const bot = start()
    if (random() < 0.8) await bot.ready
    await sleep(random() * longestLife)
    expect(await bot.end('SIGKILL'), bot.stderr()).toMatchObject({ signal: 'SIGKILL' })
  }
  // What a killed process had sent off may still be on its way.
  await sleep(200)
  const atKills = invitations().length
  await standsStill(start)

  const last = start()
  const site = await last.ready
  const isSent = async () => /^lianxin_outbox_ready 0$/m.test(await (await fetch(`${site}metrics`)).text())
  // What a kill left behind is decided when its lease is over.
  await expect.poll(isSent, { timeout: 90_000 + people * 100, interval: 500 }).toBe(true)
  expect(await last.end('SIGTERM'), last.stderr()).toMatchObject({ code: 0 })
  await check(atKills)
})

async function starter() {
  const env = {
    PORT: String(await portNobodyDials()),
    DATA_DIR: state,
    TZ_WALL: zoneByDay(),
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
  }
  return () => launch([process.execPath, 'dist/main.js'], repository, env)
}

/** Everybody wrote to the bot once. */
async function haveChats(start: Awaited<ReturnType<typeof starter>>): Promise<void> {
  const bot = start()
  await bot.ready
  for (const chat of chats) api.person(chat).says('你好')
  await expect
    .poll(() => new Set(api.sends.map(({ chatId }) => chatId)).size, { timeout: 60_000 + people * 50 })
    .toBe(people)
  await api.settled()
  await bot.end('SIGTERM')
}

/** As after a tap of an officer on "publish", for all who are registered. */
async function isPublished(): Promise<void> {
  const store = await openStore(state)
  const now = new Date().toISOString()
  await store.write([], async (tx) => {
    for (const chat of chats) {
      const person = (await accountAt(tx, chat))?.person ?? ''
      await tx.put(youths, youthAt(person, now, { points: [] }))
    }
    const times = { startsAt: after(now, 7 * day), endsAt: after(now, 7 * day + hour) }
    await tx.put(gatherings, eventAt(now, { ...times, title, inviting: { list: '', order: '', youth: '' } }))
  })
  await hasMailing(store, event)
  await store.close()
}

/** Paused, it sends nothing over a whole life of the program; then it goes on. */
async function standsStill(start: Awaited<ReturnType<typeof starter>>): Promise<void> {
  const set = async (to: 'paused' | 'running') => {
    const store = await openStore(state)
    const mailing = await store.read((tx) => tx.get(mailings, event))
    await hasMailing(store, event, { ...mailing, state: to })
    const { left } = await figuresOfMailing(store, event)
    await store.close()
    return left
  }
  const before = invitations().length
  expect(await set('paused')).toBeGreaterThan(0)
  const bot = start()
  await bot.ready
  await sleep(1500)
  await bot.end('SIGKILL')
  await set('running')
  expect(invitations()).toHaveLength(before)
}

async function check(atKills: number): Promise<void> {
  const store = await openStore(state)
  try {
    const rows = await rowsOfMailing(store, event)
    const counts = new Map<string, number>()
    for (const { chatId } of invitations()) counts.set(chatId, (counts.get(chatId) ?? 0) + 1)
    const byPerson = new Map(rows.map((row) => [row.person, row]))
    expect(byPerson.size).toBe(people)
    expect(rows).toHaveLength(people)
    let lost = 0
    for (const chat of chats) {
      const person = (await store.read((tx) => accountAt(tx, chat)))?.person ?? ''
      const row = byPerson.get(person)
      const came = counts.get(String(chat)) ?? 0
      expect(came, `chat ${chat}`).toBeLessThanOrEqual(1)
      if (row?.state === 'sent') expect(came, `chat ${chat}`).toBe(1)
      else expect(row).toMatchObject({ state: 'unknown', reason: 'lease-ran-out' })
      if (came === 0) lost += 1
    }
    const figures = await figuresOfMailing(store, event)
    expect(figures).toEqual(await figuresFromRows(store, event))
    const { sent, unknown } = figures.outcomes
    expect(sent + unknown).toBe(people)
    // So many leave in a moment: no more can be under way when the process dies.
    expect(unknown).toBeLessThanOrEqual(kills * 28)
    expect(atKills).toBeGreaterThan(0)
    const said = { kills, people, atKills, sent, unknown, unknownAndNeverCame: lost }
    process.stdout.write(`mailing, seed ${seed}: ${JSON.stringify(said)}\n`)
  } finally {
    await store.close()
  }
}
