import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { folderContent } from '../support/folder-content'
import { portNobodyDials } from '../support/port-nobody-dials'
import { until } from '../support/until'
import { WireClient } from '../support/wire-client'

let state: string
let port: number
beforeAll(async () => {
  await ensureBuilt()
})
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'lianxin-main-'))
  port = await portNobodyDials()
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

const start = (env: Record<string, string> = {}) =>
  launch([process.execPath, 'dist/main.js'], repository, { PORT: String(port), DATA_DIR: state, ...env })

/** A request whose first half has reached the bot; `finish` sends the rest and gives the status. */
async function halfSent(client: WireClient, text: string): Promise<{ id: string; finish(): Promise<number> }> {
  const id = randomUUID()
  const body = Buffer.from(JSON.stringify({ id, text }))
  const headers = {
    cookie: client.cookie,
    'content-type': 'application/json',
    'content-length': String(body.length),
    expect: '100-continue',
  }
  const outgoing = request(`${client.site}/api/chat/messages`, { method: 'POST', headers, agent: false })
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.on('error', reject)
  })
  answered.catch(() => undefined)
  // The bot has read the headers when it asks for the body.
  await new Promise((resolve) => outgoing.once('continue', resolve).flushHeaders())
  outgoing.write(body.subarray(0, 10))
  return {
    id,
    finish() {
      outgoing.end(body.subarray(10))
      return answered
    },
  }
}

describe('SIGTERM', () => {
  test('commits and answers what is under way, ends the open streams, and exits with 0 within 5 s', async () => {
    const bot = start()
    const site = (await bot.ready).replace(/\/$/, '')
    const clients = await Promise.all(Array.from({ length: 10 }, () => WireClient.open(site)))
    for (const client of clients) await client.says('菜单')
    const streams = await Promise.all(clients.map((client) => client.stream()))
    await Promise.all(streams.map((stream) => stream.message()))
    const halves = await Promise.all(clients.map((client) => halfSent(client, '帮助')))
    // One never sends the rest: it is not waited for for ever.
    await halfSent(clients[0]!, '永远')

    const ended = bot.end('SIGTERM')
    await Promise.all(streams.map((stream) => stream.ended))
    // By a connection of its own: one of the clients' may be kept open and still be answered.
    await expect(once(connect(port, 'localhost'), 'connect')).rejects.toThrow('ECONNREFUSED')
    expect(await Promise.all(halves.map((half) => half.finish()))).toEqual(Array(10).fill(202))
    const { code, ms } = await ended
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5000)
    expect(bot.stderr()).not.toMatch(/fault/)

    const again = start()
    await again.ready
    for (const [index, client] of clients.entries()) {
      const mine = (await client.messages()).filter((message) => message.from === 'me')
      expect(mine.map(({ text }) => text)).toEqual(['菜单', '帮助'])
      expect(mine[1]?.id).toBe(halves[index]?.id)
    }
    await again.end('SIGTERM')
  })

  test('with pages open and nobody writing it does not wait for them', async () => {
    const bot = start()
    const site = (await bot.ready).replace(/\/$/, '')
    const clients = await Promise.all(Array.from({ length: 5 }, () => WireClient.open(site)))
    await Promise.all(clients.map((client) => client.stream()))
    const { code, ms } = await bot.end('SIGTERM')
    expect(code).toBe(0)
    expect(ms).toBeLessThan(2500)
  })

  test('sent twice, as Ctrl-C under npm is, or of two kinds, it still ends in order', async () => {
    for (const second of ['SIGINT', 'SIGTERM'] as const) {
      const bot = start()
      const client = await WireClient.open((await bot.ready).replace(/\/$/, ''))
      const half = await halfSent(client, '菜单')
      const ended = bot.end('SIGINT')
      await new Promise((resolve) => setTimeout(resolve, 20))
      void bot.end(second)
      expect(await half.finish()).toBe(202)
      expect(await ended).toMatchObject({ code: 0 })
    }
  })

  test('during the start ends it as well, and the next start finds a whole store', async () => {
    for (let round = 0; round < 3; round++) {
      const bot = start()
      // Something stands in the folder: it is past its first lines.
      while (readdirSync(state).length === 0) await new Promise(setImmediate)
      expect([0, null]).toContain((await bot.end('SIGTERM')).code)
    }
    const bot = start()
    await bot.ready
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 })
  })
})

