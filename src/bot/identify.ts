import { reviveNotices } from '../delivery/notice'
import { type Account, address } from '../domain/account'
import { minute } from '../domain/instant'
import { hasConsented, type Person } from '../domain/person'
import type { Session } from '../domain/session'
import { accounts, persons, sessions } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'
import type { Incoming } from './incoming'

/** The account at an address, if anything was ever said from there. */
export async function accountAt(
  tx: ReadTx,
  incoming: Pick<Incoming, 'channel' | 'externalId'>,
): Promise<Account | undefined> {
  const equals = address(incoming.channel, incoming.externalId)
  return (await tx.find(accounts, { index: 'address', equals, limit: 1 }))[0]
}

/** The account and person of a message: made at the first one, their last contact noted. */
export async function identify(
  tx: WriteTx,
  incoming: Incoming,
  known: Account | undefined,
  newId: () => string,
): Promise<{ account: Account; person: Person }> {
  const account = known ? await touch(tx, known, incoming) : newAccount(incoming, newId)
  if (!known) await tx.put(accounts, account)
  const existing = await tx.get(persons, account.person)
  const person = existing ?? newPerson(account.person, incoming)
  if (!existing) await tx.put(persons, person)
  else if (!hasConsented(existing) && existing.lastContactAt !== incoming.at) {
    await tx.put(persons, { ...existing, lastContactAt: incoming.at })
  }
  return { account, person }
}

/** Where a push window depends on it each contact is noted, elsewhere one a minute is enough. */
async function touch(tx: WriteTx, account: Account, incoming: Incoming): Promise<Account> {
  const age = Date.parse(incoming.at) - Date.parse(account.lastContactAt)
  if (!account.unreachable && age < minute && typeof account.abilities.push === 'string') return account
  const touched = { ...account, abilities: incoming.abilities, lastContactAt: incoming.at, unreachable: null }
  await tx.put(accounts, touched)
  if (account.unreachable) await reviveNotices(tx, account.person, incoming.at)
  return touched
}

function newAccount(incoming: Incoming, newId: () => string): Account {
  const { channel, externalId, abilities, at } = incoming
  const person = newId()
  return {
    id: newId(),
    channel,
    externalId,
    person,
    abilities,
    createdAt: at,
    lastContactAt: at,
    unreachable: null,
    seenSeq: 0,
  }
}

function newPerson(id: string, { at, language }: Incoming): Person {
  return {
    id,
    language: language ?? 'zh-CN',
    createdAt: at,
    lastContactAt: at,
    consents: {},
    joined: [],
    returnCode: null,
  }
}

export async function sessionOf(tx: ReadTx, person: string, now: string): Promise<Session> {
  const session = await tx.get(sessions, person)
  return session ?? emptySession(person, now)
}

function emptySession(id: string, touchedAt: string): Session {
  const nothing = { held: null, heldFiles: [], answered: null, unanswered: null, scanned: null }
  return { id, turn: null, aside: [], offered: [], ...nothing, touchedAt }
}
