import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttp, request } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { settings } from '../../../src/store/collections'
import { startBotApi } from '../../support/bot-api/bot-api'
import { badRequest } from '../../support/bot-api/refusal'
import { portNobodyDials } from '../../support/port-nobody-dials'
import { sampleFiles } from '../../support/sample-files'
import type { Site } from '../../support/site'
import { type Mode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'
import { WireClient } from '../../support/wire-client'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function site(...args: Parameters<typeof openTelegramSite>): Promise<TelegramSite> {
  const telegram = await openTelegramSite(...args)
  open.push(() => telegram.close())
  return telegram
}

const stateOf = async ({ url }: Site) =>
  ((await (await fetch(`${url}/healthz`)).json()) as { telegram: string; ok: boolean }).telegram

function listen(server: Server, port: number): Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  open.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return new Promise((resolve) => void server.listen(port, '127.0.0.1', resolve))
}

/** Where the platform will be once the network is there. */
async function relayTo(root: string, port: number): Promise<void> {
  const to = Number(new URL(root).port)
  const server = createServer((socket) => {
    const onward = connect(to, '127.0.0.1').on('error', () => socket.destroy())
    socket
      .on('close', () => onward.destroy())
      .pipe(onward)
      .pipe(socket)
  })
  await listen(server, port)
}

test('without network at the start the web chat is served, and Telegram is there once the network is', async () => {
  const platform = await startBotApi({ second: 20 })
  const port = await portNobodyDials()
  const { site: running } = await site('polling', {}, { env: { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` } })
  open.push(() => platform.close())
  await until(async () => (await stateOf(running)) === 'waiting')
  const visitor = await WireClient.open(running.url)
  expect(await visitor.says('帮助')).toBe(202)
  const person = platform.person(1)
  person.starts()
  await relayTo(platform.root, port)
  await person.waitsFor('你好，我是联心')
  expect(await stateOf(running)).toBe('polling')
  const states = running.log.flatMap((line) => (JSON.parse(line) as { state?: string }).state ?? [])
  expect(states).toEqual(['waiting', 'polling'])
})

test('a line that is dead from the start does not keep the bot from ending', async () => {
  const port = await portNobodyDials()
  // Takes what comes and never says a word.
  await listen(
    createServer((socket) => void socket.on('error', () => undefined)),
    port,
  )
  const telegram = await openTelegramSite('polling', {}, { env: { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` } })
  const began = performance.now()
  await telegram.close()
  expect(performance.now() - began).toBeLessThan(2000)
})

test('a token that is refused is told to whoever runs the bot, and stands nowhere in the log', async () => {
  const token = '987654:BBanother-token_nobody_gave'
  const { site: running } = await site('polling', {}, { env: { TELEGRAM_BOT_TOKEN: token } })
  await until(async () => (await stateOf(running)) === 'token-refused')
  expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
  const visitor = await WireClient.open(running.url)
  expect(await visitor.says('帮助')).toBe(202)
  const [line] = running.log.map((line) => JSON.parse(line) as { level: number; state?: string })
  expect(line).toMatchObject({ level: 50, state: 'token-refused' })
  expect(running.log.join('\n')).not.toMatch(/BBanother|987654/)
})

