import { setTimeout as sleep } from 'node:timers/promises'
import { after, type Instant } from '../domain/instant'
import { lineOf, type OutboxRow, type SendingLane } from '../domain/message'
import { mailings, outbox } from '../store/collections'
import type { Crew } from '../store/crew'
import { dueQueues, lease, outboxQueue, type Sender } from './outbox'
import { type Outcome, rowAfter } from './outcome'
import { type SendDeps, sendRow } from './send-row'
import { type Settlement, Settler } from './settle'
import { type Pause, Traffic } from './traffic'
import { Turns } from './turns'

interface DeliveryDeps extends SendDeps {
  /** Told of a fault of ours by its class; sending goes on. */
  onFault(fault: unknown): void
}

export interface Delivery extends Sender {
  /** Sends what is due now; settles when nothing that may be claimed is left and all that was claimed has come to an end. */
  run(): Promise<void>
  /** Waits for what is under way, but not long: what does not come to an end keeps its lease. */
  stop(): Promise<void>
}

interface Options {
  /** Without it nothing happens by itself but what commits bring about. */
  timer?: boolean
  /** How many milliseconds `stop` waits. */
  patience?: number
}

/** How many lines may be under way before nothing more of the lane is claimed: a platform that is slow with the many leaves room for answers. */
const mostUnderWay: Record<SendingLane, number> = { now: 256, notice: 192, bulk: 128 }
/** A claim for each single token would cost more than it brings. */
const shortestWait = 50

/** Sends the outbox: at once what the process before this one left behind, then woken by commits, and each second for what had to wait. */
export function startDelivery(deps: DeliveryDeps, options: Options = {}): Delivery {
  return new Pump(deps, options)
}

/** Claims as soon as there is room and something due; each line goes on by itself. */
class Pump implements Delivery {
  readonly #traffic: Traffic
  readonly #settler: Settler
  readonly #turns = new Turns()
  readonly #unsubscribe: () => void
  readonly #timer: NodeJS.Timeout | undefined
  #wakeTimer: NodeJS.Timeout | undefined
  #wakeAt = Number.POSITIVE_INFINITY
  #underWay = 0
  /** Rows that are being sent or settled, each as it was claimed last. */
  readonly #inHand = new Map<string, OutboxRow>()
  /** By line, whether all of it that is in hand left: only then what was handed over behind it may leave too. */
  readonly #lines = new Map<string, Promise<boolean>>()
  /** Rows that were handed over and wait for room. */
  #handedOver: (readonly OutboxRow[])[] = []
  #isClaiming = false
  #lastClaim: Promise<unknown> = Promise.resolve()
  #wantsClaim = false
  /** Something due was left for want of room. */
  #isFull = false
  #isStopped = false
  #isGivenUp = false
  #idle: (() => void)[] = []

