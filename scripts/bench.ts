import { parseArgs } from 'node:util'
import { benchContact, type ContactPlan } from './bench/bench-contact'
import { benchHistory } from './bench/bench-history'
import { benchWebChat } from './bench/bench-web-chat'
import { type BroadcastPlan, benchBroadcast } from './bench/broadcast/bench-broadcast'
import { serveGrammy, serveNaive } from './bench/broadcast/bots'
import { serveBroadcastPlatform } from './bench/broadcast/platform'
import { serveLianxin } from './bench/broadcast/serve-lianxin'
import { noteCircumstances } from './bench/circumstances'
import { serveLoad } from './bench/load-process'
import type { Plan } from './bench/measure'
import { type Peer, peers, servePeer } from './bench/peers'
import { benchPostgres } from './bench/postgres/bench-postgres'
import type { PostgresPlan } from './bench/postgres/measure-postgres'
import { type Prepared, prepareFolder } from './bench/prepared-folder'
import { benchTelegram } from './bench/telegram/bench-telegram'
import type { Plan as TelegramPlan } from './bench/telegram/measure'
import { type PeerBot, peerBots, servePeerBot } from './bench/telegram/peer-bots'
import { type Mode, servePlatform } from './bench/telegram/platform-process'

const parts = ['web-chat', 'history', 'telegram', 'contact', 'broadcast', 'postgres'] as const

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000,60000' },
    rate: { type: 'string', default: '200' },
    updates: { type: 'string' },
    pairs: { type: 'string' },
    'no-pages': { type: 'boolean', default: false },
    profile: { type: 'string' },
    // What a process of the bench is started as.
    as: { type: 'string' },
    folder: { type: 'string', default: '' },
    port: { type: 'string', default: '' },
    mode: { type: 'string', default: '' },
    api: { type: 'string', default: '' },
    token: { type: 'string', default: '' },
    secret: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
  },
})

const say = (line: string) => process.stderr.write(`${line}\n`)
const common = { script: process.argv[1] as string, seed: 20_261, profile: given.profile }

function webChatPlan(): Plan {
  return {
    ...common,
    rate: Number(given.rate),
    seconds: given.quick ? { warm: 4, steady: 8, step: 2 } : { warm: 4, steady: 10, step: 3 },
    peerSeconds: given.quick ? { warm: 1, steady: 3, step: 2 } : { warm: 2, steady: 5, step: 2 },
    pages: !given['no-pages'],
  }
}

function telegramPlan(people: number): TelegramPlan {
  const updates = Number(given.updates ?? (given.quick ? 2000 : 20_000))
  const warm = given.quick ? 1000 : 2000
  return { ...common, people, updates, warm, connections: 64, talks: given.quick ? 400 : 1000, latencyMs: 50 }
}

function contactPlan(): ContactPlan {
  return { ...common, rate: Number(given.rate) / 2, seconds: { warm: 4, alone: given.quick ? 5 : 10 } }
}

function broadcastPlan(): BroadcastPlan {
  return given.quick
    ? { ...common, milliseconds: 15_000, many: 6000 }
    : { ...common, milliseconds: 60_000, many: 60_000 }
}

function postgresPlan(): PostgresPlan {
  const seconds = given.quick ? { warm: 4, steady: 6, eager: 5 } : { warm: 5, steady: 15, eager: 10 }
  return { ...common, rate: Number(given.rate) / 4, seconds, eager: 24 }
}

async function bench(): Promise<void> {
  const chosen = parts.filter((part) => !given.only || given.only === part)
  if (chosen.length === 0) throw new Error(`--only is one of ${parts.join(', ')}`)
  const began = new Date()
  const sizes = given.people.split(',').map(Number)
  const large = Math.max(...sizes)
  const pairs = Number(given.pairs ?? (given.quick ? 1 : 5))
  const prepared = new Map<number, Prepared>()
  // A broadcast has people of its own.
  const onFolders = chosen.some((part) => part !== 'broadcast' && part !== 'postgres')
  const needed = new Set(chosen.includes('web-chat') ? sizes : onFolders ? [large] : [])
  // That of JSON, beside which PostgreSQL is laid.
  if (chosen.includes('postgres')) needed.add(Math.min(...sizes))
  for (const people of needed) {
    say(`making the reference committee of ${people}`)
    prepared.set(people, await prepareFolder(people, common.seed, began.toISOString()))
  }
  const circumstances = noteCircumstances(began, pairs, prepared)
  const reports: string[] = []
  if (chosen.includes('web-chat')) reports.push(await benchWebChat(webChatPlan(), pairs, prepared, say))
  if (chosen.includes('history')) {
    say(`making the same without a history`)
    const beginning = await prepareFolder(large, common.seed, began.toISOString(), { hasHistory: false })
    const both = { history: prepared.get(large)!, beginning }
    reports.push(await benchHistory(webChatPlan(), large, pairs, both, say))
  }
  if (chosen.includes('telegram'))
    reports.push(await benchTelegram(telegramPlan(large), pairs, prepared.get(large)!, say))
  if (chosen.includes('contact')) reports.push(await benchContact(contactPlan(), pairs, prepared.get(large)!, say))
  if (chosen.includes('broadcast')) reports.push(await benchBroadcast(broadcastPlan(), pairs, say))
  if (chosen.includes('postgres')) {
    const few = prepared.get(Math.min(...sizes))!
    reports.push(await benchPostgres(postgresPlan(), sizes, pairs, few, began.toISOString(), say))
  }
  process.stdout.write([circumstances(), ...reports].join('\n'))
}

const broadcast = {
  port: Number(given.port),
  api: given.api,
  token: given.token,
  recipients: Number(given.people),
  perSecond: Number(given.rate),
}

if (given.as === 'load') serveLoad()
else if (given.as === 'platform') servePlatform()
else if (peerBots.some((peer) => given.as === `telegram-${peer}`)) {
  const peer = given.as?.slice('telegram-'.length) as PeerBot
  await servePeerBot(peer, {
    ...given,
    mode: given.mode as Mode,
    port: Number(given.port),
    people: Number(given.people),
  })
} else if (given.as === 'broadcast-platform') serveBroadcastPlatform()
else if (given.as === 'broadcast-lianxin')
  await serveLianxin({ ...broadcast, folder: given.folder, dataKey: given.key })
else if (given.as === 'broadcast-naive') await serveNaive(broadcast)
else if (given.as === 'broadcast-grammy') await serveGrammy(broadcast)
else if (given.as) {
  const peer = peers.find((name) => name === given.as) as Peer
  await servePeer(peer, { port: Number(given.port), folder: given.folder, people: Number(given.people) })
} else await bench()