test.each<[string, Mode, Record<string, string>, string, RegExp]>([
  ['a closed port', 'polling', { TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }, 'waiting', /^ECONNREFUSED$/],
  [
    'a name nobody knows',
    'polling',
    { TELEGRAM_API_ROOT: 'http://nowhere.invalid' },
    'waiting',
    /^(ENOTFOUND|EAI_AGAIN)$/,
  ],
  [
    'a proxy that is dead',
    'polling',
    { TELEGRAM_API_ROOT: 'https://api.telegram.test', TELEGRAM_PROXY: 'http://me:hush@127.0.0.1:9' },
    'waiting',
    /^proxy-ECONNREFUSED$/,
  ],
  ['an address that is not called', 'webhook', {}, 'refused', /an https url must be provided for webhook/],
  [
    'another’s token',
    'polling',
    { TELEGRAM_BOT_TOKEN: '987654:BBanother-token_nobody_gave' },
    'token-refused',
    /^unauthorized$/,
  ],
])(
  'why it is not connected is told to whoever runs the bot, and to nobody else: %s',
  async (_, mode, env, state, reason) => {
    const { site: running } = await site(mode, { httpWebhook: false }, { env: { ...env, METRICS_TOKEN: 'the-house' } })
    await until(async () => (await stateOf(running)) === state)
    const health = async (headers = {}) => (await fetch(`${running.url}/healthz`, { headers })).json()
    const whole = { ok: true, alerts: [], telegram: state, telegramReason: expect.stringMatching(reason) }
    expect(await health()).toEqual(whole)
    expect(await health({ 'x-forwarded-for': '203.0.113.7', authorization: 'Bearer the-house' })).toEqual(whole)
    expect(await health({ 'x-forwarded-for': '203.0.113.7' })).toEqual({ ok: true, alerts: [], telegram: state })
    const told = running.log.map((line) => JSON.parse(line) as { state?: string; reason?: string })
    expect(told).toContainEqual(expect.objectContaining({ state, reason: expect.stringMatching(reason) }))
    expect(running.log.join('\n')).not.toMatch(/hush|BBanother|AAtest/)
  },
)

