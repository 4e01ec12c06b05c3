import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { telegramAbilities, telegramChannel } from '../../../src/channels/telegram/abilities'
import { queueNotice } from '../../../src/delivery/notice'
import { moveMailing, newMailing } from '../../../src/domain/mailing'
import { accounts, collections, mailings, persons } from '../../../src/store/collections'
import { openJsonStore } from '../../../src/store/json/json-store'
import { logs } from '../../../src/store/logs'
import type { Store, WriteTx } from '../../../src/store/store'
import { masterKeyOf } from '../prepared-folder'
import { words } from './bots'
import { firstRecipient } from './crowd'

const batch = 500
const made = new Map<string, string>()

const event = 'event-of-all'

/** A store with so many people who are known by Telegram, and a mailing to all of them that is paused; to be copied, and used once. */
export async function prepareBroadcast(people: number, seed: number): Promise<string> {
  const known = made.get(`${people} ${seed}`)
  if (known) return known
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-broadcast-'))
  const now = new Date().toISOString()
  const masterKey = masterKeyOf(seed)
  const store = await openJsonStore({ folder, collections, logs, masterKey, now: () => now })
  const mailing = newMailing({ kind: 'invitation', event }, { path: ['root'], by: null }, now)
  await store.write([], (tx) => tx.put(mailings, { ...mailing, state: 'paused' }))
  for (let from = 0; from < people; from += batch) {
    await store.write([], async (tx) => {
      for (let n = from; n < Math.min(people, from + batch); n++) await putRecipient(tx, n, now)
    })
  }
  await store.compact()
  await store.close()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  made.set(`${people} ${seed}`, folder)
  return folder
}

/** The mailing goes on. */
export async function beginToSend(store: Store): Promise<void> {
  await store.write([`rule:mailing:${event}`], async (tx) => {
    const mailing = await tx.get(mailings, event)
    const moved = mailing && moveMailing(mailing, 'go-on', new Date().toISOString())
    if (!moved) throw new Error('the mailing is not paused')
    await tx.put(mailings, moved)
  })
}

async function putRecipient(tx: WriteTx, n: number, now: string): Promise<void> {
  const id = `person-${n}`
  const times = { createdAt: now, lastContactAt: now }
  await tx.put(persons, { id, language: 'zh-CN', ...times, consents: {}, joined: [], returnCode: null })
  await tx.put(accounts, {
    id: `account-${n}`,
    channel: telegramChannel,
    externalId: String(firstRecipient + n),
    person: id,
    abilities: telegramAbilities,
    ...times,
    unreachable: null,
    seenSeq: 0,
  })
  const body = { from: 'bot' as const, name: null, text: words, choices: [], file: null }
  await queueNotice(tx, { id: `row-${n}`, person: id, body, now, lane: 'bulk', mailing: event })
}
