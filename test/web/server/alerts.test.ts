import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { controlHandlers } from '../../../src/control'
import { after, day, hour, minute } from '../../../src/domain/instant'
import { alertNames } from '../../../src/domain/operator-alert'
import { runJob } from '../../../src/jobs'
import { outbox } from '../../../src/store/collections'
import { diskError, FaultyDisk } from '../../store/json/faulty-disk'
import { openSite, type Site } from '../../support/site'
import { zoneByDay } from '../../support/telegram-site'
import { temporaryFolder } from '../../support/temporary-folder'
import { until } from '../../support/until'
import { WireClient } from '../../support/wire-client'

const code = 'blue-kettle-42'

let site: Site
let disk: FaultyDisk
let folder: string
let admin: WireClient
let free: number
beforeEach(async () => {
  disk = new FaultyDisk()
  free = Number.MAX_SAFE_INTEGER
  folder = await temporaryFolder('alerts')
  await open()
  admin = await WireClient.open(site.url)
  for (const line of [`/admin ${code}`, '张书记', '我也办', '没错，提交']) await admin.says(line)
})
afterEach(async () => {
  mend()
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(): Promise<void> {
  const env = { DATA_DIR: folder, ADMIN_CODE: code, METRICS_TOKEN: 'the-house', TZ_WALL: zoneByDay() }
  site = await openSite({ disk, freeBytes: async () => free, env })
}

const mend = () => {
  disk.fail = () => undefined
}
const now = () => new Date().toISOString()
const look = (at = now()) => runJob(site.system.jobs, 'find-alerts', at)
const health = async (headers = {}) => {
  const response = await fetch(`${site.url}/healthz`, { headers })
  return { status: response.status, ...((await response.json()) as { alerts: string[] }) }
}
const fromOutside = { 'x-forwarded-for': '203.0.113.7' }

/** The names whose gauge is 1; each other has to be 0. */
async function gauges(): Promise<string[]> {
  const words = await (await fetch(`${site.url}/metrics`)).text()
  const values = new Map(
    [...words.matchAll(/^lianxin_alert\{name="([\w-]+)"\} (\S+)$/gm)].map(([, name = '', value]) => [name, value]),
  )
  expect([...values.keys()].sort()).toEqual([...alertNames].sort())
  return [...values].flatMap(([name, value]) => {
    if (value === '1') return name
    expect(value).toBe('0')
    return []
  })
}

async function told(): Promise<string[]> {
  await site.system.delivery.run()
  return (await admin.messages('?limit=100')).filter(({ from }) => from === 'bot').map(({ text }) => text)
}

test('what stands is told by its code to anybody, with its figures to the house, and by the gauges', async () => {
  expect(await gauges()).toEqual([])
  free = 0.5 * 1024 ** 3
  await look()
  const codes = { status: 200, ok: true, alerts: ['disk-low', 'key-not-saved'] }
  expect(await health(fromOutside)).toEqual(codes)
  const details = {
    'disk-low': { since: expect.any(String), free: '0.5 GB' },
    'key-not-saved': { since: expect.any(String) },
  }
  expect(await health()).toEqual({ ...codes, alertDetails: details })
  expect(await health({ ...fromOutside, authorization: 'Bearer the-house' })).toEqual({
    ...codes,
    alertDetails: details,
  })
  expect(await gauges()).toEqual(['disk-low', 'key-not-saved'])
  expect((await told()).filter((text) => text.includes('硬盘快满了'))).toHaveLength(1)

  await site.close()
  await open()
  // Before anything is looked at.
  expect(await health(fromOutside)).toEqual(codes)
  expect(await gauges()).toEqual(['disk-low', 'key-not-saved'])
  await look()
  free = Number.MAX_SAFE_INTEGER
  await look()
  expect(await health(fromOutside)).toEqual({ ...codes, alerts: ['key-not-saved'] })
})

test('the operator says by a command that the key lies elsewhere too', async () => {
  await look()
  expect((await health()).alerts).toEqual(['key-not-saved'])
  expect(await controlHandlers(site.system)['key-saved']?.({})).toMatchObject({ ok: true })
  expect((await health()).alerts).toEqual([])
  await site.system.backups?.backUp('2026-11-20')
  await look(after(now(), day))
  expect((await health()).alerts).toEqual([])
})

test.each([
  ['given by the environment', () => ({ DATA_KEY: Buffer.alloc(32, 7).toString('base64') }), false],
  ['in the folder of the data', () => ({}), true],
  ['in a file in that folder', (folder: string) => ({ DATA_KEY_FILE: join(folder, 'keys/master.key') }), true],
  ['in a file elsewhere', (folder: string) => ({ DATA_KEY_FILE: join(`${folder}-key`, 'master.key') }), false],
])('a key %s: is it with the data?', async (_, env, isWithData) => {
  await site.close()
  await cp(join(folder, 'keys'), `${folder}-key`, { recursive: true })
  // Its own data, which were made with a key of their own.
  const given = env(folder)
  const data = 'DATA_KEY' in given ? `${folder}-other` : folder
  site = await openSite({ disk, env: { DATA_DIR: data, ...given } })
  expect(site.system.jobs.watch.isKeyWithData).toBe(isWithData)
  for (const made of [`${folder}-key`, `${folder}-other`]) await rm(made, { recursive: true, force: true })
})

test('while nothing can be kept, codes and gauges tell what was known and what is found; after it the admins are told once', async () => {
  await site.system.backups?.backUp('2026-11-20')
  await look()
  disk.fail = () => diskError('ENOSPC')
  expect(await admin.says('帮助')).toBe(503)
  free = 0
  expect(await look()).toEqual({ told: 0 })
  expect(await health(fromOutside)).toMatchObject({
    status: 503,
    ok: false,
    alerts: ['store-failing', 'disk-low', 'key-not-saved'],
  })
  expect(await gauges()).toEqual(['store-failing', 'disk-low', 'key-not-saved'])
  const lines = site.log.map((line) => JSON.parse(line) as { msg?: string; kind?: string })
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'store', kind: 'unavailable' }))

  mend()
  free = Number.MAX_SAFE_INTEGER
  await until(async () => (await health()).status === 200)
  expect((await health()).alerts).toEqual(['key-not-saved'])
  expect(await look()).toEqual({ told: 1 })
  expect(await look()).toEqual({ told: 0 })
  const outages = (await told()).filter((text) => text.includes('有消息存不下来'))
  expect(outages).toEqual([expect.stringContaining('（1 次）')])

  // Of one that comes again soon they are told with what follows, an hour later.
  for (let times = 0; times < 2; times++) {
    disk.fail = () => diskError('EIO')
    expect(await admin.says('帮助')).toBe(503)
    mend()
    await until(async () => (await health()).status === 200)
  }
  expect(await look(after(now(), 59 * minute))).toMatchObject({ told: 0 })
  expect(await look(after(now(), hour + minute))).toMatchObject({ told: 1 })
  const rows = []
  for await (const row of site.system.store.walk(outbox)) if (row.key?.startsWith('outage:')) rows.push(row.body.text)
  expect(rows).toEqual([expect.stringContaining('（1 次）'), expect.stringContaining('（2 次）')])
})

test('the newest backup is one whose list is whole', async () => {
  const { watch } = site.system.jobs
  expect(await watch.newestBackup()).toBeUndefined()
  await site.system.backups?.backUp('2026-11-19')
  const first = await watch.newestBackup()
  expect(first).toMatch(/^\d{4}-/)
  await site.system.backups?.backUp('2026-11-20')
  expect((await watch.newestBackup()) ?? '').toMatch(/^\d{4}-/)
  const second = await watch.newestBackup()
  expect(second?.localeCompare(first ?? '')).toBeGreaterThanOrEqual(0)
  await rm(join(folder, 'backups/2026-11-20/list.jsonl'))
  // One that was found whole is not read again: only a bot that starts sees what was done by hand.
  await site.close()
  await open()
  expect(await site.system.jobs.watch.newestBackup()).toBe(first)
})
