import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, persons } from '../../../src/store/collections'
import type { Store } from '../../../src/store/store'
import { ChatSession } from '../../../src/web/api/chat-session'
import { openSite, type Site } from '../../support/site'
import { problemOf, WireClient } from '../../support/wire-client'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const stored = async (store: Store) => {
  let documents = 0
  for await (const _ of store.walk(accounts)) documents++
  for await (const _ of store.walk(persons)) documents++
  return documents
}

const opened = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/chat/session`, { method: 'POST', headers })

describe('a session', () => {
  test('opens with a signed cookie and what the page shows, and nothing is stored before the first message', async () => {
    const client = new WireClient(site.url)
    const response = await client.post('/api/chat/session', {})
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const session = ChatSession.parse(await response.json())
    expect(session.language).toBe('zh-CN')
    expect(session.menu).toHaveLength(3)
    expect(client.cookie).not.toContain(session.id)
    expect(await client.messages()).toEqual([])
    const stream = await client.stream()
    await stream.close()
    expect(await stored(site.system.store)).toBe(0)
    expect(await client.says('菜单')).toBe(202)
    expect(await stored(site.system.store)).toBe(2)
  })

  test('the cookie is HttpOnly and Lax, and Secure only under https', async () => {
    const [plain] = (await opened(site.url)).headers.getSetCookie()
    expect(plain).toMatch(/^lianxin=[^;]+; /)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(plain).toContain(part)
    expect(plain).not.toContain('Secure')
    const claimed = await opened(site.url, { 'x-forwarded-proto': 'https' })
    expect(claimed.headers.getSetCookie()[0]).not.toContain('Secure')
  })

  test.each([
    ['https as public address', { PUBLIC_URL: 'https://lianxin.example' }, {}],
    ['a trusted proxy that speaks https', { TRUST_PROXY: '1' }, { 'x-forwarded-proto': 'https' }],
  ])('the cookie is Secure under %s', async (_, env, headers) => {
    const secure = await openSite({ env })
    expect((await opened(secure.url, headers)).headers.getSetCookie()[0]).toContain('; Secure')
    await secure.close()
  })

  test('coming back with the cookie is the same visitor, also from a restarted page', async () => {
    const client = new WireClient(site.url)
    const first = await client.session()
    await client.says('菜单')
    expect((await client.session()).id).toBe(first.id)
    expect((await client.messages()).length).toBeGreaterThan(1)
    expect((await new WireClient(site.url).session()).id).not.toBe(first.id)
  })

  test('without a cookie, or with one that was changed in any place, nothing is given or taken: 401', async () => {
    const client = await WireClient.open(site.url)
    await client.says('菜单')
    const [name, value = ''] = client.cookie.split('=')
    const [id = '', language, signature = ''] = value.split('.')
    const other = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
    const changed = [
      '',
      `${name}=`,
      `${name}=${id}`,
      `${name}=${other(id)}.${language}.${signature}`,
      `${name}=${id}.en.${signature}`,
      `${name}=${id}.${language}.${other(signature)}`,
      `${name}=${id}.${language}.`,
    ]
    for (const cookie of changed) {
      client.cookie = cookie
      expect((await client.fetch('/api/chat/messages')).status, cookie).toBe(401)
      expect((await client.fetch('/api/chat/stream')).status, cookie).toBe(401)
      expect((await client.fetch('/api/chat/files/f-1?for=x')).status, cookie).toBe(401)
      const sent = await client.post('/api/chat/messages', { id: crypto.randomUUID(), text: 'a' })
      expect(sent.status, cookie).toBe(401)
      expect((await problemOf(sent)).code).toBe('no-session')
    }
  })

  test("speaks the language chosen, else the browser's, and the person's own once they chose one in the talk", async () => {
    const client = new WireClient(site.url, { 'accept-language': 'en-GB,zh;q=0.5' })
    expect((await client.session()).language).toBe('en')
    expect((await client.session('zh-CN')).language).toBe('zh-CN')
    await client.says('/lang')
    await client.presses('English')
    expect((await client.session('zh-CN')).language).toBe('en')
    const refused = await client.post('/api/chat/messages', {})
    expect((await problemOf(refused)).message).toMatch(/^That message/)
  })

  test('forgetting ends the session on this device and keeps the conversation', async () => {
    const client = await WireClient.open(site.url)
    await client.says('菜单')
    const { cookie } = client
    expect((await client.post('/api/chat/forget', {})).status).toBe(204)
    expect(client.cookie).toBe('')
    expect((await client.fetch('/api/chat/messages')).status).toBe(401)
    client.cookie = cookie
    expect((await client.messages()).length).toBeGreaterThan(1)
  })
})

describe('a page of another site', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
  ])('%o changes nothing: 403', async (headers) => {
    const client = await WireClient.open(site.url)
    for (const path of ['session', 'messages', 'forget']) {
      const body = { id: crypto.randomUUID(), text: '你好' }
      const response = await client.post(`/api/chat/${path}`, body, { headers: headers as Record<string, string> })
      expect(response.status).toBe(403)
      expect((await problemOf(response)).code).toBe('wrong-origin')
    }
    expect(await client.messages()).toEqual([])
  })

  test('our own page, by the host it was reached under or the public address, is let through', async () => {
    const named = await openSite({ env: { PUBLIC_URL: 'https://lianxin.example' } })
    for (const origin of ['https://lianxin.example', named.url]) {
      expect((await opened(named.url, { origin })).status).toBe(200)
    }
    await named.close()
  })
})
