import { afterEach, expect, test } from 'vitest'
import type { Youth } from '../../src/domain/youth'
import { arrivingFiles, complaints, outbox, parked, seen, youths } from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import {
  addsEvidence,
  answersCase,
  becomesCaseworker,
  complains,
  photo,
  registers,
} from '../support/main-job-on-telegram'
import { type Mode, openTelegramSite, type TelegramSite } from '../support/telegram-site'

/** Every fault there is, each often enough to strike several times in one main job. */
const rates = {
  flood: 0.06,
  'broken-before': 0.06,
  'broken-after': 0.06,
  'server-error': 0.06,
  'html-error': 0.04,
  slow: 0.05,
  'duplicate-update': 0.3,
  'late-update': 0.1,
  'webhook-twice': 0.2,
  'file-broken': 0.1,
  'file-fails': 0.1,
}

let telegram: TelegramSite | undefined
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
})

test.each<[Mode, number]>([
  ['polling', 20261120],
  ['webhook', 20261121],
])('the main job by %s with every fault there is: nothing is lost and nothing happens twice', async (mode, seed) => {
  telegram = await openTelegramSite(mode, { plan: { seed, rates } })
  const { api, site } = telegram
  const officer = api.person(1, { firstName: '王' })
  const worker = api.person(2, { firstName: '李' })
  await becomesCaseworker(officer)
  worker.starts()
  await worker.waitsFor('你好，我是联心', 20_000)
  await registers(worker)
  const number = await complains(worker)
  // One photo is too few for these to strike by chance.
  for (const kind of ['file-broken', 'file-fails'] as const) api.breakNext(kind)
  await addsEvidence(worker)
  await answersCase(officer, number)
  const isAnswered = () => worker.shown().some(({ text }) => /^王姐：.*我明天上午给工地打电话/s.test(text))
  await expect.poll(isAnswered, { timeout: 20_000 }).toBe(true)
  const isTold = () => officer.shown().some(({ text }) => text.includes(`新投诉 ${number}`))
  await expect.poll(isTold, { timeout: 20_000 }).toBe(true)

  api.calm()
  await api.settled()
  await site.system.delivery.run()
  process.stdout.write(`${mode}, seed ${seed}: ${JSON.stringify(api.faults)}\n`)
  const { store } = site.system
  const found = await store.read(async (tx) => {
    const [complaint] = await tx.find(complaints, { index: 'number', equals: number })
    return {
      complaint,
      entries: await tx.entries(caseEntries, { key: complaint?.id ?? '', after: 0, limit: 100 }),
      parked: await tx.count(parked, { index: 'waiting', equals: 'waiting' }),
      arriving: await tx.count(arrivingFiles, { index: 'at', equals: 'all' }),
      unsent: await tx.count(outbox, { index: 'ready', equals: 'now' }),
    }
  })
  expect(found).toMatchObject({ parked: 0, arriving: 0, unsent: 0 })
  const all = []
  for await (const complaint of store.walk(complaints)) all.push(complaint.number)
  expect(all).toEqual([number])
  const registered: Youth[] = []
  for await (const youth of store.walk(youths)) registered.push(youth)
  expect(registered.map(({ name, phone }) => [name, phone])).toEqual([['小李', '13800000002']])
  expect(found.complaint?.evidence).toHaveLength(1)
  const evidence = found.complaint?.evidence[0]?.file
  expect(evidence?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(Buffer.from((await store.files.get(evidence?.id ?? ''))?.bytes ?? []).equals(photo)).toBe(true)
  const kinds = found.entries.map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'evidence')).toHaveLength(1)
  expect(found.entries.filter(({ text }) => text?.includes('我明天上午'))).toHaveLength(1)
  // A message came more than once only where the line broke after it had come.
  const copies = new Map<string, number>()
  for (const { chatId, text, delivered } of api.sends)
    if (delivered && /WQ-\d{8}-\d{4}.*编号|收到了，编号/.test(text)) copies.set(chatId, (copies.get(chatId) ?? 0) + 1)
  for (const count of copies.values()) expect(count).toBeLessThanOrEqual(2)
  const marks = []
  for await (const mark of store.walk(seen)) marks.push(mark.id)
  expect(new Set(marks).size).toBe(marks.length)
  for (const kind of Object.keys(rates) as (keyof typeof rates)[]) {
    if (mode === 'polling' && kind === 'webhook-twice') continue
    expect(api.faults[kind], kind).toBeGreaterThan(0)
  }
  expect(site.log.join('\n')).not.toMatch(/宏达|万科|13812345678|AAtest/)
})
