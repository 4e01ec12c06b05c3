import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { Api } from '../../../src/channels/telegram/api'

const token = '123456:AAtest-token_of-nobody'
let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

async function at(answer: RequestListener): Promise<Api> {
  const listening = createServer(answer)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return new Api({ token, root: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`, proxy: undefined })
}

const goesOn = new AbortController().signal

test('a large file on a slow line is fetched, however long it takes, as long as something of it comes', async () => {
  const api = await at(async (_, response) => {
    response.writeHead(200, { 'content-length': 80 })
    for (let part = 0; part < 8; part++) {
      response.write('0123456789')
      await sleep(100)
    }
    response.end()
  })
  expect(await api.download('photos/a.jpg', 100, goesOn, 600)).toHaveLength(80)
})

test('a line that falls silent is given up: before the answer, and in the middle of the file', async () => {
  const silent = await at(() => undefined)
  await expect(silent.download('a', 100, goesOn, 60)).rejects.toMatchObject({ code: 0 })
  server?.closeAllConnections()
  server?.close()
  const half = await at((_, response) => void response.writeHead(200, { 'content-length': 80 }).write('0123'))
  await expect(half.download('a', 100, goesOn, 60)).rejects.toMatchObject({ code: 0, description: 'timeout' })
})

test('a file that is larger than was said is not read to its end', async () => {
  const api = await at((_, response) => void response.writeHead(200).end(Buffer.alloc(500_000)))
  await expect(api.download('a', 1000, goesOn)).rejects.toMatchObject({ code: 413, description: 'file is too big' })
})

test('a page in place of an upload’s answer or of a file tells nothing of either: both are to be tried again', async () => {
  const api = await at((asked, response) => {
    asked.resume().on('end', () => response.writeHead(400, { 'content-type': 'text/html' }).end('<html>no</html>'))
  })
  const again = { code: 502, mayHaveArrived: false }
  await expect(api.upload('sendPhoto', { chat_id: 1 })).rejects.toMatchObject(again)
  await expect(api.download('photos/a.jpg', 100, goesOn)).rejects.toMatchObject(again)
})

test('what fails tells nothing of the token', async () => {
  const api = await at((_, response) => response.destroy())
  const trials = [
    () => api.call('getMe'),
    () => api.upload('sendPhoto', { chat_id: 1 }),
    () => api.download('a', 10, goesOn),
  ]
  for (const trial of trials) {
    const fault = await trial().catch((thrown: unknown) => thrown)
    expect(fault).toBeInstanceOf(Error)
    expect(`${fault} ${(fault as Error).stack} ${JSON.stringify(fault)}`).not.toContain('AAtest')
  }
})
