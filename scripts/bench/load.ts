import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Conversation, nextConversation } from './conversations'
import { Page, post } from './page'
import { Random } from './random'

/** What a stage of load is: so many messages a second, at moments that do not wait for answers. */
export interface Stage {
  rate: number
  seconds: number
  /** So many people who write again as soon as they are answered, instead of a rate. */
  eager?: number
}

export interface Loaded {
  sent: number
  /** Answers other than 202, by status; 0 is a broken connection, `unsent` those for whom nobody was free in time. */
  refused: Record<string, number>
  /** Answers that show a script out of step with its form; each in its first words. */
  lost: string[]
  /** Milliseconds from when a message was due to its 202, and to its appearance on the page. */
  answered: number[]
  shown: number[]
}

export interface Target {
  port: number
  /** Whose cookies may be made; without it the target is a bare server that takes any body. */
  chat?: { secret: string; visitors: string[]; pages: boolean }
  seed: number
}

/** A conversation at a place where one message at a time is said. */
interface Seat {
  conversation: Conversation
  said: number
  page: Page | undefined
}

/** Faster than people type, so that whole conversations fit into a run; how many pages are open at once follows from it. */
const secondsPerMessage = 0.5

/** Keeps pages open and sends messages by a clock; a message that finds nobody free waits, and that counts as its latency. */
export class Load {
  readonly #random: Random
  readonly #free: Seat[] = []
  #seats = 0
  #visitors: string[]
  #nextVisitor = 0
  #result: Loaded = emptyResult()

  constructor(private readonly target: Target) {
    this.#random = new Random(target.seed)
    this.#visitors = this.#random.shuffled(target.chat?.visitors ?? [])
  }

  async run({ rate, seconds, eager }: Stage): Promise<Loaded> {
    if (eager !== undefined) return this.#hurry(eager, seconds)
    await this.#seat(Math.ceil(rate * secondsPerMessage))
    this.#result = emptyResult()
    const answers: Promise<void>[] = []
    const waiting: number[] = []
    const begun = performance.now()
    let due = begun
    while (due < begun + seconds * 1000 || waiting.length > 0) {
      const now = performance.now()
      for (; due <= now && due < begun + seconds * 1000; due += this.#gap(rate)) waiting.push(due)
      while (waiting.length > 0 && this.#free.length > 0) answers.push(this.#say(waiting.shift() as number))
      if (now > begun + seconds * 2000 + 5_000) break
      await sleep(1)
    }
    await Promise.all(answers)
    if (waiting.length > 0) this.#result.refused.unsent = waiting.length
    // What was answered last appears on the pages a moment later.
    await sleep(200)
    return this.#result
  }

  /** People who are in the conversation already stay in it, those who are too many keep silent. */
  async #hurry(people: number, seconds: number): Promise<Loaded> {
    await this.#seat(people)
    this.#result = emptyResult()
    const until = performance.now() + seconds * 1000
    const again = async () => {
      while (performance.now() < until) {
        if (this.#free.length > 0) await this.#say(performance.now())
        else await sleep(1)
      }
    }
    await Promise.all(Array.from({ length: people }, again))
    return this.#result
  }

  close(): void {
    for (const seat of this.#free) seat.page?.close()
  }

  /** People do not take turns: the time between two messages is exponentially distributed. */
  #gap(rate: number): number {
    return (-Math.log(1 - this.#random.next()) / rate) * 1000
  }

  async #say(due: number): Promise<void> {
    const [seat] = this.#free.splice(this.#random.below(this.#free.length), 1) as [Seat]
    this.#result.sent++
    const status = await this.#send(seat, due).catch(() => 0)
    if (status === 202) this.#result.answered.push(performance.now() - due)
    else this.#result.refused[status] = (this.#result.refused[status] ?? 0) + 1
    if (seat.said < seat.conversation.messages.length) this.#free.push(seat)
    else this.#replace(seat)
  }

  #send(seat: Seat, due: number): Promise<number> {
    const message = seat.conversation.messages[seat.said++] ?? { text: '' }
    if (seat.page) return seat.page.send(message, due)
    return post(this.target.port, '/messages', JSON.stringify({ id: randomUUID(), ...message })).then(
      ({ status }) => status,
    )
  }

  /** Who has finished leaves, and somebody else comes. */
  #replace(seat: Seat): void {
    seat.page?.close()
    this.#seats--
    this.#open().catch(() => {
      this.#result.refused.open = (this.#result.refused.open ?? 0) + 1
    })
  }

  async #seat(wanted: number): Promise<void> {
    while (this.#seats < wanted) {
      const more = Math.min(20, wanted - this.#seats)
      await Promise.all(Array.from({ length: more }, () => this.#open()))
    }
  }

  async #open(): Promise<void> {
    this.#seats++
    const conversation = nextConversation(this.#random)
    const { chat, port } = this.target
    if (!chat) return void this.#free.push({ conversation, said: 0, page: undefined })
    const visitor = conversation.who === 'registered' ? this.#visitor() : undefined
    const known = visitor ? { visitor, secret: Buffer.from(chat.secret, 'base64') } : undefined
    const onShown = (ms: number) => void this.#result.shown.push(ms)
    const onLost = (said: string) => void this.#result.lost.push(said.slice(0, 60))
    const page = new Page(port, onShown, onLost, known)
    await page.open(chat.pages)
    this.#free.push({ conversation, said: 0, page })
  }

  /** Everybody comes once before anybody comes again. */
  #visitor(): string | undefined {
    return this.#visitors[this.#nextVisitor++ % this.#visitors.length]
  }
}

function emptyResult(): Loaded {
  return { sent: 0, refused: {}, lost: [], answered: [], shown: [] }
}
