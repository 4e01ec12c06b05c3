import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StoreUnavailable } from '../../../src/store/store'
import { sampleFiles } from '../../support/sample-files'
import { openSite, type Site } from '../../support/site'
import { until } from '../../support/until'
import { WireClient } from '../../support/wire-client'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

test('one visitor holds sixteen streams at the most: one more ends the oldest, and nobody else', async () => {
  const client = await WireClient.open(site.url)
  const other = await WireClient.open(site.url)
  for (const one of [client, other]) await one.says('菜单')
  const theirs = await other.stream()
  await theirs.message()
  const streams = []
  for (let n = 0; n < 17; n++) {
    const stream = await client.stream()
    await stream.message()
    streams.push(stream)
  }
  await streams[0]?.ended
  await client.says('帮助')
  await other.says('帮助')
  for (const stream of [...streams.slice(1), theirs]) {
    while ((await stream.message()).text !== '帮助');
    await stream.close()
  }
})

test('a file is not opened for one visitor without end', async () => {
  const client = await WireClient.open(site.url)
  await client.sendFile({ ...sampleFiles['image/png']!, name: 'a.png' })
  const url = (await client.messages()).find((message) => message.file)?.file?.url ?? ''
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.fetch(url)))
    for (const answer of answers) {
      statuses.push(answer.status)
      await answer.arrayBuffer()
    }
  }
  expect(statuses.slice(0, 100)).toEqual(Array(100).fill(200))
  expect(statuses).toContain(429)
  expect((await client.fetch('/api/chat/messages')).status).toBe(200)
})

test('uploads beyond what memory holds are put off; who gives up makes room', async () => {
  const clients = await Promise.all(Array.from({ length: 7 }, () => WireClient.open(site.url)))
  const begin = (client: WireClient) => {
    const outgoing = request(`${site.url}/api/chat/messages`, {
      method: 'POST',
      agent: false,
      headers: {
        cookie: client.cookie,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': String(20 * 1024 * 1024),
      },
    })
    outgoing.on('error', () => undefined)
    const status = new Promise<number>((resolve) =>
      outgoing.on('response', (response) => resolve(response.statusCode ?? 0)),
    )
    outgoing.write('--b\r\n')
    return { outgoing, status }
  }
  let arrived = 0
  site.server.on('request', () => arrived++)
  const first = clients.slice(0, 6).map(begin)
  await until(() => arrived === first.length)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const late = clients[6] as WireClient
  const file = { ...sampleFiles['image/png']!, name: 'a.png' }
  const refused = await late.sendFile(file)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
  expect(await late.says('菜单')).toBe(202)
  for (const { outgoing } of first) outgoing.destroy()
  await until(async () => (await late.sendFile(file)).status === 202)
})

test('what a proxy brings is not from this machine: no figures for it, and one limit for all of it', async () => {
  const figures = (headers: Record<string, string> = {}) => fetch(`${site.url}/metrics`, { headers })
  expect((await figures()).status).toBe(200)
  expect((await figures({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
  expect((await figures({ 'x-forwarded-for': '127.0.0.1' })).status).toBe(403)
})

test('figures are told also while the store cannot be read', async () => {
  const broken = await openSite()
  broken.system.store.read = async () => {
    throw new StoreUnavailable('meant')
  }
  const response = await fetch(`${broken.url}/metrics`)
  expect(response.status).toBe(200)
  const told = await response.text()
  expect(told).toContain('lianxin_parked_updates Nan')
  expect(told).toMatch(/lianxin_store_ok [01]/)
  await broken.close()
})
