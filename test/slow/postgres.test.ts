import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { PostgresServer, password } from '../support/postgres/server'
import { schemaIn, type TemporaryDatabase } from '../support/postgres/shared'
import { sampleFiles } from '../support/sample-files'
import { temporaryFolder } from '../support/temporary-folder'
import { until } from '../support/until'
import { problemOf, WireClient } from '../support/wire-client'

let server: PostgresServer
let database: TemporaryDatabase
let state: string
beforeAll(async () => {
  await ensureBuilt()
  server = await PostgresServer.make(await temporaryFolder('program'), { durable: true })
})
afterAll(() => server.remove())
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'lianxin-postgres-'))
  database = await schemaIn(server.url)
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

const env = () => ({ PORT: '0', DATA_DIR: state, DATABASE_URL: database.url, ADMIN_CODE: 'blue-kettle-42' })
const start = (over: Record<string, string> = {}) =>
  launch([process.execPath, 'dist/main.js'], repository, { ...env(), ...over })
const script = (...words: string[]) => launch([process.execPath, ...words], repository, env()).ended

/** The texts of the conversation, the newest last. */
const texts = async (client: WireClient) => (await client.messages()).map(({ text }) => text)

test('a worker registers and complains over the web chat; a killed program goes on where it stopped', async () => {
  const bot = start()
  const site = await bot.ready
  const client = await WireClient.open(site)
  const stream = await client.stream()
  const says = async (...words: string[]) => {
    for (const word of words) expect(await client.says(word)).toBe(202)
  }
  await says('登记')
  expect((await stream.message()).text).toBe('登记')
  expect((await stream.message()).text).toContain('可以把你登记下来吗')
  await stream.close()
  await says('同意', '小李', '19', '13812345678', ...Array(7).fill('跳过'))
  await client.presses('没错，登记')
  expect((await texts(client)).join('\n')).toContain('登记好了，小李')
  await says('投诉', '同意', '都没有', '拖欠我的工资', '宏达建筑')

  expect((await bot.end('SIGKILL')).signal).toBe('SIGKILL')
  const again = start()
  client.site = await again.ready
  await says('龙华区民治万科工地', '8月', '一万八', '没错，提交')
  const photo = sampleFiles['image/png']
  expect((await client.sendFile(photo as NonNullable<typeof photo>)).status).toBe(202)
  await says('好了')
  const all = await client.messages('?after=0&limit=100')
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i + 1))
  const file = all.find((message) => message.file)?.file
  const bytes = Buffer.from(await (await client.fetch(String(file?.url))).arrayBuffer())
  expect(bytes.equals(Buffer.from((photo as NonNullable<typeof photo>).bytes))).toBe(true)

  // Scripts work beside the program, and when it does not run.
  expect((await script('dist/scripts/job.js', 'forget-old')).code).toBe(0)
  expect((await again.end('SIGTERM')).code).toBe(0)
  expect((await script('dist/scripts/job.js', 'forget-old')).code).toBe(0)
  expect(bot.stderr() + again.stderr()).not.toMatch(/parked|fault|request failed/)
})

test('while the database is away a message is refused and said not to be saved, and taken once when it is back', async () => {
  const bot = start()
  const site = await bot.ready
  const client = await WireClient.open(site)
  await client.says('菜单')
  await server.stop('immediate')
  const id = randomUUID()
  const refused = await client.post('/api/chat/messages', { id, text: '帮助' })
  expect(refused.status).toBe(503)
  expect(await problemOf(refused)).toEqual({ code: 'not-saved', message: '还没有存上，正在自动重发，不用管。' })
  const health = await fetch(`${site}healthz`)
  expect(health.status).toBe(503)
  const told = JSON.stringify(await health.json()) + bot.stderr()
  for (const secret of [password, String(server.port)]) expect(told).not.toContain(secret)

  await server.start()
  await until(async () => (await fetch(`${site}healthz`)).status === 200)
  for (const _ of [1, 2]) expect(await client.says('帮助', id)).toBe(202)
  const messages = await client.messages()
  expect(messages.filter((message) => message.id === id)).toHaveLength(1)
  expect((await bot.end('SIGTERM')).code).toBe(0)
})

test('a database that cannot be used is said by name, and no key is left behind that opens nothing', async () => {
  const away = start({ DATABASE_URL: database.url.replace(/:\d+\//, ':1/') })
  expect((await away.ended).code).toBe(75)
  expect(away.stderr()).toMatch(/DATABASE_URL: .*[一-龥].*ECONNREFUSED/)
  expect(away.stderr()).not.toContain(password)
  const first = start()
  await first.ready
  await first.end('SIGTERM')
  rmSync(state, { recursive: true, force: true })
  for (const _ of [1, 2]) {
    const keyless = start()
    expect((await keyless.ended).code).toBe(78)
    expect(keyless.stderr()).toMatch(/DATA_KEY: .*[一-龥]/)
  }
})