describe('a store that is not whole', () => {
  let client: WireClient
  const journal = () => join(state, 'journal', readdirSync(join(state, 'journal')).sort().at(-1) ?? '')

  beforeEach(async () => {
    const bot = start()
    client = await WireClient.open((await bot.ready).replace(/\/$/, ''))
    for (const text of ['菜单', '帮助', '菜单']) await client.says(text)
    await bot.end('SIGTERM')
  })

  async function refuses(): Promise<string> {
    const before = folderContent(state)
    const bot = start()
    expect(await bot.ended).toMatchObject({ code: 65 })
    expect(bot.stdout()).toBe('')
    expect(folderContent(state)).toEqual(before)
    return bot.stderr()
  }

  test('a changed line in the journal: exit 65 with file, line and reason, and nothing is changed', async () => {
    const lines = readFileSync(journal(), 'utf8').split('\n')
    const changed = lines.with(
      2,
      lines[2]!.replace(/[a-z]/, (letter) => (letter === 'x' ? 'y' : 'x')),
    )
    writeFileSync(journal(), changed.join('\n'))
    expect(await refuses()).toContain(`${journal()}:3: `)
  })

  test('a line that is gone from the middle: 65', async () => {
    const lines = readFileSync(journal(), 'utf8').split('\n')
    writeFileSync(journal(), lines.toSpliced(2, 1).join('\n'))
    expect(await refuses()).toMatch(/journal\/[^ ]+:3: \S/)
  })

  test('a manifest that is gone: 65', async () => {
    rmSync(join(state, 'manifest.json'))
    expect(await refuses()).toContain('manifest.json: ')
  })

  test('a torn last line is the trace of a crash: it starts, and what was acknowledged is there', async () => {
    appendFileSync(journal(), '{"seq":99,"c":[{"torn')
    const bot = start()
    await bot.ready
    expect((await client.messages()).filter(({ from }) => from === 'me')).toHaveLength(3)
    await client.says('帮助')
    await bot.end('SIGTERM')
    const again = start()
    await again.ready
    expect((await client.messages()).filter(({ from }) => from === 'me')).toHaveLength(4)
    await again.end('SIGTERM')
  })

  test('a journal cut within its last record starts with every record before it', async () => {
    const { length } = readFileSync(journal())
    truncateSync(journal(), length - 20)
    const bot = start()
    await bot.ready
    const mine = (await client.messages()).filter(({ from }) => from === 'me')
    expect(mine.slice(0, 2).map(({ text }) => text)).toEqual(['菜单', '帮助'])
    expect(await client.says('帮助')).toBe(202)
    await bot.end('SIGTERM')
  })
})

describe('the key', () => {
  const key = () => randomBytes(32).toString('base64')

  test.each([
    ['another one', () => ({ DATA_KEY: key() })],
    ['none', () => ({})],
  ])('%s than the data was sealed with: exit 78, and nothing is changed', async (_, other) => {
    const right = { DATA_KEY: key() }
    const bot = start(right)
    const client = await WireClient.open((await bot.ready).replace(/\/$/, ''))
    await client.says('我叫小李')
    await bot.end('SIGTERM')
    const before = folderContent(state)
    const wrong = start(other())
    expect(await wrong.ended).toMatchObject({ code: 78 })
    expect(wrong.stderr()).toMatch(/^ *DATA_KEY: /m)
    expect(wrong.stderr()).not.toContain(right.DATA_KEY)
    expect(folderContent(state)).toEqual(before)
    const again = start(right)
    await again.ready
    expect((await client.messages())[0]?.text).toBe('我叫小李')
    await again.end('SIGTERM')
    for (const content of Object.keys(before).filter((path) => path.endsWith('.jsonl'))) {
      expect(readFileSync(join(state, content), 'utf8')).not.toContain('小李')
    }
  })
})

test('a second bot on the same folder: exit 78, and the first one goes on', async () => {
  const bot = start()
  const site = (await bot.ready).replace(/\/$/, '')
  const client = await WireClient.open(site)
  await client.says('菜单')
  // The first look for alerts is kept, and comes last of what a start does by itself.
  await until(async () => (await (await fetch(`${site}/healthz`)).text()).includes('key-not-saved'))
  // Every five minutes by the clock it looks again: not just then.
  await until(() => Math.abs((Date.now() % 300_000) - 150_000) < 130_000)
  const before = folderContent(state)
  const second = start({ PORT: String(await portNobodyDials()) })
  expect(await second.ended).toMatchObject({ code: 78 })
  expect(second.stderr()).toMatch(/^ *DATA_DIR: /m)
  expect(folderContent(state)).toEqual(before)
  expect(await client.says('帮助')).toBe(202)
  await bot.end('SIGTERM')
})
