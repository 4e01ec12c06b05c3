import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { webChatAbilities } from '../../src/channels/web-chat/abilities'
import { queue, unsent } from '../../src/delivery/outbox'
import { day } from '../../src/domain/instant'
import { botBody } from '../../src/domain/message'
import { accounts, gatherings, officers, outbox, persons, signUps, youths } from '../../src/store/collections'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import type { BotApiOptions } from '../support/bot-api/bot-api'
import { crowd } from '../support/crowd'
import { eventAt, youthAt } from '../support/event-world'
import { randomFrom } from '../support/seeded'
import { api, bots, database, makeProcesses, prepareProcesses, quiet, state } from '../support/several-processes'
import { checkComplaints, checkHistory, checkNothingWaits, checkNotices } from '../support/telegram-crash/check-store'
import { checkDeliveries } from '../support/telegram-crash/deliveries'
import { accountAt, allRows } from '../support/telegram-crash/stored'
import { TelegramWorker } from '../support/telegram-crash/worker'
import { WireClient } from '../support/wire-client'

const kills = Number(process.env.KILLS ?? 2)
const processes = Number(process.env.PROCESSES ?? 3)
const seed = Number(process.env.SEED ?? 20261126)

prepareProcesses()

async function start(count: number, telegram?: BotApiOptions): Promise<void> {
  await makeProcesses(telegram)
  await Promise.all(Array.from({ length: count }, () => bots.add()))
}

test(`${kills} kills among ${processes} processes under load: another polls within 15 s, nothing is lost, nothing happens twice`, {
  timeout: 120_000 + kills * 20_000,
}, async () => {
  await start(processes, {})
  const officer = api.person(1)
  officer.says('你好')
  await officer.waitsFor('你好，我是联心', 20_000)
  const store = await bots.store()
  await store.write([], async (tx) => {
    const id = (await accountAt(tx, officer.id))?.person ?? ''
    const [createdAt, roles] = [new Date().toISOString(), ['caseworker' as const]]
    await tx.put(officers, { id, name: '王姐', roles, unit: 'root', onCall: null, createdAt, leftAt: null })
  })
  const random = randomFrom(seed)
  const { workers, all, end } = crowd(5, random, (...of) => new TelegramWorker(api, ...of))
  let longest = 0
  for (let n = 0; n < kills; n++) {
    await sleep(300 + random() * 1200)
    const poller = await bots.poller()
    // The one that polls, and then any of them.
    const victim = n % 2 === 0 ? poller : bots.running[Math.floor(random() * bots.running.length)]
    if (victim) await bots.kill(victim)
    const since = performance.now()
    const added = bots.add()
    await bots.poller()
    longest = Math.max(longest, performance.now() - since)
    await added
  }
  expect(longest).toBeLessThan(15_000)
  const inOrder = ['polling', ...Array(processes - 1).fill('standing-by')]
  await expect.poll(async () => (await bots.states()).sort()).toEqual(inOrder)
  end()
  await all
  await quiet()
  // Ended in order, the next one polls at once.
  const last = await bots.poller()
  bots.running.splice(bots.running.indexOf(last), 1)
  await last.end('SIGTERM')
  const since = performance.now()
  await bots.poller()
  expect(performance.now() - since).toBeLessThan(4000)
  await bots.end()
  const { delivered, ...figures } = checkDeliveries(api, await allRows(store), bots.lives)
  const counted = { kills, workers: workers.length, redelivered: api.redelivered(), ...figures }
  const waits = { takeOver: longest, answer: Math.max(...workers.map(({ longestWait }) => longestWait)) }
  process.stdout.write(`several processes, seed ${seed}: ${JSON.stringify({ ...counted, ...waits })}\n`)
  await checkHistory(store, workers)
  checkNotices(delivered, await checkComplaints(store, workers), '1')
  await checkNothingWaits(store)
  await store.close()
  expect(bots.stderr()).not.toMatch(/taken-over|parked/)
})

test('the limits of the platform hold over all of them: it has no reason to refuse, and nobody waits for nothing', async () => {
  await start(3, { second: 1000, limits: { overall: 30, burst: 1, answering: 4 } })
  const people = Array.from({ length: 60 }, (_, n) => 100 + n)
  for (const chat of people) api.person(chat).says('你好')
  for (const chat of people) await api.person(chat).waitsFor('你好，我是联心', 20_000)
  await quiet()
  // What they asked for is not counted, what comes after these seconds is.
  await sleep(4000)
  const before = api.sends.length
  const store = await bots.store()
  const since = performance.now()
  await store.write([], async (tx) => {
    for (const chat of people) {
      const person = (await accountAt(tx, chat))?.person ?? ''
      for (const n of [1, 2, 3]) {
        await queue(tx, unsent(randomUUID(), person, botBody(`第${n}条`), new Date().toISOString()))
      }
    }
  })
  const waiting = () => store.read((tx) => tx.count(outbox, { index: 'ready', equals: 'notice' }))
  await expect.poll(waiting, { interval: 100 }).toBe(0)
  const seconds = (performance.now() - since) / 1000
  await store.close()
  const refused = api.calls('sendMessage').filter(({ answer }) => answer !== 'ok')
  process.stdout.write(`180 notices by three processes: ${seconds.toFixed(1)} s, ${refused.length} refused\n`)
  // Each by itself would let three times as many go. A machine that stands still for a moment brings some closer together.
  expect(refused.length).toBeLessThanOrEqual(8)
  expect(api.sends.slice(before).filter(({ delivered }) => delivered)).toHaveLength(180)
  expect(seconds).toBeGreaterThan(5)
  expect(seconds).toBeLessThan(20)
  for (const chat of people) {
    const texts = api
      .person(chat)
      .shown()
      .map(({ text }) => text)
    expect(texts.slice(-3)).toEqual(['第1条', '第2条', '第3条'])
  }
})

