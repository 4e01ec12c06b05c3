import { Agent, createServer as createHttp } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'
import { afterEach, expect, test } from 'vitest'
import { ApiError } from '../../../src/channels/telegram/api-error'
import { postJson } from '../../../src/channels/telegram/post-json'
import { portNobodyDials } from '../../support/port-nobody-dials'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)))
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

async function failure(address: string, agent: Agent, milliseconds = 2000): Promise<ApiError> {
  const signal = AbortSignal.timeout(milliseconds)
  const fault = await postJson(new URL(address), { text: 'x' }, { agent, signal }).catch((thrown: unknown) => thrown)
  if (!(fault instanceof ApiError)) throw new Error(`no failure: ${JSON.stringify(fault)}`)
  return fault
}

const plain = () => new Agent({ keepAlive: true })
const hangUp = () => createServer((socket) => socket.destroy())

test('what goes to a line that was never made has not left, however the way to it fails', async () => {
  const port = await listen(hangUp())
  const closed = await portNobodyDials()
  const silent = await listen(createServer(() => undefined))
  const ways: [string, string, Agent][] = [
    ['a closed port', `http://127.0.0.1:${closed}/x`, plain()],
    [
      'a proxy that drops the tunnel',
      'https://platform.invalid/x',
      new HttpsProxyAgent(`http://127.0.0.1:${port}`) as never,
    ],
    [
      'a SOCKS proxy that is down',
      'https://platform.invalid/x',
      new SocksProxyAgent(`socks5://127.0.0.1:${closed}`) as never,
    ],
    ['a server that drops the handshake', `https://127.0.0.1:${port}/x`, new HttpsAgent()],
    ['a server that never answers the handshake', `https://127.0.0.1:${silent}/x`, new HttpsAgent()],
    [
      'a proxy that never answers',
      'https://platform.invalid/x',
      new HttpsProxyAgent(`http://127.0.0.1:${silent}`) as never,
    ],
  ]
  for (const [name, address, agent] of ways) {
    expect((await failure(address, agent, 300)).mayHaveArrived, name).toBe(false)
  }
})

test('what went over a line that stood may have arrived, also over one that was kept open', async () => {
  const cut = await listen(hangUp())
  expect((await failure(`http://127.0.0.1:${cut}/x`, plain())).mayHaveArrived).toBe(true)
  let answers = 0
  const once = await listen(
    createHttp((request, response) => {
      request
        .resume()
        .on('end', () => (answers++ === 0 ? response.end('{"ok":true,"result":1}') : request.socket.destroy()))
    }),
  )
  const agent = plain()
  const options = { agent, signal: AbortSignal.timeout(2000) }
  expect(await postJson(new URL(`http://127.0.0.1:${once}/x`), {}, options)).toBe(1)
  expect((await failure(`http://127.0.0.1:${once}/x`, agent)).mayHaveArrived).toBe(true)
  const half = await listen(
    createHttp((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"ok":', () => response.destroy())
    }),
  )
  expect((await failure(`http://127.0.0.1:${half}/x`, plain())).mayHaveArrived).toBe(true)
})

test.each([
  [200, '<html>please log in</html>'],
  [302, ''],
  [400, '<html><center>nginx</center></html>'],
  [401, 'who are you'],
  [403, '<html>forbidden</html>'],
  [404, '<html>not found</html>'],
  [409, '{"error":"conflict"}'],
  [413, '<html>too large</html>'],
  [429, '{"ok":false}'],
  [403, 'null'],
])(
  'a page of something on the way, as %i, is not the platform’s no: nothing has arrived there',
  async (status, page) => {
    const port = await listen(createHttp((_, response) => void response.writeHead(status).end(page)))
    expect(await failure(`http://127.0.0.1:${port}/x`, plain())).toMatchObject({
      code: 502,
      description: `http-${status}`,
      mayHaveArrived: false,
    })
  },
)

test('a page of a server that may have been asked further says nothing certain', async () => {
  const port = await listen(createHttp((_, response) => void response.writeHead(504).end('<html>time-out</html>')))
  expect(await failure(`http://127.0.0.1:${port}/x`, plain())).toMatchObject({ code: 504, mayHaveArrived: true })
})
