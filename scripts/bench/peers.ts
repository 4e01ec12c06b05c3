import { randomUUID } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/** What the bot is measured beside: the same wire without the bot. */
export const peers = ['append', 'lowdb'] as const
export type Peer = (typeof peers)[number]

/** Serves a peer until the process is ended. */
export async function servePeer(
  peer: Peer,
  { port, folder, people }: { port: number; folder: string; people: number },
) {
  await mkdir(folder, { recursive: true })
  const keep = peer === 'append' ? await appender(folder) : await rewriter(folder, people)
  const app = new Hono()
  app.get('/healthz', (context) => context.json({ ok: true }))
  app.post('/messages', async (context) => {
    await keep((await context.req.json()) as Message)
    return context.json({}, 202)
  })
  serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
}

interface Message {
  id: string
  text?: string
}

/** Each body is a line of a file, and each line has its own fsync. */
async function appender(folder: string): Promise<(message: Message) => Promise<void>> {
  const file = await open(join(folder, 'messages.jsonl'), 'a')
  return async (message) => {
    await file.appendFile(`${JSON.stringify(message)}\n`)
    await file.datasync()
  }
}

interface Lowdb {
  JSONFilePreset<T>(path: string, first: T): Promise<{ data: T; write(): Promise<void> }>
}

interface Naive {
  people: { id: string; name: string; phone: string; answers: Record<string, string>; messages: string[] }[]
}

async function rewriter(folder: string, people: number): Promise<(message: Message) => Promise<void>> {
  const keep = await naivePeople(folder, people)
  return ({ text }) => keep(text ?? '')
}

/** The whole bot in one object, as lowdb's first example has it: each message rewrites the file, none is fsynced. */
export async function naivePeople(folder: string, people: number): Promise<(text: string) => Promise<void>> {
  // By name: lowdb's home is the store, and this is what the store must never be.
  const name = 'lowdb/node'
  const lowdb = (await import(/* @vite-ignore */ name)) as Lowdb
  const path = join(folder, 'db.json')
  await mkdir(dirname(path), { recursive: true })
  const db = await lowdb.JSONFilePreset<Naive>(path, { people: Array.from({ length: people }, (_, n) => naive(n)) })
  await db.write()
  let next = 0
  return async (text) => {
    db.data.people[next++ % people]?.messages.push(text)
    await db.write()
  }
}

/** As much of a person as the reference committee keeps, and their twelve messages. */
function naive(n: number): Naive['people'][number] {
  const answers = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`question${i}`, `样例回答${n}-${i}`]))
  const messages = Array.from({ length: 12 }, () => `${randomUUID()} 收到了。下面这一题可以跳过，也可以晚点再说。`)
  return { id: randomUUID(), name: `青年${n}`, phone: `154${String(n).padStart(8, '0')}`, answers, messages }
}
