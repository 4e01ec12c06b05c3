import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Fault } from './faults'
import { runMethod } from './methods'
import type { Call, Platform } from './platform'
import { flood, Refusal } from './refusal'
import { parametersOf, readBody } from './request-body'

interface Answer {
  status: number
  body: string
}

const reasons: [number, string][] = [
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [504, 'Gateway Timeout'],
]

/** With what a page comes from something on the way: a hotel's network, a proxy that refuses, a gateway. */
const pageStatuses = [200, 502, 403, 502, 400, 502, 413, 502]

export async function serve(platform: Platform): Promise<Server> {
  const server = createServer((request, response) => void answerRequest(platform, request, response))
  // A client that keeps its connection must not find it closed just when it sends.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function answerRequest(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const [, file, token, rest] = decodeURIComponent(url.pathname).match(/^\/(file\/)?bot([^/]+)\/(.+)$/) ?? []
  try {
    const body = await readBody(request)
    if (token === undefined || rest === undefined || !/^\d+:[\w-]+$/.test(token)) throw new Refusal(404, 'Not Found')
    if (token !== platform.settings.token) throw new Refusal(401, 'Unauthorized')
    if (file) return sendFile(platform, rest, response)
    const type = request.headers['content-type'] ?? ''
    const call = platform.call(rest, parametersOf(type, body, url.searchParams))
    await answerCall(platform, call, response)
  } catch (error) {
    // A client that goes away while it sends.
    if (!(error instanceof Refusal)) response.destroy()
    else write(response, refused(error))
  }
}

async function answerCall(platform: Platform, call: Call, response: ServerResponse): Promise<void> {
  const fault = platform.faults.draw('call', call.method.toLowerCase())
  call.fault = fault?.kind ?? null
  if (fault?.kind === 'broken-before') {
    call.answer = 'cut'
    response.destroy()
    return
  }
  const answer = (fault && insteadOf(platform, fault)) ?? (await outcome(platform, call, response))
  call.answer = fault?.kind === 'broken-after' ? 'cut' : answerIn(answer)
  if (fault?.kind === 'broken-after') return cut(response, answer, fault.number % 2 === 0)
  if (fault?.kind === 'slow') await platform.timers.wait(platform.settings.slow)
  write(response, answer)
}

/** The fault's own answer, if it gives one. */
function insteadOf(platform: Platform, { kind, number }: Fault): Answer | null {
  if (kind === 'flood') {
    platform.limits.told(platform.settings.retryAfter)
    return refused(flood(platform.settings.retryAfter))
  }
  const [status, reason] = reasons[number % reasons.length]!
  if (kind === 'server-error') return refused(new Refusal(status, reason))
  if (kind !== 'html-error') return null
  const page = `<html><head><title>${reason}</title></head><body><center><h1>${reason}</h1></center></body></html>`
  return { status: pageStatuses[number % pageStatuses.length]!, body: page }
}

async function outcome(platform: Platform, call: Call, response: ServerResponse): Promise<Answer> {
  try {
    const { webhook, polling } = platform
    switch (call.method.toLowerCase()) {
      case 'getupdates':
        return taken(await polling.getUpdates(call.fields, webhook.active, goneOf(response)))
      case 'setwebhook':
        return taken(true, webhook.set(call.fields))
      case 'deletewebhook':
        return taken(true, webhook.delete(call.fields))
      default:
        return taken(runMethod(platform, call))
    }
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    // A bug of this fake: to be seen as such.
    return refused(new Refusal(500, `Internal Server Error: ${error instanceof Error ? error.stack : error}`))
  }
}

function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  return gone.signal
}

function taken(result: unknown, description?: string): Answer {
  return { status: 200, body: JSON.stringify({ ok: true, result, description }) }
}

function refused({ code, description, parameters }: Refusal): Answer {
  const body = { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
  return { status: code, body: JSON.stringify(body) }
}

function answerIn({ status, body }: Answer): string {
  if (!body.startsWith('{')) return `${status} with a page`
  const { ok, description } = JSON.parse(body) as { ok: boolean; description?: string }
  return ok ? 'ok' : (description ?? '')
}

function write(response: ServerResponse, { status, body }: Answer): void {
  const type = body.startsWith('{') ? 'application/json' : 'text/html'
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** Without a word, or in the middle of one. */
function cut(response: ServerResponse, { status, body }: Answer, half: boolean): void {
  if (!half) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.write(body.slice(0, body.length / 2), () => response.destroy())
}

function sendFile(platform: Platform, path: string, response: ServerResponse): void {
  const file = platform.files.at(path)
  const fault = platform.faults.draw('download', 'file')?.kind
  if (!file || fault === 'file-fails') {
    write(response, refused(file ? new Refusal(500, 'Internal Server Error') : new Refusal(404, 'Not Found')))
    return
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length })
  if (fault === undefined) response.end(file.bytes)
  else response.write(file.bytes.subarray(0, file.bytes.length / 2), () => response.destroy())
}
