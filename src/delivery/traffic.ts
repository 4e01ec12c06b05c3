import { setTimeout as sleep } from 'node:timers/promises'
import type { SendingLane } from '../domain/message'
import type { Messenger } from './messenger'
import { type Place, SlidingWindow } from './sliding-window'
import { TokenBucket } from './token-bucket'

/** A second flood within this time, at another chat, says that it is not the chat but the bot that is asked to slow down. */
const repeats = 10_000
const mostChatsKept = 1000
/** Who asks the clock is told a moment later than who asked before; a clock that was set back goes further. */
const mostLate = 1000
/** What several processes send arrives closer together than it left: so much less of it keeps below the limit. */
const apart = 0.93

interface Road {
  limits: Messenger['limits']
  overall: SlidingWindow | undefined
  /** How many wait for a token of `overall`. */
  waiting: number
  /** What is sent in this turn of the event loop. */
  leaving: Place[]
  chats: Map<string, TokenBucket>
  /** Until when nothing may be sent: at all, what nobody asked for, to one chat. */
  pausedUntil: number
  unaskedPausedUntil: number
  chatsPausedUntil: Map<string, number>
  lastFlood: { chat: string; at: number } | undefined
}

/** A pause that a platform asked for: of everything, or of what nobody asked for. */
export interface Pause {
  channel: string
  of: 'all' | 'unasked'
  milliseconds: number
}

/** Of several processes the limits hold over all of them together. */
export interface Shared {
  /** Which part of them this one may use now, from 0 to 1. */
  share(): number
  /** Tells the others. */
  tellPause(pause: Pause): void
}

export interface Hold {
  milliseconds: number
  reason: string
  /** The platform will take it in a moment: it is waited for, and then asked for again. */
  isShort?: true
}

/** What was let through; to be told by who sends it. */
export interface Pass {
  /**
   * Sent, and this at once. All that one turn of the event loop lets through leaves at its end, and a platform's second counts from there:
   * counted from when it was let, what comes a second later would arrive too close behind it.
   */
  leaves(clock: () => number): void
  /** The platform has said something to it. */
  answered(clock: number): void
}

const free: Pass = { leaves: () => undefined, answered: () => undefined }

export function isHold(found: Hold | Pass): found is Hold {
  return 'reason' in found
}

/** What is claimed only when there is room leaves later by the time that a claim takes. */
const ahead = 100

/**
 * What each channel may take now. Limits bind only what nobody asked for. Its rows are claimed before it is known which channel they leave
 * by: each claimed one counts against the limits until that is decided. All times are in milliseconds.
 */
export class Traffic {
  readonly #roads = new Map<string, Road>()
  #undecided = 0
  #clock: number
  /** By how much the clock was set back since the start: nothing here waits that out. */
  #setBack = 0

  constructor(
    messengers: readonly Messenger[],
    at: number,
    private readonly shared?: Shared,
    /** By how many milliseconds rows are claimed before there is room for them. */
    private readonly early = ahead,
  ) {
    this.#clock = at
    for (const { channel, limits } of messengers) {
      const overall = limits && new SlidingWindow(limits.overall, at)
      const paused = { pausedUntil: 0, unaskedPausedUntil: 0, chatsPausedUntil: new Map(), lastFlood: undefined }
      this.#roads.set(channel, { limits, overall, waiting: 0, leaving: [], chats: new Map(), ...paused })
    }
  }

  /** How many rows that nobody asked for may be claimed. */
  room(at: number): number {
    const time = this.#timeOf(at)
    const windows = this.#windows(time)
    if (windows.length === 0) return Number.POSITIVE_INFINITY
    return Math.max(...windows.map((window) => window.soon(time, this.early))) - this.#undecided
  }

  /** How long until one more may be claimed. */
  wait(at: number): number {
    const time = this.#timeOf(at)
    const waits = this.#windows(time).map((window) => window.wait(time, this.#undecided + 1))
    return Math.max(0, Math.min(...waits) - this.early)
  }

  claimed(count: number): void {
    this.#undecided += count
  }

  /** A claimed row took its token, or needs none. */
  decided(): void {
    this.#undecided -= 1
  }

