import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { queue, unsent } from '../../src/delivery/outbox'
import { botBody } from '../../src/domain/message'
import { complaints } from '../../src/store/collections'
import type { BotApiOptions } from '../support/bot-api/bot-api'
import { addsEvidence, answersCase, complains, officerAndWorker } from '../support/main-job-on-telegram'
import { portNobodyDials } from '../support/port-nobody-dials'
import { startRoundRobin } from '../support/round-robin'
import { api, bots, database, makeProcesses, prepareProcesses, quiet } from '../support/several-processes'
import { checkNothingWaits } from '../support/telegram-crash/check-store'
import { accountAt, allRows } from '../support/telegram-crash/stored'
import { adminCode } from '../support/telegram-site'
import { until } from '../support/until'

prepareProcesses()

async function start(count: number, telegram?: BotApiOptions, more: Record<string, string> = {}): Promise<void> {
  await makeProcesses(telegram, more)
  for (let n = 0; n < count; n++) await bots.add()
}

test('called by turns over a load balancer, two of them hold one conversation: in order, each message once', async () => {
  const balancer = await startRoundRobin()
  try {
    const webhook = { TELEGRAM_MODE: 'webhook', PUBLIC_URL: balancer.url, ADMIN_CODE: adminCode }
    await start(0, { httpWebhook: true }, webhook)
    for (const PORT of [await portNobodyDials(), await portNobodyDials()].map(String)) {
      await bots.add({ PORT })
      balancer.sites.push(`http://127.0.0.1:${PORT}/`)
    }
    const { officer, worker } = await officerAndWorker(api)
    const number = await complains(worker)
    expect(number).toMatch(/-0001$/)
    await addsEvidence(worker)
    await answersCase(officer, number)
    await worker.waitsFor(/^王姐：.*我明天上午给工地打电话/s, 10_000)
    await quiet()
    const store = await bots.store()
    const [complaint, another] = await store.read((tx) => tx.find(complaints, { index: 'number', equals: number }))
    expect(complaint?.evidence).toHaveLength(1)
    expect(another).toBeUndefined()
    const rows = (await allRows(store)).map(({ row: { state, attempts } }) => ({ state, attempts }))
    expect(rows).toEqual(rows.map(() => ({ state: 'sent', attempts: 1 })))
    const edits = api.calls('editMessageText').filter(({ answer }) => answer === 'ok')
    expect(api.sends.filter(({ delivered }) => delivered).length + edits.length).toBe(rows.length)
    await checkNothingWaits(store)
    await store.close()
    expect(Math.min(...balancer.counts)).toBeGreaterThan(10)
    expect(bots.stderr()).not.toMatch(/parked/)
  } finally {
    await balancer.close()
  }
})

test('one that stands still: the other goes on with what it had claimed and fetches; awake again it neither sends that too nor fetches beside it', async () => {
  await start(1, {})
  const people = Array.from({ length: 12 }, (_, n) => 100 + n)
  for (const chat of people) api.person(chat).says('你好')
  for (const chat of people) await api.person(chat).waitsFor('你好，我是联心', 20_000)
  await quiet()
  const store = await bots.store()
  const ids = await store.read((tx) =>
    Promise.all(people.map(async (chat) => (await accountAt(tx, chat))?.person ?? '')),
  )
  const claimed = async () => (await allRows(store)).filter(({ row }) => row.state === 'sending').length
  // Whoever has claimed a row looks here before it is sent.
  await database.query('BEGIN; LOCK TABLE persons')
  for (const id of ids) {
    const row = { ...unsent(randomUUID(), id, botBody('通知'), new Date().toISOString()), urgent: true }
    await store.write([], (tx) => queue(tx, row))
  }
  await until(async () => (await claimed()) === people.length)
  const frozen = await bots.poller()
  frozen.child.kill('SIGSTOP')
  bots.running.splice(bots.running.indexOf(frozen), 1)
  await database.query('COMMIT')
  await bots.add()
  const since = performance.now()
  api.person(100).says('菜单')
  await api.person(100).waitsFor('维权', 15_000)
  await until(async () => (await claimed()) === 0)
  await quiet()
  expect(performance.now() - since).toBeLessThan(15_000)

  const woken = Date.now()
  frozen.child.kill('SIGCONT')
  bots.running.push(frozen)
  await sleep(3000)
  expect(await bots.states()).toEqual(['polling', 'standing-by'])
  for (const chat of people) {
    const texts = api.person(chat).shown()
    expect(texts.filter(({ text }) => text === '通知')).toHaveLength(1)
  }
  const refused = api.calls('getUpdates').filter(({ at, answer }) => at >= woken && /Conflict/.test(answer))
  expect(refused).toEqual([])
  api.person(101).says('菜单')
  await api.person(101).waitsFor('维权', 5000)
  await store.close()
})
