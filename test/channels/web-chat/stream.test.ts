import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { queueNotice } from '../../../src/delivery/notice'
import { address } from '../../../src/domain/account'
import type { OutboxRow } from '../../../src/domain/message'
import { accounts, outbox } from '../../../src/store/collections'
import { heartbeatSeconds } from '../../../src/web/api/limits'
import { Gone, SessionChanged } from '../../../src/web/api/stream-event'
import { sampleFiles } from '../../support/sample-files'
import { openSite, type Site } from '../../support/site'
import { until } from '../../support/until'
import { WireClient, type WireStream } from '../../support/wire-client'

let site: Site
let client: WireClient
const streams: WireStream[] = []
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  client = await WireClient.open(site.url)
})
afterEach(async () => {
  await Promise.all(streams.splice(0).map((stream) => stream.close()))
})

async function open(of = client, query = '', headers: Record<string, string> = {}): Promise<WireStream> {
  const stream = await of.stream(query, headers)
  streams.push(stream)
  return stream
}

async function accountOf(of: WireClient) {
  const visitor = of.cookie.split('=')[1]?.split('.')[0] ?? ''
  const equals = address('web-chat', visitor)
  const [account] = await site.system.store.read((tx) => tx.find(accounts, { index: 'address', equals }))
  if (!account) throw new Error('nothing was said yet')
  return account
}

/** Queues a notice as a feature does; sending it is the delivery's. */
async function notify(of: WireClient, words: string): Promise<() => Promise<OutboxRow | undefined>> {
  const { person } = await accountOf(of)
  const body = { from: 'officer' as const, name: '王姐', text: words, choices: [], file: null }
  const id = randomUUID()
  const now = new Date().toISOString()
  // Urgent, so that the quiet hours of the clock on the wall do not matter here.
  await site.system.store.write([`person:${person}`], (tx) => queueNotice(tx, { id, person, body, now, urgent: true }))
  return () => site.system.store.read((tx) => tx.get(outbox, id))
}

