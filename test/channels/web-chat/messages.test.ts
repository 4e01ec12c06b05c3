import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { address } from '../../../src/domain/account'
import { accounts, seen } from '../../../src/store/collections'
import { maxTextLength } from '../../../src/web/api/limits'
import { MessageList } from '../../../src/web/api/list-messages'
import { openSite, type Site } from '../../support/site'
import { problemOf, WireClient } from '../../support/wire-client'

let site: Site
let client: WireClient
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  client = await WireClient.open(site.url)
})

const mine = async (of = client) => (await of.messages('?limit=100')).filter((message) => message.from === 'me')
const send = (body: unknown) => client.post('/api/chat/messages', body)

describe('sending', () => {
  test('202 comes after the commit: the message and its answer can be read at once', async () => {
    const id = randomUUID()
    expect((await send({ id, text: '菜单' })).status).toBe(202)
    const messages = MessageList.parse({ messages: await client.messages() }).messages
    expect(messages.map(({ seq, from }) => [seq, from])).toEqual([
      [1, 'me'],
      [2, 'bot'],
    ])
    expect(messages[0]).toMatchObject({ id, text: '菜单' })
    const visitor = client.cookie.split('=')[1]?.split('.')[0] ?? ''
    await site.system.store.read(async (tx) => {
      const equals = address('web-chat', visitor)
      const [account] = await tx.find(accounts, { index: 'address', equals })
      expect(await tx.get(seen, `${account?.id}:${id}`)).toMatchObject({ person: account?.person })
    })
  })

  test('the same id again is 202 and has one effect, also when all come at once', async () => {
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ id, text: '菜单' })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202))
    expect(await client.messages()).toHaveLength(2)
    expect((await send({ id, text: '菜单' })).status).toBe(202)
    expect(await client.messages()).toHaveLength(2)
  })

  test('the same id with another content is 409 and has no effect', async () => {
    const id = randomUUID()
    await send({ id, text: '菜单' })
    for (const body of [
      { id, text: '帮助' },
      { id, choice: '!command.help' },
    ]) {
      const response = await send(body)
      expect(response.status).toBe(409)
      expect((await problemOf(response)).code).toBe('id-reused')
    }
    expect(await client.messages()).toHaveLength(2)
  })

  test("the same id from another visitor is another's message", async () => {
    const id = randomUUID()
    const other = await WireClient.open(site.url)
    expect([await client.says('菜单', id), await other.says('帮助', id)]).toEqual([202, 202])
    expect((await mine(other)).map(({ text }) => text)).toEqual(['帮助'])
  })

  test('a press is shown by its label and has its effect', async () => {
    await client.says('/lang')
    expect(await client.presses('English')).toBe(202)
    expect((await mine()).at(-1)?.text).toBe('English')
    expect((await client.messages()).at(-1)?.text).toContain('English from now on')
  })

  test('what cannot be read is 400 in the visitor’s language, and nothing is kept', async () => {
    const id = randomUUID()
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      JSON.stringify({ id }),
      JSON.stringify({ text: 'a' }),
      JSON.stringify({ id: 'no-uuid', text: 'a' }),
      JSON.stringify({ id, text: '' }),
      JSON.stringify({ id, text: ' \n ' }),
      JSON.stringify({ id, text: 5 }),
      JSON.stringify({ id, text: 'a', choice: 'b' }),
      JSON.stringify({ id, text: '长'.repeat(maxTextLength + 1) }),
      JSON.stringify({ id, choice: 'x'.repeat(201) }),
    ]
    for (const body of bodies) {
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
      const response = await client.fetch('/api/chat/messages', init)
      expect(response.status, body.slice(0, 60)).toBe(400)
      expect(await problemOf(response)).toEqual({
        code: 'bad-request',
        message: '这条消息没看懂，没有保存。请再发一次。',
      })
    }
    const form = await client.fetch('/api/chat/messages', {
      method: 'POST',
      body: 'no form',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(form.status).toBe(400)
    expect(await client.messages()).toEqual([])
    const english = await WireClient.open(site.url, 'en')
    expect((await problemOf(await english.post('/api/chat/messages', {}))).message).toMatch(/^That message/)
  })

  test('the longest text is taken, whatever signs it is made of', async () => {
    expect(await client.says('😀'.repeat(maxTextLength / 2))).toBe(202)
    const escaped = `{"id":"${randomUUID()}","text":"${'\\u957f'.repeat(maxTextLength)}"}`
    const init = { method: 'POST', body: escaped, headers: { 'content-type': 'application/json' } }
    expect((await client.fetch('/api/chat/messages', init)).status).toBe(202)
    expect((await mine()).at(-1)?.text).toBe('长'.repeat(maxTextLength))
  })
})

