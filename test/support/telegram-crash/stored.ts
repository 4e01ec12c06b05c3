import { address } from '../../../src/domain/account'
import type { OutboxRow } from '../../../src/domain/message'
import { accounts, collections, officers, outbox } from '../../../src/store/collections'
import { openJsonStore } from '../../../src/store/json/json-store'
import { loadMasterKey } from '../../../src/store/keys'
import { logs } from '../../../src/store/logs'
import type { ReadTx, Store } from '../../../src/store/store'
import type { Launched } from '../../house/launch'
import type { Person } from '../bot-api/bot-api'

/** The store of a bot that does not run. */
export async function openStore(folder: string): Promise<Store> {
  const { key } = await loadMasterKey({ folder })
  return openJsonStore({ folder, collections, logs, masterKey: key, now: () => new Date().toISOString() })
}

export async function accountAt(tx: ReadTx, chat: number) {
  return (await tx.find(accounts, { index: 'address', equals: address('telegram', String(chat)) }))[0]
}

/** Every row of the outbox with the chat it went to. */
export async function allRows(store: Store): Promise<{ row: OutboxRow; chat: string }[]> {
  const chats = new Map<string, string>()
  for await (const { id, externalId } of store.walk(accounts)) chats.set(id, externalId)
  const rows: { row: OutboxRow; chat: string }[] = []
  for await (const row of store.walk(outbox)) {
    const account = 'account' in row.to ? row.to.account : row.account
    rows.push({ row, chat: chats.get(account ?? '') ?? '' })
  }
  return rows
}

/** Somebody who is told of every complaint, made while the bot does not run. */
export async function makeOfficer(person: Person, folder: string, start: () => Launched): Promise<void> {
  const first = start()
  await first.ready
  person.says('你好')
  await person.waitsFor('你好，我是联心', 20_000)
  await first.end('SIGTERM')
  const store = await openStore(folder)
  await store.write([], async (tx) => {
    const id = (await accountAt(tx, person.id))?.person ?? ''
    const createdAt = new Date().toISOString()
    const roles = ['caseworker' as const]
    await tx.put(officers, { id, name: '王姐', roles, unit: 'root', onCall: null, createdAt, leftAt: null })
  })
  await store.close()
}
