import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ChatMessage } from '../../src/web/api/chat-message'
import { chatRoutes } from '../../src/web/api/chat-routes'
import { maxFileBytes } from '../../src/web/api/limits'
import { MessagesQuery } from '../../src/web/api/list-messages'
import { SendChoice, SendFile, SendText } from '../../src/web/api/send-message'
import { readBody, readForm, refuse, reply, sendAsset, writeMessage } from './chat-page-http'
import { answer, menuIn, type Said } from './chat-page-script'

interface Failure {
  on: 'session' | 'list' | 'send' | 'stream' | 'forget'
  status: number
  message: string
  retryAfter?: number
  times?: number
}

/** A server that speaks the web chat's wire from memory and answers by a script, to see and test the page alone. */
export async function startChatPageServer(folder = 'dist/chat-page') {
  let session: string | null = null
  let sessionCount = 0
  let language: 'zh-CN' | 'en' = 'zh-CN'
  let messages: ChatMessage[] = []
  const fingerprints = new Map<string, string>()
  const files = new Map<string, { type: string; bytes: Buffer }>()
  const streams = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  const failures: Failure[] = []
  /** Every attempt to send, also the repeated and refused ones. */
  const attempts: { id: string; status: number }[] = []
  const switches = {
    latency: 0,
    isDown: false,
    isStreamBlocked: false,
    lostAnswers: 0,
    isHoldingUploads: false,
    isSeqTold: true,
  }
  let releaseUpload: () => void = () => undefined

  const add = (said: Said, id?: string): ChatMessage => {
    const at = new Date().toISOString()
    const own = id === undefined ? {} : { id }
    const message = { seq: messages.length + 1, text: '', choices: [], file: null, at, ...said, ...own }
    messages.push(message)
    for (const stream of streams) writeMessage(stream, message)
    return message
  }

  const sendEvent = (event: 'typing' | 'session' | 'gone', data: object) => {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  const takeFailure = (on: Failure['on']): Failure | null => {
    const index = failures.findIndex((failure) => failure.on === on)
    const failure = failures[index]
    if (failure === undefined) return null
    failure.times = (failure.times ?? 1) - 1
    if (failure.times <= 0) failures.splice(index, 1)
    return failure
  }

  const isKnown = (request: IncomingMessage) =>
    session !== null && (request.headers.cookie ?? '').includes(`chat=${session}`)

  const labelOf = (value: string) =>
    messages.reduce((label, { choices }) => choices.find((choice) => choice.value === value)?.label ?? label, value)

  const openSession = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = JSON.parse((await readBody(request)).toString('utf8') || '{}')
    if (!isKnown(request)) {
      sessionCount += 1
      session = `session-${sessionCount}`
      messages = []
      fingerprints.clear()
      language = asked.language ?? 'zh-CN'
    } else if (asked.language !== undefined && messages.length === 0) language = asked.language
    response.setHeader('set-cookie', `chat=${session}; HttpOnly; SameSite=Lax; Path=/`)
    reply(response, 200, { id: session, language, name: '联心·南山街道', menu: menuIn(language) })
  }

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/')
    if (isForm && switches.isHoldingUploads)
      await new Promise<void>((resolve) => {
        releaseUpload = resolve
      })
    const body = await readBody(request)
    const sent = isForm ? await readForm(request, body) : JSON.parse(body.toString('utf8'))
    const id: string = sent.id
    const refuseSend = (status: number, code: string, message: string, retryAfter?: number) => {
      attempts.push({ id, status })
      refuse(response, status, code, message, retryAfter)
    }
    const failure = takeFailure('send')
    if (failure !== null) return refuseSend(failure.status, 'bad-request', failure.message, failure.retryAfter)
    if (!isKnown(request)) return refuseSend(401, 'no-session', '请重新打开')
    const fingerprint = isForm ? `${sent.name}:${sent.file.bytes.length}` : JSON.stringify(sent)
    const before = fingerprints.get(id)
    if (before !== undefined && before !== fingerprint) return refuseSend(409, 'id-reused', '这条和之前的不一样。')
    attempts.push({ id, status: 202 })
    if (before !== undefined)
      return reply(response, 202, { seq: messages.find((message) => message.id === id)?.seq ?? 1 })
    let said: Said
    if (isForm) {
      const { name } = SendFile.parse({ id, name: sent.name })
      if (sent.file.bytes.length > maxFileBytes) return refuseSend(413, 'too-large', '这个文件太大了。')
      const url = `/api/chat/files/${files.size + 1}`
      files.set(url, sent.file)
      said = { from: 'me', file: { url, name: name ?? '', type: sent.file.type, size: sent.file.bytes.length } }
    } else if ('choice' in sent) said = { from: 'me', text: labelOf(SendChoice.parse(sent).choice) }
    else said = { from: 'me', text: SendText.parse(sent).text }
    fingerprints.set(id, fingerprint)
    const { seq } = add(said, id)
    if (switches.lostAnswers > 0) {
      switches.lostAnswers -= 1
      request.socket.destroy()
    } else reply(response, 202, switches.isSeqTold ? { seq } : {})
    if (/^\/lang /.test(said.text ?? '')) {
      language = said.text === '/lang en' ? 'en' : 'zh-CN'
      sendEvent('session', { language, menu: menuIn(language) })
    }
    for (const answered of answer(said, sent.choice ?? null, language)) add(answered)
  }

  const list = (url: URL, response: ServerResponse) => {
    const { after, before, limit } = MessagesQuery.parse(Object.fromEntries(url.searchParams))
    const found =
      after !== undefined
        ? messages.filter((message) => message.seq > after).slice(0, limit)
        : messages.filter((message) => before === undefined || message.seq < before).slice(-limit)
    reply(response, 200, { messages: found })
  }

  const openStream = (url: URL, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': hello\n\n')
    const after = Number(url.searchParams.get('after') ?? 0)
    for (const message of messages) if (message.seq > after) writeMessage(response, message)
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }

  const forget = (response: ServerResponse) => {
    session = null
    messages = []
    response.setHeader('set-cookie', 'chat=; Max-Age=0; Path=/')
    response.writeHead(204)
    response.end()
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (!url.pathname.startsWith('/api/')) return sendAsset(folder, url.pathname, response)
    if (switches.isDown) return void request.socket.destroy()
    if (switches.latency > 0) await new Promise((resolve) => setTimeout(resolve, switches.latency))
    const route = `${request.method} ${url.pathname}`
    if (route === `POST ${chatRoutes.messages}`) return receive(request, response)
    const on = failurePlaces[route]
    if (on === 'stream' && switches.isStreamBlocked) return refuse(response, 503, 'not-saved', '')
    const failure = on === undefined ? null : takeFailure(on)
    if (failure !== null) return refuse(response, failure.status, 'not-saved', failure.message, failure.retryAfter)
    if (on === 'session') return openSession(request, response)
    if (on === 'forget') return forget(response)
    if (!isKnown(request)) return refuse(response, 401, 'no-session', '请重新打开')
    if (on === 'list') return list(url, response)
    if (on === 'stream') return openStream(url, response)
    const file = files.get(url.pathname)
    if (file === undefined) return refuse(response, 404, 'not-found', '')
    response.writeHead(200, { 'content-type': file.type || 'application/octet-stream' })
    response.end(file.bytes)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => refuse(response, 400, 'bad-request', String(error)))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const dropStreams = () => {
    for (const stream of Array.from(streams)) stream.destroy()
  }

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    switches,
    attempts,
    mine: () => messages.filter((message) => message.from === 'me'),
    streamCount: () => streams.size,
    failNext: (failure: Failure) => void failures.push(failure),
    dropStreams,
    /** Cuts every stream and, until `goUp`, every request to the API. */
    goDown: () => {
      switches.isDown = true
      dropStreams()
    },
    goUp: () => {
      switches.isDown = false
    },
    releaseUpload: () => releaseUpload(),
    say: (said: Said) => add(said),
    typing: () => sendEvent('typing', {}),
    /** Everything of the person was erased from the chat. */
    eraseAll: (texts: string[]) => {
      session = null
      messages = []
      sendEvent('gone', { texts })
    },
    /** The server forgets the session by itself. */
    loseSession: () => {
      session = null
      dropStreams()
    },
    /** Puts a past conversation in place; returns the cookie its person has. */
    begin: (past: Said[]) => {
      sessionCount += 1
      session = `session-${sessionCount}`
      messages = []
      for (const said of past) add(said)
      return { name: 'chat', value: session }
    },
    close: async () => {
      for (const socket of Array.from(sockets)) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const failurePlaces: Record<string, Exclude<Failure['on'], 'send'>> = {
  [`POST ${chatRoutes.session}`]: 'session',
  [`GET ${chatRoutes.messages}`]: 'list',
  [`GET ${chatRoutes.stream}`]: 'stream',
  [`POST ${chatRoutes.forget}`]: 'forget',
}

export type ChatPageServer = Awaited<ReturnType<typeof startChatPageServer>>
