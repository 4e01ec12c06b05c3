import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../domain/account'
import type { Instant } from '../domain/instant'
import type { OutboxRow } from '../domain/message'
import { accounts, outbox, sessions } from '../store/collections'
import { type Store, StoreUnavailable, type WriteTx } from '../store/store'
import { keepInHistory } from './history'
import { bodyOf, putRow } from './mailing'
import { type Outcome, rowAfter } from './outcome'

export interface Settlement {
  row: OutboxRow
  outcome: Outcome
  now: Instant
}

interface Waiting {
  settlements: readonly Settlement[]
  done(missed: Settlement[]): void
}

const mostRows = 1024
/** Until a store that could not keep anything is asked again. */
const pause = 200

/** Writes what became of rows: all that came to an end while one write was under way go into the next. */
export class Settler {
  #waiting: Waiting[] = []
  #isWriting = false
  #isGivenUp = false

  constructor(
    private readonly store: Store,
    private readonly now: () => Instant,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** Nothing is tried again from now on. */
  giveUp(): void {
    this.#isGivenUp = true
  }

  /**
   * Settles when these are written, all or none, with those that were no longer under the lease they had been claimed under. What the store
   * could not take keeps its lease.
   */
  add(settlements: readonly Settlement[]): Promise<Settlement[]> {
    return new Promise((done) => {
      this.#waiting.push({ settlements, done })
      if (!this.#isWriting) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isWriting = true
    try {
      while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, mostRows))
    } finally {
      this.#isWriting = false
    }
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const all = batch.flatMap(({ settlements }) => settlements)
    const persons = new Set(all.map(({ row }) => row.person))
    const locks = [...persons].map((person) => `person:${person}` as const)
    let missed = new Set<Settlement>()
    try {
      missed = await this.store.write(locks, async (tx) => {
        const found = new Set<Settlement>()
        for (const settlement of all) if (!(await settle(tx, settlement))) found.add(settlement)
        return found
      })
    } catch (fault) {
      // One that cannot be written must not keep the others from it.
      if (!(fault instanceof StoreUnavailable) && batch.length > 1) {
        for (const one of batch) await this.#write([one])
        return
      }
      // What has arrived must not be sent again, nor hold up its line for the whole lease, because a disk was full for a moment.
      if (fault instanceof StoreUnavailable && this.#isWorthAnother(all)) {
        this.#waiting.unshift(...batch)
        await sleep(pause, undefined, { ref: false })
        return
      }
      this.onFault(fault)
    }
    for (const { settlements, done } of batch) done(settlements.filter((settlement) => missed.has(settlement)))
  }

  /** While a lease runs nobody else sends the row. */
  #isWorthAnother(settlements: readonly Settlement[]): boolean {
    const now = this.now()
    return !this.#isGivenUp && settlements.some(({ row }) => (row.leasedUntil ?? '') > now)
  }
}

/** False when the person was erased, or the lease ran out meanwhile. */
async function settle(tx: WriteTx, { row: claimed, outcome, now }: Settlement): Promise<boolean> {
  const found = await tx.get(outbox, claimed.id)
  if (found?.state !== 'sending' || found.leasedUntil !== claimed.leasedUntil) return false
  // Claimed twice by the same process it still left only once.
  const row = { ...found, attempts: claimed.attempts }
  if (outcome.kind === 'laid') await keepInHistory(tx, row, outcome.account, now)
  if (outcome.kind === 'tried') {
    const { account, sent } = outcome
    if (sent.kind === 'sent' && row.lane !== 'reply') await keepNotice(tx, row, account, now)
    if (sent.kind === 'unreachable') {
      const current = await tx.get(accounts, account.id)
      if (current) await tx.put(accounts, { ...current, unreachable: { reason: sent.reason, since: now } })
    }
  }
  await putRow(tx, found, rowAfter(row, outcome, now))
  return true
}

/** A notice that was sent: where there are no buttons, its numbers can be typed until something else is said. */
async function keepNotice(tx: WriteTx, row: OutboxRow, account: Account, now: Instant): Promise<void> {
  await keepInHistory(tx, row, account, now)
  const { choices } = await bodyOf(tx, row)
  if (account.abilities.choices !== 'numbers' || choices.length === 0) return
  const session = await tx.get(sessions, row.person)
  if (session && !session.turn) await tx.put(sessions, { ...session, offered: choices })
}
