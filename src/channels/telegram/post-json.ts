import { type Agent, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { brokenLine, strangePage, toRefusal } from './api-error'

interface Options {
  agent: Agent
  signal: AbortSignal
}

/**
 * Posts a method's parameters and gives its result. Not by telegraf's client: that waits for ever for an answer which breaks off in the
 * middle (node-fetch 2 hears of it only when the answer is chunked), and takes twice the processor time.
 */
export function postJson(address: URL, payload: unknown, { agent, signal }: Options): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(payload))
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const request = address.protocol === 'https:' ? secureRequest : plainRequest
  let hasLeft = false
  return new Promise((resolve, reject) => {
    const fail = (fault: unknown) => reject(brokenLine(fault, hasLeft))
    const asking = request(address, { method: 'POST', agent, headers, signal }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', fail)
      response.on('end', () => {
        const answer = parse(Buffer.concat(parts).toString('utf8'))
        if (answer?.ok === true) resolve(answer.result)
        else reject((answer?.ok === false && toRefusal(answer)) || strangePage(response.statusCode))
      })
    })
    asking.on('error', fail)
    // A request whose agent is still making the line, as one through a proxy that is silent, says nothing when it is ended.
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
    asking.on('socket', (socket) => {
      whenReady(socket, asking.reusedSocket, () => {
        hasLeft = true
      })
    })
    asking.end(body)
  })
}

/** Until then nothing of a request has left: not while the way, a proxy's tunnel or TLS are being made. */
function whenReady(socket: Socket, isReused: boolean, ready: () => void): void {
  const isSecure = socket instanceof TLSSocket
  // Node has no public word for a handshake under way.
  const isMaking = isSecure ? (socket as { secureConnecting?: boolean }).secureConnecting : socket.connecting
  if (isReused || !isMaking) ready()
  else socket.once(isSecure ? 'secureConnect' : 'connect', ready)
}

function parse(text: string): { ok?: unknown; result?: unknown } | null | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
