import dns, { type LookupOptions } from 'node:dns'
import { createServer, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import { type AddressInfo, connect, createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createSecure } from 'node:tls'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { agentFor, plainAgent } from '../../../src/channels/telegram/agent'
import { Api } from '../../../src/channels/telegram/api'
import { type BotApi, startBotApi } from '../../support/bot-api/bot-api'
import { sampleFiles } from '../../support/sample-files'
import { startSocksServer } from '../../support/socks-server'
import { testCertificate } from '../../support/test-certificate'

let platform: BotApi
const sockets = new Set<Socket>()
const servers: Server[] = []
beforeEach(async () => {
  platform = await startBotApi({ second: 10 })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  syncBuiltinESMExports()
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  await platform.close()
})

function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)))
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** The platform behind TLS, at a name that only the proxy knows. */
function secured(): Promise<number> {
  const to = Number(new URL(platform.root).port)
  return listen(
    createSecure(testCertificate, (socket) => {
      socket.on('error', () => undefined)
      socket.pipe(connect(to, '127.0.0.1').on('error', () => socket.destroy())).pipe(socket)
    }),
  )
}

/** A proxy that opens tunnels and nothing else; it notes what it was asked for. */
async function proxyTo(port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(405).end()
  })
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy())
  })
  return { url: `http://somebody:secret@127.0.0.1:${await listen(server)}`, asked }
}

test('calls, uploads and downloads go through the tunnel of the proxy, and nothing goes past it', async () => {
  // Node 20 has no way to trust one certificate more while it runs.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const { url, asked } = await proxyTo(await secured())
  const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy: url })
  const person = platform.person(7)
  const { bytes } = sampleFiles['image/jpeg']!
  const update = person.sendsPhoto(bytes)

  expect(await api.call('getMe')).toMatchObject({ username: 'lianxin_test_bot' })
  expect(await api.call('getUpdates', { timeout: 1 })).toHaveLength(1)
  await api.upload('sendPhoto', { chat_id: 7, photo: { source: bytes, filename: 'a.jpg' }, caption: '给你看' })
  expect(person.shown().map(({ text, file }) => [text, file?.kind])).toEqual([['给你看', 'photo']])
  const file = (await api.call('getFile', { file_id: update.message?.photo?.at(-1)?.file_id })) as { file_path: string }
  expect((await api.download(file.file_path, 1000, new AbortController().signal)).equals(bytes)).toBe(true)

  expect(new Set(asked)).toEqual(
    new Set([`CONNECT api.telegram.test:443 Basic ${Buffer.from('somebody:secret').toString('base64')}`]),
  )
  expect(asked.join()).not.toContain(platform.token)
  // One line serves many calls.
  expect(asked.length).toBeLessThan(4)
})

test('a certificate that is not the platform’s is not talked to', async () => {
  const { url } = await proxyTo(await secured())
  const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy: url })
  await expect(api.call('getMe')).rejects.toMatchObject({ code: 0, description: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(platform.calls()).toEqual([])
})

/** A call, an upload and a file. */
const trialsOf = (api: Api) => [
  () => api.call('getMe'),
  () => api.upload('sendPhoto', { chat_id: 7, photo: { source: Buffer.from('x'), filename: 'a.jpg' } }),
  () => api.download('photos/a.jpg', 10, new AbortController().signal),
]

test('a proxy that is not there is a line that is broken', async () => {
  const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy: 'http://127.0.0.1:9' })
  await expect(api.call('getMe')).rejects.toMatchObject({ code: 0, mayHaveArrived: false })
})

test.each([403, 407, 503])(
  'a proxy that answers %i has let nothing through: calls, uploads and files wait',
  async (status) => {
    const refusing = createServer()
    refusing.on('connect', (_, socket: Socket) => {
      socket.write(`HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\n<html>`)
    })
    const proxy = `http://somebody:secret@127.0.0.1:${await listen(refusing)}`
    const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy })
    for (const trial of trialsOf(api)) {
      const fault = await trial().catch((thrown: unknown) => thrown)
      expect(fault).toMatchObject({ code: 0, description: `proxy-${status}`, mayHaveArrived: false })
      expect(`${fault} ${JSON.stringify(fault)}`).not.toMatch(/secret|AAtest/)
    }
  },
)