test('five hundred sign up within ten seconds over four processes for fifty places: the first fifty are in', async () => {
  await start(4)
  const sites = await Promise.all(bots.running.map((one) => one.ready))
  const clients = await Promise.all(Array.from({ length: 500 }, (_, n) => WireClient.open(sites[n % 4] ?? '')))
  const store = await bots.store()
  const at = new Date().toISOString()
  const startsAt = new Date(Date.now() + 5 * day).toISOString()
  await store.write([], async (tx) => {
    await tx.put(gatherings, eventAt(at, { places: 50, startsAt }))
    for (const [n, { cookie }] of clients.entries()) {
      const [id, externalId] = [`w${n}`, cookie.split('=')[1]?.split('.')[0] ?? '']
      const consents = { registration: { version: 'registration-1', at } }
      const person = { id, language: 'zh-CN' as const, createdAt: at, lastContactAt: at, consents, joined: [] }
      await tx.put(persons, { ...person, returnCode: `code-${id}` })
      await tx.put(youths, youthAt(id, at, { name: id }))
      const reach = { abilities: webChatAbilities, unreachable: null, seenSeq: 0 }
      const account = {
        id: `account-${id}`,
        channel: 'web-chat',
        externalId,
        person: id,
        createdAt: at,
        lastContactAt: at,
      }
      await tx.put(accounts, { ...account, ...reach })
    }
  })
  const random = randomFrom(seed)
  const since = performance.now()
  const statuses = await Promise.all(
    clients.map(async (client) => {
      await sleep(random() * 8000)
      const body = { id: randomUUID(), choice: '!event-go.event-1' }
      const post = async () => {
        const answer = await client.post('/api/chat/messages', body)
        await answer.body?.cancel()
        return answer.status
      }
      // Some press twice, the second time at another process.
      if (random() > 0.1) return post()
      const first = post()
      client.site = sites[Math.floor(random() * 4)] ?? ''
      return Math.max(await first, await post())
    }),
  )
  const seconds = (performance.now() - since) / 1000
  process.stdout.write(`500 sign-ups over four processes: ${seconds.toFixed(1)} s\n`)
  expect(statuses.filter((status) => status !== 202)).toEqual([])
  const all = (await store.read((tx) => tx.find(signUps, { index: 'gathering', equals: 'event-1' }))).sort(
    (a, b) => a.seq - b.seq,
  )
  await store.close()
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
  expect(all.map((one) => one.state)).toEqual(Array.from({ length: 500 }, (_, n) => (n < 50 ? 'in' : 'waiting')))
})

test('a page that listens to one process hears what another took, from the first word to the last', async () => {
  await start(2)
  const [one = '', other = ''] = await Promise.all(bots.running.map((each) => each.ready))
  const client = await WireClient.open(one)
  const stream = await client.stream()
  await sleep(300)
  client.site = other
  const erasing = randomUUID()
  const since = performance.now()
  expect(await client.says('登记')).toBe(202)
  expect((await stream.message()).text).toBe('登记')
  expect(performance.now() - since).toBeLessThan(5000)
  for (const word of ['同意', '小李', '19', '13812345678', ...Array(7).fill('跳过')]) await client.says(word)
  await client.presses('没错，登记')
  await client.says('我的')
  await client.presses('全部删掉')
  const { cookie } = client
  const choice = (await client.messages()).at(-1)?.choices.find(({ label }) => label.includes('确定'))?.value
  await client.post('/api/chat/messages', { id: erasing, choice })
  for (;;) {
    const { event, data } = await stream.next()
    if (event !== 'gone') continue
    expect((data as { texts: string[] }).texts.join()).toMatch(/删/)
    break
  }
  // Sent again to the other, as a page does whose answer was lost, it begins nothing anew.
  Object.assign(client, { site: one, cookie })
  expect((await client.post('/api/chat/messages', { id: erasing, choice })).status).toBe(202)
  const store = await bots.store()
  for await (const account of store.walk(accounts)) throw new Error(`an account is left on ${account.channel}`)
  await store.close()
})

test('the first code is printed by one of those that start at once; scripts work beside them and send nothing', async () => {
  await start(3)
  await bots.end()
  // In both languages by the one that made it.
  const codes = bots.stderr().match(/\/admin \d{8}/g) ?? []
  expect(codes).toHaveLength(2)
  expect(new Set(codes).size).toBe(1)
  await start(2)
  expect(bots.stderr()).not.toContain('/admin')
  const env = { DATA_DIR: state, DATABASE_URL: database.url }
  const script = (...words: string[]) => launch([process.execPath, ...words], repository, env)
  const made = script('dist/scripts/admin-code.js')
  expect((await made.ended).code).toBe(0)
  const client = await WireClient.open((await bots.running[1]?.ready) ?? '')
  await client.says(made.stdout().match(/\/admin \d{8}/)?.[0] ?? '')
  expect((await client.messages()).at(-1)?.text).not.toMatch(/不对|无效/)
  expect((await script('dist/scripts/job.js', 'forget-old').ended).code).toBe(0)
  const none = script('dist/scripts/replay.js', 'nobody')
  expect((await none.ended).code).toBe(1)
  expect(none.stderr()).toContain('no such parked message')
})