describe('the stream', () => {
  test('sends what there is and then what comes, each with its seq as id', async () => {
    await client.says('菜单')
    const stream = await open()
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(stream.response.headers.get('cache-control')).toMatch(/no-(store|cache)/)
    expect((await stream.message()).text).toBe('菜单')
    await stream.message()
    const id = randomUUID()
    await client.says('帮助', id)
    expect(await stream.message()).toMatchObject({ seq: 3, from: 'me', text: '帮助', id })
    expect(await stream.message()).toMatchObject({ seq: 4, from: 'bot' })
    expect(stream.events.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    expect((await client.messages('?limit=100')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })

  test('reaches a page that was open before its person said the first word', async () => {
    const stream = await open()
    await client.says('菜单')
    expect((await stream.message()).text).toBe('菜单')
  })

  test('goes on after a place, and Last-Event-ID wins over the address it was opened with', async () => {
    for (const text of ['菜单', '帮助', '菜单']) await client.says(text)
    expect((await (await open(client, '?after=4')).message()).seq).toBe(5)
    const again = await open(client, '?after=1', { 'last-event-id': '5' })
    expect((await again.message()).seq).toBe(6)
    expect((await (await open(client, '?after=x', { 'last-event-id': 'y' })).message()).seq).toBe(1)
  })

  test('catches up over more messages than one page holds, in order and without double', async () => {
    const writing = Array.from({ length: 38 }, (_, index) => client.says(`/help ${index}`))
    const stream = await open()
    await Promise.all(writing)
    const all = await Promise.all(
      Array.from({ length: 3 }, (_, page) => client.messages(`?after=${page * 100}&limit=100`)),
    )
    const last = all.flat().at(-1)?.seq ?? 0
    expect(last).toBeGreaterThanOrEqual(76)
    const seqs: number[] = []
    while (seqs.at(-1) !== last) seqs.push((await stream.message()).seq)
    expect(seqs).toEqual(Array.from({ length: last }, (_, index) => index + 1))
  })

  test('a comment keeps the line open through proxies', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      await client.says('菜单')
      const stream = await open()
      await stream.message()
      for (let beat = 0; beat < 3; beat++) {
        vi.advanceTimersByTime(heartbeatSeconds * 1000)
        await stream.comment(beat)
      }
      expect(stream.comments).toBe(3)
    } finally {
      vi.useRealTimers()
    }
  })

  test('tells a change of language at once, with the menu in it', async () => {
    await client.says('/lang')
    const stream = await open()
    await client.presses('English')
    let event = await stream.next()
    while (event.event !== 'session') event = await stream.next()
    const { language, menu } = SessionChanged.parse(event.data)
    expect(language).toBe('en')
    expect(menu.map(({ label }) => label)).toContain('Events')
  })

  test('shows nobody the conversation of another', async () => {
    const other = await WireClient.open(site.url)
    const stream = await open(other)
    await client.says('秘密')
    await other.says('菜单')
    expect((await stream.message()).text).toBe('菜单')
    await client.says('秘密')
    await other.says('帮助')
    await stream.message()
    expect((await stream.message()).text).toBe('帮助')
  })

  test('after a hundred pages that came and went nobody listens any more', async () => {
    await client.says('菜单')
    const before = site.system.hub.topics
    for (let round = 0; round < 10; round++) {
      const ten = await Promise.all(Array.from({ length: 10 }, () => client.stream()))
      await Promise.all(ten.map((stream) => stream.message()))
      expect(site.system.hub.topics).toBeGreaterThan(before)
      await Promise.all(ten.map((stream) => stream.close()))
    }
    await until(() => site.system.hub.topics === before)
  })
})

describe('a notice', () => {
  test('arrives on the open page by itself and then counts as sent', async () => {
    await client.says('菜单')
    const stream = await open(client, '?after=2')
    const row = await notify(client, '你的事有进展了')
    expect(await stream.message()).toMatchObject({ from: 'officer', name: '王姐', text: '你的事有进展了' })
    await until(async () => (await row())?.state === 'sent')
  })

  test.each(['by its stream', 'by its list'])(
    'waits for a visit and counts as sent when the page fetches it %s',
    async (how) => {
      await client.says('菜单')
      const row = await notify(client, '你的事有进展了')
      await until(async () => (await row())?.state === 'waiting')
      expect((await row())?.account).toBe((await accountOf(client)).id)
      if (how === 'by its stream') expect((await (await open(client, '?after=2')).message()).text).toContain('进展')
      else expect((await client.messages()).at(-1)?.text).toContain('进展')
      await until(async () => (await row())?.state === 'sent')
      expect((await row())?.settledAt).not.toBeNull()
    },
  )

  test('an older page of the list is no visit to what came since', async () => {
    await client.says('菜单')
    const row = await notify(client, '你的事有进展了')
    await until(async () => (await row())?.state === 'waiting')
    await client.messages('?before=2')
    expect((await row())?.state).toBe('waiting')
  })

  test('more than one fetch can hold are all sent by one visit', async () => {
    await client.says('菜单')
    const rows: Awaited<ReturnType<typeof notify>>[] = []
    for (let n = 0; n < 60; n++) rows.push(await notify(client, `第${n}条`))
    const states = () => Promise.all(rows.map(async (row) => (await row())?.state))
    await until(async () => (await states()).every((state) => state === 'waiting'))
    await client.messages('?limit=100')
    expect(new Set(await states())).toEqual(new Set(['sent']))
    const texts = (await client.messages('?after=2&limit=100')).map(({ text }) => text)
    expect(texts).toEqual(Array.from({ length: 60 }, (_, n) => `第${n}条`))
  })
})

describe('erasing everything', () => {
  async function erases(of: WireClient): Promise<string> {
    await of.says('设置')
    await of.presses('全部删掉')
    const choices = (await of.messages()).flatMap((message) => message.choices)
    const id = randomUUID()
    const choice = choices.find(({ label }) => label === '确定，全部删掉')?.value
    const { cookie } = of
    expect((await of.post('/api/chat/messages', { id, choice })).status).toBe(202)
    expect(of.cookie).toBe('')
    // A page whose answer was lost still has its cookie, and sends the same again.
    of.cookie = cookie
    expect((await of.post('/api/chat/messages', { id, choice })).status).toBe(202)
    of.cookie = cookie
    return cookie
  }

  test('the open page hears the last words and the stream ends; nothing is left and nothing begins anew', async () => {
    await client.says('我叫秘密')
    const stream = await open()
    const pages = await Promise.all([open(), open()])
    await erases(client)
    for (const page of [stream, ...pages]) {
      await page.ended
      const last = page.events.at(-1)
      expect(last?.event).toBe('gone')
      expect(Gone.parse(last?.data).texts.join()).toContain('都删掉了')
    }
    await expect(accountOf(client)).rejects.toThrow()
    expect(await client.messages()).toEqual([])
  })

  test('a page whose line was down at that moment still hears them', async () => {
    await client.says('菜单')
    await erases(client)
    const stream = await open(client, '?after=2')
    await stream.ended
    expect(stream.events.map(({ event }) => event)).toEqual(['gone'])
  })

  test('a file of theirs cannot be fetched any more', async () => {
    await client.sendFile(sampleFiles['image/png']!)
    const url = (await client.messages()).find((message) => message.file)?.file?.url ?? ''
    expect((await client.fetch(url)).status).toBe(200)
    await erases(client)
    await until(async () => (await client.fetch(url)).status === 404)
  })
})

describe('two devices of one person', () => {
  async function joins(first: WireClient, second: WireClient): Promise<void> {
    await first.says('连接')
    await first.presses('在这边要一个码')
    const code = (await first.messages()).map(({ text }) => text.match(/\d{4} \d{4}/)?.[0]).findLast(Boolean) ?? ''
    await second.says('连接')
    await second.presses('我有码，要输入')
    await second.presses('是我自己的')
    await second.says(code)
    expect((await second.messages()).at(-1)?.text).toContain('连好了')
  }

  test('each shows its own talk, both change language together, and a stream open before the joining hears of it', async () => {
    const second = await WireClient.open(site.url)
    await client.says('菜单')
    await second.says('你好')
    const onSecond = await open(second)
    await joins(client, second)
    expect((await accountOf(second)).person).toBe((await accountOf(client)).person)
    const onFirst = await open(client)
    await until(() => onFirst.events.some(({ data }) => JSON.stringify(data).includes('另一个账号')))
    await client.says('/lang')
    await client.presses('English')
    for (const stream of [onFirst, onSecond]) await until(() => stream.events.some(({ event }) => event === 'session'))
    expect(onSecond.events.some(({ data }) => JSON.stringify(data).includes('菜单'))).toBe(false)
  })

  test('erasing on one ends the other, which has nothing more to hear', async () => {
    const second = await WireClient.open(site.url)
    await client.says('菜单')
    await second.says('你好')
    await joins(client, second)
    const onSecond = await open(second)
    await onSecond.message()
    await client.says('设置')
    await client.presses('全部删掉')
    await client.presses('确定，全部删掉')
    await onSecond.ended
    expect(onSecond.events.at(-1)).toMatchObject({ event: 'gone', data: { texts: [] } })
    expect(await second.messages()).toEqual([])
  })
})