test('a SOCKS proxy that is not there, hangs up or refuses has let nothing through either', async () => {
  const refusing = await startSocksServer(() => undefined)
  const hangingUp = await listen(createPlain((socket) => socket.destroy()))
  const ways: [string, string][] = [
    ['socks5://somebody:secret@127.0.0.1:9', 'proxy-ECONNREFUSED'],
    [refusing.url, 'proxy-refused'],
    [`socks5://127.0.0.1:${hangingUp}`, 'proxy-closed'],
  ]
  for (const [proxy, description] of ways) {
    const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy })
    for (const trial of trialsOf(api)) {
      const fault = await trial().catch((thrown: unknown) => thrown)
      expect(fault).toMatchObject({ code: 0, description, mayHaveArrived: false })
      expect(`${fault} ${JSON.stringify(fault)}`).not.toMatch(/secret|AAtest/)
    }
  }
  await refusing.close()
})

test.each(['socks5', 'socks5h', 'socks4', 'socks4a', 'SOCKS5'])(
  '%s carries everything, and the name is looked up beyond it',
  async (scheme) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const port = await secured()
    const socks = await startSocksServer(() => port)
    const proxy = socks.url.replace('socks5', scheme)
    const api = new Api({ token: platform.token, root: 'https://api.telegram.test/', proxy })
    const person = platform.person(7)
    const { bytes } = sampleFiles['image/jpeg']!
    const update = person.sendsPhoto(bytes)
    expect(await api.call('getMe')).toMatchObject({ username: 'lianxin_test_bot' })
    await api.upload('sendPhoto', { chat_id: 7, photo: { source: bytes, filename: 'a.jpg' }, caption: '给你看' })
    expect(person.shown().map(({ text }) => text)).toEqual(['给你看'])
    const file = (await api.call('getFile', { file_id: update.message?.photo?.at(-1)?.file_id })) as {
      file_path: string
    }
    expect((await api.download(file.file_path, 1000, new AbortController().signal)).equals(bytes)).toBe(true)
    expect(new Set(socks.asked)).toEqual(new Set(['name api.telegram.test:443']))
    await socks.close()
  },
)

test.each([
  ['http://proxy:3128', HttpsProxyAgent],
  ['https://proxy:3128', HttpsProxyAgent],
  ['socks5://proxy:1080', SocksProxyAgent],
  ['socks5h://proxy:1080', SocksProxyAgent],
  ['socks4://proxy:1080', SocksProxyAgent],
])('%s is gone through by its kind', (url, kind) => {
  expect(agentFor(url)).toBeInstanceOf(kind)
})

test('a name with both kinds of addresses is tried by IPv4 first', async () => {
  const port = await listen(createServer((_, response) => void response.end()))
  // A resolver that puts IPv6 first, as many do, unless it is asked otherwise.
  const both = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _: string,
    options: LookupOptions,
    done: (...found: unknown[]) => void,
  ) => {
    const found = options.verbatim === false ? both.toReversed() : both
    setImmediate(() => (options.all ? done(null, found) : done(null, found[0]?.address, found[0]?.family)))
  }) as never)
  syncBuiltinESMExports()
  const ways = [
    { ask: secureRequest, agent: agentFor(undefined) },
    { ask: plainRequest, agent: plainAgent() },
  ]
  for (const { ask, agent } of ways) {
    const tried: number[] = []
    await new Promise<void>((resolve) => {
      const asking = ask({ host: 'both.test', port, agent })
      asking.on('socket', (socket) => socket.on('connectionAttempt', (_address, _port, family) => tried.push(family)))
      asking
        .on('error', () => resolve())
        .on('response', (response) => response.resume().on('end', resolve))
        .end()
    })
    expect(tried[0]).toBe(4)
  }
})
