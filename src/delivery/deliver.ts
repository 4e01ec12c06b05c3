import type { Account } from '../domain/account'
import { after, day, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import type { Body, OutboxRow } from '../domain/message'
import { accounts, officers, outbox, persons, sessions } from '../store/collections'
import { history } from '../store/logs'
import type { ReadTx, Store, WriteTx } from '../store/store'
import { chooseAccount } from './choose-account'
import type { Messenger, Sent } from './messenger'
import { outboxQueue } from './outbox'
import { endOfQuiet } from './quiet-hours'
import { shapeBody } from './shape'

/** A named check run again just before sending: false cancels the row. */
export type Recheck = (tx: ReadTx, argument: string) => Promise<boolean>

interface DeliveryDeps {
  store: Store
  messengers: readonly Messenger[]
  rechecks: Record<string, Recheck>
  zone: string
  now(): Instant
  /** Told of a fault of ours by its class; sending goes on. */
  onFault(fault: unknown): void
}

export interface Delivery {
  /** Sends what is due now; settles when nothing due is left unclaimed. */
  run(): Promise<void>
  stop(): Promise<void>
}

const lease = minute
const batch = 32

/** How often a row may leave: once more where a second copy is better than none, never twice to the many. */
const mostSends: Record<OutboxRow['lane'], number> = { reply: 2, notice: 2, bulk: 1 }

/** Sends the outbox: woken by commits, and each second for what had to wait. */
export function startDelivery(deps: DeliveryDeps, options: { timer?: boolean } = {}): Delivery {
  let stopped = false
  let again = false
  let running: Promise<void> | undefined

  async function drain(): Promise<void> {
    do {
      again = false
      const now = deps.now()
      const rows = await deps.store.claim(outboxQueue, { now, until: after(now, lease), limit: batch })
      // A row that fails keeps its lease and comes again when that has run out; the others are not held up.
      await Promise.all(rows.map((row) => deliver(deps, row).catch(deps.onFault)))
      if (rows.length > 0) again = true
    } while (again && !stopped)
  }

  function run(): Promise<void> {
    if (stopped) return Promise.resolve()
    if (running) {
      again = true
      return running
    }
    running = drain()
      .catch(deps.onFault)
      .finally(() => {
        running = undefined
        if (again) void run()
      })
    return running
  }

  const unsubscribe = deps.store.changes((changes) => {
    if (changes.some((change) => change.of === outbox.name)) void run()
  })
  const timer = options.timer === false ? undefined : setInterval(run, 1000)
  timer?.unref()
  return {
    run,
    async stop() {
      stopped = true
      unsubscribe()
      clearInterval(timer)
      await running
    },
  }
}

async function deliver(deps: DeliveryDeps, row: OutboxRow): Promise<void> {
  const { store } = deps
  const now = deps.now()
  // Whoever claimed it before died over it: it may have left each time.
  if (row.attempts > mostSends[row.lane]) return settle(store, row, { state: 'unknown', reason: 'lease-ran-out' }, now)
  if (row.expiresAt && row.expiresAt <= now) return settle(store, row, { state: 'expired', reason: 'expired' }, now)
  const { wanted, account, quietUntil, language, isOfficer } = await store.read(async (tx) => ({
    language: (await tx.get(persons, row.person))?.language ?? 'zh-CN',
    isOfficer: (await tx.get(officers, row.person))?.leftAt === null,
    wanted: row.recheck ? await (deps.rechecks[row.recheck.name]?.(tx, row.recheck.argument) ?? true) : true,
    account: await destination(tx, deps, row, now),
    quietUntil: await quiet(tx, row, now, deps.zone),
  }))
  if (!wanted) return settle(store, row, { state: 'cancelled', reason: 'no-longer-wanted' }, now)
  if (!account) return settle(store, row, { state: 'failed', reason: 'unreachable' }, now)
  if (account.abilities.push === 'when-open') return layReady(store, row, account, now)
  if (quietUntil) return settle(store, row, { state: 'queued', reason: 'quiet-hours', notBefore: quietUntil }, now)
  const messenger = deps.messengers.find((candidate) => candidate.channel === account.channel)
  const sent: Sent = messenger
    ? await messenger
        .send(
          { account, language, isOfficer },
          { row: row.id, lane: row.lane, body: bodyFor(row, account, language), replaces: row.replaces },
        )
        .catch(() => ({ kind: 'unknown', reason: 'fault' }) as const)
    : channelOff(row, now)
  await store.write([`person:${row.person}`], (tx) => note(tx, row, account, sent, now))
}

/** A reply was shaped when it was decided; a notice did not know then where it would go. */
function bodyFor(row: OutboxRow, account: Account, language: Language): Body {
  return row.lane === 'reply' ? row.body : shapeBody(row.body, account.abilities, language)
}

/** A channel that is not there today is chosen only when the person has no other. */
async function destination(
  tx: ReadTx,
  { messengers }: DeliveryDeps,
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
async function quiet(tx: ReadTx, row: OutboxRow, now: Instant, zone: string): Promise<Instant | undefined> {
  if (row.urgent || row.lane === 'reply') return undefined
  const end = endOfQuiet(now, zone)
  return end && !(await tx.get(officers, row.person)) ? end : undefined
}

/** A channel that pushes only while the person looks: the history is what they will see. */
async function layReady(store: Store, claimed: OutboxRow, account: Account, now: Instant): Promise<void> {
  await store.write([`person:${claimed.person}`], async (tx) => {
    const row = await stillMine(tx, claimed)
    if (!row) return
    await keepInHistory(tx, row, account, now)
    await tx.put(outbox, { ...row, state: 'waiting', account: account.id, leasedUntil: null, settledAt: now })
  })
}

async function keepInHistory(tx: WriteTx, row: OutboxRow, account: Account, now: Instant): Promise<void> {
  const { from, name, text, choices, file } = row.body
  const { person, about } = row
  await tx.append(history, account.id, { at: now, person, from, name, text, choices, file, update: null, about })
}

/** A notice that was sent: where there are no buttons, its numbers can be typed until something else is said. */
async function keepNotice(tx: WriteTx, row: OutboxRow, account: Account, now: Instant): Promise<void> {
  await keepInHistory(tx, row, account, now)
  const { choices } = row.body
  if (account.abilities.choices !== 'numbers' || choices.length === 0) return
  const session = await tx.get(sessions, row.person)
  if (session && !session.turn) await tx.put(sessions, { ...session, offered: choices })
}

async function note(tx: WriteTx, claimed: OutboxRow, account: Account, sent: Sent, now: Instant): Promise<void> {
  const row = await stillMine(tx, claimed)
  if (!row) return
  const done = { ...row, account: account.id, leasedUntil: null }
  switch (sent.kind) {
    case 'sent':
      if (row.lane !== 'reply') await keepNotice(tx, row, account, now)
      return tx.put(outbox, { ...done, state: 'sent', reason: null, settledAt: now })
    case 'later':
      return tx.put(outbox, {
        ...notSent(done),
        state: 'queued',
        reason: sent.reason,
        notBefore: after(now, sent.milliseconds),
      })
    case 'flood':
      return tx.put(outbox, {
        ...notSent(done),
        state: 'queued',
        reason: 'flood',
        notBefore: after(now, sent.milliseconds),
      })
    case 'refused':
      return tx.put(outbox, { ...done, state: 'failed', reason: sent.reason, settledAt: now })
    case 'unknown': {
      const once = row.attempts < mostSends[row.lane]
      return tx.put(outbox, {
        ...done,
        state: once ? 'queued' : 'unknown',
        reason: sent.reason,
        settledAt: once ? null : now,
      })
    }
    case 'unreachable': {
      const current = await tx.get(accounts, account.id)
      if (current) await tx.put(accounts, { ...current, unreachable: { reason: sent.reason, since: now } })
      const other = 'person' in row.to
      return tx.put(outbox, {
        ...notSent(done),
        state: other ? 'queued' : 'failed',
        reason: sent.reason,
        settledAt: other ? null : now,
      })
    }
  }
}

async function settle(
  store: Store,
  claimed: OutboxRow,
  change: Pick<OutboxRow, 'state' | 'reason'> & { notBefore?: Instant },
  now: Instant,
): Promise<void> {
  await store.write([`person:${claimed.person}`], async (tx) => {
    const row = await stillMine(tx, claimed)
    if (!row) return
    const settledAt = change.state === 'queued' ? null : now
    await tx.put(outbox, { ...(settledAt ? row : notSent(row)), ...change, leasedUntil: null, settledAt })
  })
}

/** Nothing of it left, so that this try does not count. */
function notSent(row: OutboxRow): OutboxRow {
  return { ...row, attempts: row.attempts - 1 }
}

/** The row, unless the person was erased or the lease ran out meanwhile. */
async function stillMine(tx: ReadTx, claimed: OutboxRow): Promise<OutboxRow | undefined> {
  const row = await tx.get(outbox, claimed.id)
  return row?.state === 'sending' && row.leasedUntil === claimed.leasedUntil ? row : undefined
}
