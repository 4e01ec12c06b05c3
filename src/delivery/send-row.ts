import type { Account } from '../domain/account'
import { after, day, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import { type Body, hasExpired, laneOf, type OutboxRow, type SendingLane } from '../domain/message'
import { endOfQuiet } from '../domain/quiet-hours'
import { accounts, officers, persons } from '../store/collections'
import type { Crew } from '../store/crew'
import { history } from '../store/logs'
import type { ReadTx, Store } from '../store/store'
import { chooseAccount } from './choose-account'
import { bodyOf } from './mailing'
import type { Messenger, Recipient, Sent } from './messenger'
import { lease } from './outbox'
import { mostClaims, type Outcome } from './outcome'
import { shapeBody } from './shape'
import { type Hold, isHold, type Pass, type Traffic } from './traffic'

/** A named check run again just before sending: false cancels the row, `too-late` ends it as expired, `later` puts it off until then. */
export type Recheck = (
  tx: ReadTx,
  argument: string,
  row: { now: Instant; person: string },
) => Promise<boolean | 'too-late' | { later: Instant }>

export interface SendDeps {
  store: Store
  messengers: readonly Messenger[]
  rechecks: Record<string, Recheck>
  zone: string
  now(): Instant
  /** Where several processes work on one store. */
  crew?: Crew | undefined
}

interface Way {
  to: Recipient
  body: Body
  messenger: Messenger
  pass: Pass
}

/** So often a row that may go in a moment finds that others were quicker. */
const mostWaits = 8

/** Sends a claimed row, if that is still right; writes nothing. */
export async function sendRow(deps: SendDeps, traffic: Traffic, row: OutboxRow): Promise<Outcome> {
  const lane = laneOf(row)
  const decided = await decide(deps, traffic, row).finally(() => lane !== 'now' && traffic.decided())
  if ('kind' in decided) return decided
  if (mayBeTaken(deps, row)) return { kind: 'put-back', notBefore: row.notBefore, reason: row.reason }
  const { to, messenger, body, pass } = decided
  const { account, language } = to
  const message = { row: row.id, lane: row.lane, body: bodyFor(row, body, account, language), replaces: row.replaces }
  const sending = messenger.send(to, message)
  pass.leaves(() => Date.parse(deps.now()))
  const sent: Sent = await sending.catch(() => ({ kind: 'unknown', reason: 'fault' }))
  // What never came to the platform may be over in no time.
  if (sent.kind === 'sent' || sent.kind === 'unreachable') pass.answered(Date.parse(deps.now()))
  if (sent.kind === 'flood') {
    traffic.flood(account.channel, account.id, lane, sent.milliseconds, Date.parse(deps.now()))
  }
  return { kind: 'tried', account, sent }
}

/** A process that stood still since it claimed the row counted as ended: another may have sent it meanwhile. */
function mayBeTaken({ crew, now }: SendDeps, { leasedUntil }: OutboxRow): boolean {
  if (!crew || !leasedUntil) return false
  return !crew.wasThere(Date.parse(now()) - Date.parse(after(leasedUntil, -lease)))
}

/** Where it goes now; or what becomes of it otherwise. */
async function decide(deps: SendDeps, traffic: Traffic, row: OutboxRow): Promise<Way | Outcome> {
  const now = deps.now()
  // Whoever claimed it before died over it: it may have left each time.
  if (row.attempts > mostClaims(row.lane)) return { kind: 'over', state: 'unknown', reason: 'lease-ran-out' }
  if (hasExpired(row, now)) return { kind: 'over', state: 'expired', reason: 'expired' }
  const { wanted, account, language, officer, body } = await deps.store.read(async (tx) => ({
    language: (await tx.get(persons, row.person))?.language ?? 'zh-CN',
    officer: await tx.get(officers, row.person),
    wanted: await checkAgain(tx, deps, row, now),
    account: await destination(tx, deps, row, now),
    body: await bodyOf(tx, row),
  }))
  if (!wanted) return { kind: 'over', state: 'cancelled', reason: 'no-longer-wanted' }
  if (wanted === 'too-late') return { kind: 'over', state: 'expired', reason: 'expired' }
  if (wanted !== true) return { kind: 'put-back', notBefore: wanted.later, reason: 'busy' }
  if (!account) return { kind: 'over', state: 'failed', reason: 'unreachable' }
  if (account.abilities.push === 'when-open') return { kind: 'laid', account }
  const quietUntil = officer ? undefined : quiet(row, now, deps.zone)
  if (quietUntil) return { kind: 'put-back', notBefore: quietUntil, reason: 'quiet-hours' }
  const messenger = deps.messengers.find((candidate) => candidate.channel === account.channel)
  if (!messenger) return { kind: 'tried', account, sent: channelOff(row, now) }
  const busyUntil = laneOf(row) === 'now' ? undefined : await otherSaid(deps, account, messenger, now)
  if (busyUntil) return { kind: 'put-back', notBefore: busyUntil, reason: 'limit' }
  const pass = await enter(deps, traffic, account, laneOf(row))
  if (isHold(pass)) return { kind: 'put-back', notBefore: after(deps.now(), pass.milliseconds), reason: pass.reason }
  return { to: { account, language, isOfficer: officer?.leftAt === null }, body, messenger, pass }
}

/** A pass once it may be sent; a moment is waited for here. */
async function enter(
  { now }: SendDeps,
  traffic: Traffic,
  { channel, id }: Account,
  lane: SendingLane,
): Promise<Hold | Pass> {
  for (let tries = 1; ; tries++) {
    const found = traffic.enter(channel, id, lane, Date.parse(now()), tries > 1)
    if (!isHold(found) || !found.isShort || tries === mostWaits) return found
    await traffic.waitFor(channel, found.milliseconds)
  }
}

/** What a chat may take in a second, another process may have said a moment ago: until when, then, it has to wait. */
async function otherSaid(
  { store, crew }: SendDeps,
  account: Account,
  { limits }: Messenger,
  now: Instant,
): Promise<Instant | undefined> {
  if (!crew || crew.size === 1 || !limits) return undefined
  const [last] = await store.read((tx) => tx.entries(history, { key: account.id, limit: 1 }))
  const pause = 1000 / limits.perChat
  // Another machine's clock may be ahead.
  const isRecent = last && last.from !== 'me' && last.at > after(now, -pause) && last.at < after(now, pause)
  return isRecent ? after(last.at, pause) : undefined
}

async function checkAgain(tx: ReadTx, { rechecks }: SendDeps, { recheck, person }: OutboxRow, now: Instant) {
  return recheck ? ((await rechecks[recheck.name]?.(tx, recheck.argument, { now, person })) ?? true) : true
}

/** A reply was shaped when it was decided; a notice did not know then where it would go. */
function bodyFor({ lane }: OutboxRow, body: Body, account: Account, language: Language): Body {
  return lane === 'reply' ? body : shapeBody(body, account.abilities, language)
}

/** A channel that is not there today is chosen only when the person has no other. */
async function destination(
  tx: ReadTx,
  { messengers }: SendDeps,
  row: OutboxRow,
  now: Instant,
): Promise<Account | undefined> {
  if ('account' in row.to) return tx.get(accounts, row.to.account)
  const all: Account[] = await tx.find(accounts, { index: 'subject', equals: row.person })
  const served = all.filter(
    ({ abilities, channel }) => abilities.push === 'when-open' || messengers.some((one) => one.channel === channel),
  )
  return chooseAccount(served, now) ?? chooseAccount(all, now)
}

/** It may be put in order soon; what waited a day stands no longer before what comes after it. */
function channelOff(row: OutboxRow, now: Instant): Sent {
  if (row.createdAt <= after(now, -day)) return { kind: 'refused', reason: 'channel-off' }
  return { kind: 'later', milliseconds: minute, reason: 'channel-off' }
}

/** Quiet hours bind what a youth did not ask for; officers and urgent matters are exempt. */
function quiet(row: OutboxRow, now: Instant, zone: string): Instant | undefined {
  return row.urgent || row.lane === 'reply' ? undefined : endOfQuiet(now, zone)
}