describe('reading', () => {
  const texts = ['一', '二', '三', '四', '五', '六', '七', '八']
  beforeEach(async () => {
    for (const text of texts) await client.says(text)
  })
  const seqs = async (query: string) => (await client.messages(query)).map(({ seq }) => seq)

  test('pages after and before a place are in ascending order, without gap or double', async () => {
    const all = await seqs('?limit=100')
    expect(all).toEqual(Array.from({ length: all.length }, (_, index) => index + 1))
    expect(all.length).toBeGreaterThanOrEqual(16)
    const forward: number[] = []
    for (let page = await seqs('?after=0&limit=5'); page.length > 0; ) {
      forward.push(...page)
      page = await seqs(`?after=${forward.at(-1)}&limit=5`)
    }
    expect(forward).toEqual(all)
    const backward: number[] = []
    for (let page = await seqs('?limit=5'); page.length > 0; page = await seqs(`?before=${backward[0]}&limit=5`)) {
      backward.unshift(...page)
    }
    expect(backward).toEqual(all)
    expect(await seqs('?before=2147483647&limit=3')).toEqual(all.slice(-3))
  })

  test.each(['?limit=0', '?limit=101', '?limit=x', '?after=-1', '?before=1.5', '?after=x'])(
    '%s is 400',
    async (query) => {
      expect((await client.fetch(`/api/chat/messages${query}`)).status).toBe(400)
    },
  )

  test('nobody reads the conversation of another', async () => {
    const other = await WireClient.open(site.url)
    expect(await other.messages()).toEqual([])
    await other.says('菜单')
    expect((await other.messages()).some(({ text }) => texts.includes(text))).toBe(false)
  })
})

describe('sending too fast', () => {
  /** Sends until it is refused; the limit itself is the server's choice. */
  async function sendUntilRefused(from: (index: number) => Promise<Response>): Promise<Response> {
    for (let index = 0; index < 1000; index++) {
      const response = await from(index)
      if (response.status !== 202 && response.status !== 200) return response
      await response.body?.cancel()
    }
    throw new Error('never refused')
  }

  test('is 429 with Retry-After for this visitor only, and what was taken stays taken', async () => {
    const refused = await sendUntilRefused((index) => send({ id: randomUUID(), text: `第${index}条` }))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await problemOf(refused)).message).toContain('发得太快了')
    expect((await mine()).length).toBeGreaterThan(20)
    expect(await (await WireClient.open(site.url)).says('菜单')).toBe(202)
  })

  test('from one address is 429 for that address, which behind a proxy is the one it names last', async () => {
    const proxied = await openSite({ env: { TRUST_PROXY: '1' } })
    const from = (forwarded: string) => ({ 'x-forwarded-for': forwarded })
    const open = (forwarded: string) => new WireClient(proxied.url, from(forwarded)).post('/api/chat/session', {})
    const refused = await sendUntilRefused((index) => open(`10.0.0.${index % 250}, 203.0.113.7`))
    expect(refused.status).toBe(429)
    expect((await open('203.0.113.8')).status).toBe(200)
    await proxied.close()
  })
})