  /** Takes what a send needs; or tells how long it has to wait, and why. Who has waited comes before those who wait. */
  enter(channel: string, chat: string, lane: SendingLane, clock: number, hasWaited = false): Hold | Pass {
    const road = this.#roads.get(channel)
    if (!road) return free
    const at = this.#timeOf(clock)
    const isFree = lane === 'now'
    const chatPause = road.chatsPausedUntil.get(chat) ?? 0
    const until = Math.max(road.pausedUntil, isFree ? 0 : Math.max(road.unaskedPausedUntil, chatPause))
    if (until > at) {
      // What is put back uses its token up: no more rows are claimed in vain than could have been sent.
      if (!isFree && road.overall && road.overall.free(at) > 0) road.overall.take(at)
      return { milliseconds: until - at, reason: 'flood' }
    }
    if (isFree || !road.overall || !road.limits) return free
    const own = chatBucket(road, chat, road.limits.perChat, at)
    this.#adapt(road, at)
    const ownWait = own.wait(at, 1)
    if (ownWait > 0) return { milliseconds: Math.max(ownWait, road.overall.wait(at, 1)), reason: 'limit' }
    const milliseconds = road.overall.wait(at, hasWaited ? 1 : road.waiting + 1)
    if (milliseconds > 0) {
      const isShort = milliseconds <= this.early * 2
      return { milliseconds, reason: 'limit', ...(isShort && { isShort }) }
    }
    own.take()
    return this.#pass(road, road.overall, road.overall.take(at))
  }

  #pass({ leaving }: Road, overall: SlidingWindow, place: Place): Pass {
    return {
      leaves: (clock) => {
        if (leaving.push(place) > 1) return
        setImmediate(() => {
          const at = this.#timeOf(clock())
          for (const each of leaving.splice(0)) overall.left(each, at)
        })
      },
      answered: (clock) => overall.answered(place, this.#timeOf(clock)),
    }
  }

  /** Of those that wait a moment each waits for a token of its own. */
  async waitFor(channel: string, milliseconds: number): Promise<void> {
    const road = this.#roads.get(channel)
    if (road) road.waiting += 1
    await sleep(milliseconds)
    if (road) road.waiting -= 1
  }

  /** The platform asked to wait: what nobody asked for stops; an answer stops its own chat only, unless that repeats elsewhere. */
  flood(channel: string, chat: string, lane: SendingLane, milliseconds: number, clock: number): void {
    const road = this.#roads.get(channel)
    if (!road) return
    const at = this.#timeOf(clock)
    const until = at + milliseconds
    if (lane !== 'now') {
      // Of those that left in the same moment several are refused: that is one time.
      if (at >= road.unaskedPausedUntil) road.overall?.tooMany(at)
      this.#pauseAll({ channel, of: 'unasked', milliseconds }, at)
      return
    }
    const last = road.lastFlood
    road.lastFlood = { chat, at }
    prune(road.chatsPausedUntil, (end) => end <= at)
    road.chatsPausedUntil.set(chat, until)
    if (!last || last.chat === chat || at - last.at > repeats) return
    this.#pauseAll({ channel, of: 'all', milliseconds }, at)
  }

  /** Another process may have been asked to. */
  pause(pause: Pause, clock: number): void {
    this.#pause(pause, this.#timeOf(clock))
  }

  /** The clock's time, as it would be had nobody set it back. */
  #timeOf(clock: number): number {
    if (clock < this.#clock - mostLate) {
      this.#setBack += this.#clock - clock
      this.#clock = clock
    }
    this.#clock = Math.max(this.#clock, clock)
    return clock + this.#setBack
  }

  /** Here, and with the others. */
  #pauseAll(pause: Pause, at: number): void {
    this.#pause(pause, at)
    this.shared?.tellPause(pause)
  }

  #pause({ channel, of, milliseconds }: Pause, at: number): void {
    const road = this.#roads.get(channel)
    if (!road) return
    const until = at + milliseconds
    if (of === 'all') road.pausedUntil = Math.max(road.pausedUntil, until)
    else road.unaskedPausedUntil = Math.max(road.unaskedPausedUntil, until)
  }

  #windows(at: number): SlidingWindow[] {
    return [...this.#roads.values()].flatMap((road) => {
      this.#adapt(road, at)
      return road.overall ?? []
    })
  }

  #adapt({ limits, overall }: Road, at: number): void {
    const share = this.shared?.share()
    if (limits && share !== undefined) overall?.allow(limits.overall * share * (share < 1 ? apart : 1), at)
  }
}

function chatBucket({ chats }: Road, chat: string, perChat: number, at: number): TokenBucket {
  const known = chats.get(chat)
  if (known) return known
  prune(chats, (bucket) => bucket.isFull(at))
  const made = new TokenBucket(perChat, at)
  chats.set(chat, made)
  return made
}

/** What says nothing any more is forgotten, now and then. */
function prune<T>(map: Map<string, T>, isOver: (value: T) => boolean): void {
  if (map.size < mostChatsKept) return
  for (const [key, value] of map) if (isOver(value)) map.delete(key)
}