  constructor(
    private readonly deps: DeliveryDeps,
    private readonly options: Options,
  ) {
    // By a clock that stands still nobody would wait for a moment.
    const early = options.timer === false ? 0 : undefined
    this.#traffic = new Traffic(deps.messengers, Date.parse(deps.now()), deps.crew && sharedBy(deps.crew), early)
    deps.crew?.hear(pauses, (pause) => this.#traffic.pause(pause as Pause, Date.parse(deps.now())))
    this.#settler = new Settler(deps.store, deps.now, deps.onFault)
    this.#unsubscribe = deps.store.changes((changes) => {
      if (changes.some(({ of }) => of === outbox.name || of === mailings.name)) this.#wake()
    })
    if (options.timer === false) return
    this.#timer = setInterval(() => this.#wake(), 1000).unref()
    this.#wake()
  }

  run = (): Promise<void> => {
    if (this.#isStopped) return Promise.resolve()
    this.#wake()
    return this.#whenIdle()
  }

  take = (rows: readonly OutboxRow[]): void => {
    if (rows.length === 0 || this.#isStopped) return
    this.#handedOver.push(rows)
    this.#beginHandedOver()
  }

  get holder(): string | undefined {
    return this.deps.crew?.name
  }

  holds = (row: OutboxRow): boolean => this.#inHand.has(row.id)

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#unsubscribe()
    clearInterval(this.#timer)
    clearTimeout(this.#wakeTimer)
    // Nothing of these has left: the next start need not wait for their lease.
    this.#beginHandedOver()
    const given = new AbortController()
    const patience = sleep(this.options.patience ?? 3000, undefined, { signal: given.signal }).catch(() => undefined)
    await Promise.race([this.#whenIdle(), patience])
    given.abort()
    this.#isGivenUp = true
    this.#settler.giveUp()
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve)
      this.#tellIfIdle()
    })
  }

  #tellIfIdle(): void {
    if (this.#isClaiming || this.#inHand.size + this.#handedOver.length > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #wake(): void {
    this.#wantsClaim = true
    if (!this.#isClaiming && !this.#isStopped) void this.#claim()
  }

  async #claim(): Promise<void> {
    this.#isClaiming = true
    try {
      while (this.#wantsClaim && !this.#isStopped) {
        this.#wantsClaim = false
        await this.#claimLanes()
      }
    } catch (fault) {
      this.deps.onFault(fault)
    } finally {
      this.#isClaiming = false
      this.#tellIfIdle()
    }
  }

  async #claimLanes(): Promise<void> {
    const { store } = this.deps
    const now = this.deps.now()
    // Most commits bring nothing to claim, and looking costs less than a write.
    for (const { lane, queues } of await store.read((tx) => dueQueues(tx, now))) {
      let room = this.#room(lane, Date.parse(this.deps.now()))
      if (room <= 0) continue
      for (const { queue, share } of this.#turns.sharesOf(queues)) {
        if (room <= 0) break
        room -= await this.#claimFrom(queue, lane, Math.ceil(room * share), now)
      }
    }
  }

  async #claimFrom(queue: string, lane: SendingLane, limit: number, now: Instant): Promise<number> {
    const claim = this.deps.store.claim(outboxQueue(queue, this.holder), { now, until: after(now, lease), limit })
    const taken = claim.then((rows) => rows.filter((row) => !this.#claimedAnew(row)))
    this.#lastClaim = taken.catch(() => undefined)
    const rows = await taken
    if (lane !== 'now') this.#traffic.claimed(rows.length)
    if (rows.length === limit) this.#wantsClaim = true
    for (const row of rows) this.#begin([row], () => true)
    return rows.length
  }

  /** The clock leapt, or a platform is very slow: a row whose lease ran out while it is being sent goes on under the new lease. */
  #claimedAnew(row: OutboxRow): boolean {
    const known = this.#inHand.get(row.id)
    if (known) this.#inHand.set(row.id, { ...row, attempts: known.attempts })
    return known !== undefined
  }

  #room(lane: SendingLane, at: number): number {
    const room = mostUnderWay[lane] - this.#underWay
    if (room <= 0) this.#isFull = true
    if (lane === 'now') return room
    const tokens = this.#traffic.room(at)
    if (room > 0 && tokens <= 0) this.#wakeIn(this.#traffic.wait(at))
    return Math.min(room, tokens)
  }

  /** By the clock of this process; the soonest of all that were asked for. */
  #wakeIn(milliseconds: number): void {
    if (this.options.timer === false || this.#isStopped) return
    const at = performance.now() + Math.max(milliseconds, shortestWait)
    if (at >= this.#wakeAt) return
    this.#wakeAt = at
    clearTimeout(this.#wakeTimer)
    const wake = () => {
      this.#wakeAt = Number.POSITIVE_INFINITY
      this.#wake()
    }
    this.#wakeTimer = setTimeout(wake, at - performance.now()).unref()
  }

  #beginHandedOver(): void {
    while (this.#isStopped || this.#underWay < mostUnderWay.now) {
      const rows = this.#handedOver.shift()
      if (!rows) return
      const before = this.#lines.get(lineOf(rows[0] as OutboxRow))
      const isNext = before ?? this.#isFirst(rows[0] as OutboxRow)
      this.#begin(rows, async (row) => (await isNext) && this.#mayStillGo(row))
    }
  }

  #begin(rows: readonly OutboxRow[], mayGo: (row: OutboxRow) => boolean | Promise<boolean>): void {
    const [first] = rows
    if (!first) return
    this.#underWay++
    for (const row of rows) this.#inHand.set(row.id, row)
    const line = lineOf(first)
    const settled: Promise<void>[] = []
    const left = this.#send(rows, mayGo, settled).catch((fault) => {
      this.deps.onFault(fault)
      return false
    })
    this.#lines.set(line, left)
    const ended = () => {
      for (const { id } of rows) this.#inHand.delete(id)
      if (this.#lines.get(line) === left) this.#lines.delete(line)
      this.#tellIfIdle()
    }
    void left.then(() => this.#leaveRoom()).then(() => Promise.all(settled).then(ended, ended))
  }

  /** Sends rows of one line one after another; when one has to wait, those behind it go back with it, and false is given. */
  async #send(
    rows: readonly OutboxRow[],
    mayGo: (row: OutboxRow) => boolean | Promise<boolean>,
    settled: Promise<void>[],
  ): Promise<boolean> {
    for (const [index, row] of rows.entries()) {
      const outcome = (await mayGo(row)) ? await this.#trySend(row) : putBack(row)
      // The store may be closed; the lease runs out by itself.
      if (this.#isGivenUp) return false
      const now = this.deps.now()
      const goesOn = outcome !== undefined && rowAfter(row, outcome, now).state !== 'queued'
      const behind = goesOn ? [] : rows.slice(index + 1).map((each) => ({ row: each, outcome: putBack(each), now }))
      const settlements = outcome ? [{ row, outcome, now }, ...behind] : behind
      settled.push(this.#settle(settlements).then(() => this.#wakeForPutBack(outcome, now)))
      if (!goesOn) return false
    }
    return true
  }

  /** What had to wait a moment goes when that is over, not with the next second: a chat may take one a second. */
  #wakeForPutBack(outcome: Outcome | undefined, now: Instant): void {
    if (outcome?.kind === 'put-back') this.#wakeIn(Date.parse(outcome.notBefore) - Date.parse(now))
  }

  /** A platform's answer makes room; that it is written down may take longer while many write. */
  #leaveRoom(): void {
    this.#underWay--
    this.#beginHandedOver()
    if (!this.#isFull) return
    this.#isFull = false
    this.#wake()
  }

  async #settle(settlements: readonly Settlement[]): Promise<void> {
    for (let left = settlements; left.length > 0; ) {
      const newest = left.map((each) => ({ ...each, row: this.#inHand.get(each.row.id) ?? each.row }))
      const missed = await this.#settler.add(newest)
      if (missed.length === 0) return
      // A claim of ours may have come before; otherwise the row is somebody else's now.
      await this.#lastClaim
      left = missed.filter(({ row }) => this.#inHand.get(row.id)?.leasedUntil !== row.leasedUntil)
    }
  }

  /** What was in hand before it may have been put back meanwhile. */
  #isFirst(row: OutboxRow): Promise<boolean> {
    const line = { index: 'line', equals: lineOf(row), limit: 1 }
    return this.deps.store.read(async (tx) => (await tx.find(outbox, line))[0]?.id === row.id)
  }

  /** Its lease began with the message: not so late that another claim could come before the platform's answer. */
  #mayStillGo(row: OutboxRow): boolean {
    return !this.#isStopped && (row.leasedUntil ?? '') > after(this.deps.now(), lease / 2)
  }

  /** A row that fails by a fault of ours keeps its lease and comes again when that has run out. */
  #trySend(row: OutboxRow): Promise<Outcome | undefined> {
    return sendRow(this.deps, this.#traffic, row).catch((fault) => {
      this.deps.onFault(fault)
      return undefined
    })
  }
}

const pauses = 'pause'

/** The limits of a platform hold over all processes together. */
function sharedBy(crew: Crew) {
  return { share: () => crew.share(), tellPause: (pause: Pause) => crew.tell(pauses, pause) }
}

/** As if it had not been claimed. */
function putBack(row: OutboxRow): Outcome {
  return { kind: 'put-back', notBefore: row.notBefore, reason: row.reason }
}
