import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queueNotice } from '../../../src/delivery/notice'
import { address } from '../../../src/domain/account'
import { accounts, outbox } from '../../../src/store/collections'
import { diskError, FaultyDisk } from '../../store/json/faulty-disk'
import { sampleFiles } from '../../support/sample-files'
import { openSite, type Site } from '../../support/site'
import { until } from '../../support/until'
import { problemOf, WireClient } from '../../support/wire-client'

let site: Site
let disk: FaultyDisk
let client: WireClient
beforeEach(async () => {
  disk = new FaultyDisk()
  site = await openSite({ disk })
  client = await WireClient.open(site.url)
})
afterEach(async () => {
  mend()
  await site.close()
})

const isHealthy = async () => (await fetch(`${site.url}/healthz`)).status === 200
const breakDisk = () => {
  disk.fail = () => diskError('ENOSPC')
}
const mend = () => {
  disk.fail = () => undefined
}
const send = (text: string, id: string) => client.post('/api/chat/messages', { id, text })

test('a message that cannot be kept is 503 and says so; the same one is taken once the disk is well again', async () => {
  await client.says('菜单')
  breakDisk()
  const id = randomUUID()
  const refused = await send('帮助', id)
  expect(refused.status).toBe(503)
  expect(await problemOf(refused)).toEqual({ code: 'not-saved', message: '还没有存上，正在自动重发，不用管。' })
  const health = await fetch(`${site.url}/healthz`)
  expect(health.status).toBe(503)
  expect(await health.json()).toMatchObject({ ok: false, reason: expect.stringContaining('ENOSPC') })
  expect((await send('帮助', id)).status).toBe(503)

  mend()
  await until(isHealthy)
  expect((await send('帮助', id)).status).toBe(202)
  const messages = await client.messages()
  expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  expect(messages.filter((message) => message.id === id)).toHaveLength(1)
})

test('the sentence comes in the language of the visitor', async () => {
  const english = await WireClient.open(site.url, 'en')
  breakDisk()
  for (const refused of [
    await english.post('/api/chat/messages', { id: randomUUID(), text: 'hello' }),
    await english.sendFile(sampleFiles['image/png']!),
  ]) {
    expect(refused.status).toBe(503)
    expect((await problemOf(refused)).message).toBe('Not saved yet. It is being sent again by itself.')
  }
})

test('of many messages that fail together each is refused, and none has a half effect', async () => {
  await client.says('菜单')
  const visitors = await Promise.all(Array.from({ length: 8 }, () => WireClient.open(site.url)))
  breakDisk()
  const statuses = await Promise.all(visitors.map((visitor) => visitor.says('帮助')))
  expect(new Set(statuses)).toEqual(new Set([503]))
  mend()
  await until(isHealthy)
  for (const visitor of visitors) expect(await visitor.messages()).toEqual([])
  expect(await client.messages()).toHaveLength(2)
})

test('a file that cannot be kept is 503, and its message is not there without it', async () => {
  disk.fail = (_, path) => (path.includes('/files/') ? diskError('ENOSPC') : undefined)
  const id = randomUUID()
  const sample = sampleFiles['image/png']!
  expect((await client.sendFile({ ...sample, id })).status).toBe(503)
  expect(await client.messages()).toEqual([])
  mend()
  expect((await client.sendFile({ ...sample, id })).status).toBe(202)
  const url = (await client.messages())[0]?.file?.url ?? ''
  expect(Buffer.from(await (await client.fetch(url)).arrayBuffer())).toEqual(sample.bytes)
})

test('while nothing can be kept the conversation can be read, and what waited goes on waiting', async () => {
  await client.says('菜单')
  const equals = address('web-chat', client.cookie.split('=')[1]?.split('.')[0] ?? '')
  const [account] = await site.system.store.read((tx) => tx.find(accounts, { index: 'address', equals }))
  const body = { from: 'bot' as const, name: null, text: '有进展了', choices: [], file: null }
  const now = new Date().toISOString()
  const person = account?.person ?? ''
  const row = () => site.system.store.read((tx) => tx.get(outbox, 'notice'))
  await site.system.store.write([], (tx) => queueNotice(tx, { id: 'notice', person, body, now, urgent: true }))
  await until(async () => (await row())?.state === 'waiting')

  disk.fail = (step) => (step === 'sync' || step === 'create' ? diskError('EIO') : undefined)
  expect((await client.messages()).at(-1)?.text).toBe('有进展了')
  mend()
  await until(isHealthy)
  expect((await row())?.state).toBe('waiting')
  await client.messages()
  await until(async () => (await row())?.state === 'sent')
})

test('an open stream survives it or comes again, and nothing of what was said stands in the log', async () => {
  await client.says('我叫秘密')
  const stream = await client.stream('?after=2')
  breakDisk()
  expect(await client.says('很秘密的话')).toBe(503)
  mend()
  await until(isHealthy)
  expect(await client.says('很秘密的话')).toBe(202)
  const next = await client.stream('?after=2')
  expect((await next.message()).text).toBe('很秘密的话')
  await Promise.all([stream.close(), next.close()])
  expect(site.log.join()).toContain('ENOSPC')
  expect(site.log.join()).not.toContain('秘密')
})
