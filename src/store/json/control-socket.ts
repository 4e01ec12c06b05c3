import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { z } from 'zod'
import { withShortPath } from './short-path'

/** What a script may ask of the running bot; a throw of one is told as problem `failed`. */
export type ControlHandlers = Record<string, (args: unknown) => Promise<ControlAnswer>>

export type ControlAnswer = { ok: true; result?: unknown } | { ok: false; problem: string }

/** Who holds a folder and can do nothing for others yet answers this, so that they wait. */
export const busy = 'is-busy'
export const busyHandlers: ControlHandlers = { [busy]: async () => ({ ok: true }) }
/** So does who moves a store out of a folder; afterwards nobody is to start on that. */
export const movingOut = 'moving-out'
export const movingHandlers: ControlHandlers = { [busy]: async () => ({ ok: true, result: movingOut }) }

/** One line of JSON each way; `id` comes back as it was sent. */
const requestSchema = z.object({ id: z.string(), command: z.string(), arguments: z.unknown().optional() })
const answerSchema = z.union([
  z.object({ id: z.string(), ok: z.literal(true), result: z.unknown().optional() }),
  z.object({ id: z.string(), ok: z.literal(false), problem: z.string() }),
])

const longestLine = 16 * 1024 * 1024

/** Listens at a path; the socket may be reached by its owner only. */
export function serveControl(
  path: string,
  handlers: ControlHandlers,
): Promise<{ server: Server; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    readLines(socket, (line) => {
      void answer(handlers, line).then((text) => {
        if (!socket.destroyed) socket.write(`${text}\n`)
      })
    })
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve({ server, close }))
  })
}

/** Asks the bot that holds the folder; `bot-not-running` when none does. */
export function askBot(folder: string, command: string, args?: unknown): Promise<ControlAnswer> {
  return withShortPath(folder, 'control.sock', (path) => ask(path, command, args))
}

/** Whether anybody answers at the path. */
export function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      socket.destroy()
      // Reset: whoever listened closed before taking the connection.
      if (isDead(error) || error.code === 'ECONNRESET') resolve(false)
      // Full, or not ours to ask: somebody is there.
      else if (error.code === 'EAGAIN' || error.code === 'EACCES') resolve(true)
      else reject(error)
    })
  })
}

function ask(path: string, command: string, args: unknown): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.on('connect', () => socket.write(`${JSON.stringify({ id: '1', command, arguments: args })}\n`))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (isDead(error)) resolve({ ok: false, problem: 'bot-not-running' })
      else if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve({ ok: false, problem: 'bot-stopped' })
      else reject(error)
    })
    socket.on('close', () => resolve({ ok: false, problem: 'bot-stopped' }))
    readLines(socket, (line) => {
      const parsed = answerSchema.safeParse(parseJson(line))
      if (!parsed.success) resolve({ ok: false, problem: 'not-understood' })
      else
        resolve(parsed.data.ok ? { ok: true, result: parsed.data.result } : { ok: false, problem: parsed.data.problem })
      socket.end()
    })
  })
}

async function answer(handlers: ControlHandlers, line: string): Promise<string> {
  const request = requestSchema.safeParse(parseJson(line))
  if (!request.success) return JSON.stringify({ id: '', ok: false, problem: 'not-understood' })
  const { id, command } = request.data
  const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined
  if (handler === undefined) return JSON.stringify({ id, ok: false, problem: 'no-such-command' })
  // The error itself goes to the log of whoever made the handler; here it could carry what a person wrote.
  const result: ControlAnswer = await handler(request.data.arguments).catch(() => ({ ok: false, problem: 'failed' }))
  return JSON.stringify({ id, ...result })
}

function readLines(socket: Socket, take: (line: string) => void): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    if (text.length > longestLine) socket.destroy()
    for (const line of lines) take(line)
  })
}

function isDead(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