test('a platform that repeats the token or the secret in its words is not repeated', async () => {
  const port = await portNobodyDials()
  const talkative = createHttp(async (asked, answer) => {
    const { secret_token } = (await json(asked)) as { secret_token?: string }
    if (asked.url?.endsWith('getMe')) answer.end('{"ok":true,"result":{"id":1}}')
    else {
      const description = `Bad Request: ${asked.url} ${secret_token}`
      answer.end(JSON.stringify({ ok: false, error_code: 400, description }))
    }
  })
  await listen(talkative, port)
  const env = { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`, TELEGRAM_WEBHOOK_SECRET: 'Hush_hush_hush_hush' }
  const { site: running } = await site('webhook', {}, { env })
  await until(async () => (await stateOf(running)) === 'refused')
  const health = await (await fetch(`${running.url}/healthz`)).text()
  expect(health).toContain('bad request: /bot…/setwebhook …')
  expect(`${health} ${running.log.join()}`).not.toMatch(/AAtest|hush/i)
})

test('an older instance on the same token stops and says so; the new one serves', async () => {
  const { api, site: old } = await site('polling')
  await until(async () => (await stateOf(old)) === 'polling')
  const young = await site('polling', {}, { env: { TELEGRAM_API_ROOT: api.root } })
  await until(async () => (await stateOf(old)) === 'taken-over')
  const person = api.person(1)
  person.starts()
  await person.waitsFor('你好，我是联心')
  await api.settled()
  expect(await stateOf(young.site)).toBe('polling')
  expect(person.shown()).toHaveLength(1)
})

test('a webhook of before is taken away where the bot fetches; where the platform calls one is set, with a secret', async () => {
  const hooked = await site('webhook')
  await until(async () => (await stateOf(hooked.site)) === 'webhook')
  const [call] = hooked.api.calls('setWebhook')
  expect(call?.fields).toMatchObject({
    url: `${hooked.site.url}/telegram/webhook`,
    max_connections: 100,
    allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    secret_token: expect.stringMatching(/^[\w-]{43}$/),
  })
  expect(hooked.site.log.join('\n')).not.toContain(String(call?.fields.secret_token))
  const fetching = await site('polling', {}, { env: { TELEGRAM_API_ROOT: hooked.api.root } })
  await until(async () => (await stateOf(fetching.site)) === 'polling')
  hooked.api.person(1).starts()
  await hooked.api.person(1).waitsFor('你好，我是联心')
})

test('commands are told in both languages, once; again only when they have changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-commands-'))
  open.push(() => rm(folder, { recursive: true, force: true }))
  const platform = await startBotApi({ second: 20 })
  open.push(() => platform.close())
  const start = () => openTelegramSite('polling', {}, { env: { TELEGRAM_API_ROOT: platform.root, DATA_DIR: folder } })
  const isTold = ({ site: running }: TelegramSite) =>
    running.system.store.read(async (tx) => (await tx.get(settings, 'telegram-commands'))?.value !== undefined)

  const first = await start()
  await until(() => isTold(first))
  const told = platform
    .calls('setMyCommands')
    .map(({ fields }) => fields as { language_code?: string; commands: { command: string; description: string }[] })
  expect(told.map(({ language_code }) => language_code)).toEqual([undefined, 'zh', 'en'])
  const [chinese, , english] = told.map(
    ({ commands }) => new Map(commands.map((each) => [each.command, each.description])),
  )
  expect(chinese?.get('complain')).toBe('投诉')
  expect(english?.get('complain')).toMatch(/^[A-Z]/)
  expect([...(chinese?.keys() ?? [])]).toEqual([...(english?.keys() ?? [])])
  expect([...(chinese?.keys() ?? [])]).toEqual(
    expect.arrayContaining(['menu', 'register', 'cases', 'urgent', 'me', 'cancel', 'back', 'skip']),
  )
  // 「返回码」 beside 「返回」 was taken for it.
  for (const labels of [chinese, english].map((list) => [...(list?.values() ?? [])]))
    for (const label of labels) expect(labels.filter((other) => other.startsWith(label))).toEqual([label])
  await first.close()

  const second = await start()
  await until(async () => (await stateOf(second.site)) === 'polling')
  platform.person(1).starts()
  await platform.person(1).waitsFor('你好，我是联心')
  expect(platform.calls('setMyCommands')).toHaveLength(3)
  // As if an older version had told another list.
  await second.site.system.store.write([], (tx) => tx.put(settings, { id: 'telegram-commands', value: 'another' }))
  await second.close()

  const third = await start()
  await until(() => platform.calls('setMyCommands').length === 6)
  await third.close()
})

test('a platform that does not like the commands is served all the same', async () => {
  const platform = await startBotApi({ second: 20 })
  open.push(() => platform.close())
  const person = platform.person(1)
  person.platform.commands.set = () => {
    throw badRequest('BOT_COMMAND_INVALID')
  }
  const env = { TELEGRAM_API_ROOT: platform.root }
  const { site: running } = await site('polling', {}, { env })
  await until(() => platform.calls('setMyCommands').length > 2)
  expect(await stateOf(running)).toBe('polling')
  person.starts()
  await person.waitsFor('你好，我是联心')
  expect(running.log.join('\n')).not.toContain('refused')
})

test('a server of one’s own may stand below a path, for calls, uploads and files alike', async () => {
  const platform = await startBotApi({ second: 20 })
  open.push(() => platform.close())
  const port = await portNobodyDials()
  const paths: string[] = []
  const front = createHttp((asked, answer) => {
    const url = asked.url ?? ''
    paths.push(url.replace(/bot[^/]+/, 'bot'))
    if (!url.startsWith('/a/b/')) return void answer.writeHead(502).end()
    const { method, headers } = asked
    const onward = request(`${platform.root}${url.slice(4)}`, { method: method ?? 'GET', headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
    answer.on('close', () => onward.destroy())
  })
  await listen(front, port)
  const { site: running } = await site('polling', {}, { env: { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}/a/b` } })
  const person = platform.person(1)
  for (const text of [
    '/start',
    '投诉',
    '同意',
    '都没有',
    '拖欠我的工资',
    '宏达',
    '龙华区民治',
    '8月',
    '18000',
    '没错，提交',
  ]) {
    person.says(text)
    await person.waitsFor(/./)
  }
  await person.waitsFor('有照片吗')
  person.sendsPhoto(sampleFiles['image/jpeg']!.bytes)
  await until(() => paths.some((path) => path.startsWith('/a/b/file/bot/photos/')))
  person.says('先到这里')
  await person.waitsFor('里了')
  person.says('/me')
  await person.waitsFor('连着的账号')
  person.presses('导出一份')
  await until(() => paths.includes('/a/b/bot/sendDocument'))
  expect(paths.filter((path) => !path.startsWith('/a/b/'))).toEqual([])
  expect(running.log.join('\n')).not.toMatch(/宏达|AAtest/)
})
