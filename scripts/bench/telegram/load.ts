import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../random'
import type { BotApi } from './bot-api'
import { type Rehearsed, rehearse } from './rehearse'
import { kinds, Talk } from './talk'
import type { Wire } from './wire'

export interface Stage {
  updates: number
  /** How many people talk at once, each with one update at a time. */
  talks: number
}

export interface Loaded {
  updates: number
  /** Messages and edits that the bot sent. */
  sends: number
  /** Talks that came to their end. */
  finished: number
  /** From the first update to the last reply. */
  milliseconds: number
  /** Milliseconds from an update's call to its 200. */
  kept: number[]
  /** Milliseconds from a person's message to the first reply, as the platform sees both. */
  replied: number[]
  /** Statuses other than 200; 0 is a broken connection. */
  refused: Record<string, number>
  /** Answers that do not belong there, and messages without an answer; each in its first words. */
  lost: string[]
  /** Answers of getUpdates that held something. */
  batches: number
  /** Processor time of the platform, so that one sees whether the bot waits for it. */
  platformCpuMs: number
}

/** An answer is known by its beginning: further on stand names and numbers. */
const known = 6
const patienceMs = 20_000

/** Talks with the bot as many people at once; everybody writes on when the answer is there. */
export class Load {
  readonly #talks = new Map<number, Talk>()
  readonly #random: Random
  #people = 0
  #nextUpdate = 500_000_001
  #left = 0
  #lastReply = 0
  #result: Loaded = empty()
  #rehearsed: Rehearsed = { registers: [], complains: [] }
  #onDone: () => void = () => undefined

  constructor(
    private readonly api: BotApi,
    private readonly wire: Wire,
    private readonly isEcho: boolean,
    seed: number,
  ) {
    this.#random = new Random(seed)
    api.onSend = (chat, text) => this.#take(chat, text)
  }

  /** Once, before any load. */
  async rehearse(): Promise<void> {
    const send = (talk: Talk) => this.wire(talk.next(this.#nextUpdate++))
    await Promise.all(
      kinds.map(async (kind) => {
        this.#rehearsed[kind] = await rehearse(this.#newTalk(kind), send, this.isEcho)
      }),
    )
    this.#talks.clear()
  }

  async run({ updates, talks }: Stage): Promise<Loaded> {
    this.#result = empty()
    this.#left = updates
    const { batches } = this.api
    const cpu = process.cpuUsage()
    const done = new Promise<void>((settle) => {
      this.#onDone = settle
    })
    const begun = performance.now()
    this.#lastReply = begun
    for (let n = 0; n < Math.min(talks, updates); n++) this.#beginWithin()
    const watch = setInterval(() => performance.now() - this.#lastReply > patienceMs && this.#onDone(), 1000)
    await done
    clearInterval(watch)
    const { user, system } = process.cpuUsage(cpu)
    const milliseconds = this.#lastReply - begun
    // An answer too many comes a moment later.
    await sleep(500)
    for (const talk of this.#talks.values()) this.#result.lost.push(`not answered: ${talk.last}`)
    this.#talks.clear()
    return {
      ...this.#result,
      updates: updates - this.#left,
      milliseconds,
      batches: this.api.batches - batches,
      platformCpuMs: (user + system) / 1000,
    }
  }

  #newTalk(kind = this.#random.isBelow(2 / 3) ? kinds[0] : kinds[1]): Talk {
    const talk = new Talk(this.#people++, kind as Talk['kind'], this.#random)
    this.#talks.set(talk.chat, talk)
    return talk
  }

  /** Those who begin together leave at different messages: else all would submit at the same moment, again and again. */
  #beginWithin(): void {
    const talk = this.#newTalk()
    talk.leavesAfter = 1 + this.#random.below(talk.texts.length)
    void this.#say(talk)
  }

  #begin(): void {
    if (this.#left > 0) void this.#say(this.#newTalk())
  }

  async #say(talk: Talk): Promise<void> {
    this.#left--
    const status = await this.wire(talk.next(this.#nextUpdate++))
    if (status === 200) {
      this.#result.kept.push(performance.now() - talk.sentAt)
      talk.isKept = true
      this.#goOn(talk)
      return
    }
    this.#result.refused[status] = (this.#result.refused[status] ?? 0) + 1
    this.#end(talk)
  }

  #take(chat: number, text: string): void {
    const now = performance.now()
    const talk = this.#talks.get(chat)
    this.#lastReply = now
    this.#result.sends++
    if (!talk) return void this.#result.lost.push(`one too many: ${text.slice(0, 30)}`)
    talk.replies.push(text)
    if (talk.replies.length === 1) this.#result.replied.push(now - talk.sentAt)
    this.#goOn(talk)
  }

  /** Where everything expected is there, the person writes the next message. */
  #goOn(talk: Talk): void {
    const expected = this.#rehearsed[talk.kind][talk.said - 1]
    // While rehearsing nothing is expected yet.
    if (!expected || !talk.isKept || talk.replies.length < expected.length) return
    const strange = talk.replies.find((reply, index) =>
      this.isEcho ? reply !== talk.last : reply.slice(0, known) !== expected[index]?.slice(0, known),
    )
    if (strange !== undefined) this.#result.lost.push(`${talk.last}: ${strange.slice(0, 40)}`)
    if (talk.isFinished) this.#result.finished++
    if (strange !== undefined || talk.isOver || this.#left <= 0) this.#end(talk)
    else void this.#say(talk)
  }

  /** Who has finished leaves, and somebody else comes. */
  #end(talk: Talk): void {
    this.#talks.delete(talk.chat)
    this.#begin()
    if (this.#talks.size === 0) this.#onDone()
  }
}

function empty(): Loaded {
  const figures = { updates: 0, sends: 0, finished: 0, milliseconds: 0, batches: 0, platformCpuMs: 0 }
  return { ...figures, kept: [], replied: [], refused: {}, lost: [] }
}
