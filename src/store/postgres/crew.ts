import { hkdfSync, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Crew, Turn } from '../crew'
import { seal, unseal } from '../envelope'
import { lockNumber } from './bytes'
import type { Connections } from './connections'
import { endNow, endsAfter, everybody, forget, giveTurnBack, lockCrew, sign, takeTurns } from './crew-statements'
import { Nap } from './nap'
import { quoted } from './statement'

const pause = 1_000
/** So long before the others take it for ended it stops by itself to rely on what it had. */
const trusts = endsAfter - 2_000
/** A larger part counts when this is over: what the others have taken of theirs until then has left the platform's second. */
const growsAfter = 1_200
/** A line that died without a word is given up in time for another try. */
const lineSettings = {
  connectionTimeoutMillis: 2_000,
  query_timeout: 2_500,
  limits: { statement_timeout: 2_000, lock_timeout: 2_000, idle_in_transaction_session_timeout: 2_000 },
}
/** What a notification can carry. */
const longestNote = 7_900

interface Row {
  name: string
  holder: string
  part: number
  runs: boolean
}

/** Each process signs once a second that it is there, over a connection of its own; all of it goes by the clock of the database. */
export class PostgresCrew implements Crew {
  readonly name = randomBytes(6).toString('hex')
  readonly #channel: string
  readonly #lock: string
  readonly #key: Buffer
  #client: Client | undefined
  #rows: Row[] = []
  /** When the last sign that came to stand was begun, by this process's clock. */
  #signedAt = Number.NEGATIVE_INFINITY
  #unbrokenSince = Number.NEGATIVE_INFINITY
  #part = { now: 0, before: 0, since: Number.NEGATIVE_INFINITY }
  readonly #turns = new Map<string, { listener: (isMine: boolean) => void; isMine: boolean }>()
  readonly #topics = new Map<string, ((value: unknown) => void)[]>()
  #ended: ((name: string) => Promise<void>)[] = []
  readonly #clearing = new Set<string>()
  readonly #stop = new AbortController()
  #signing: Promise<void> = Promise.resolve()
  #running: Promise<void> | undefined
  /** Ended also by what is told while it is signing: it may not have seen that. */
  readonly #nap = new Nap(pause)
  #fence: NodeJS.Timeout | undefined

  constructor(private readonly deps: { connections: Connections; place: string; secret: Buffer }) {
    this.#channel = `lianxin-crew:${deps.place}`
    this.#lock = lockNumber(deps.place, 'crew')
    this.#key = Buffer.from(hkdfSync('sha256', deps.secret, '', 'lianxin crew', 32))
  }

  /** Settles when the others can know that it is there; where the database is just then away it goes on trying. */
  async start(): Promise<void> {
    await this.#sign().catch(() => {})
    this.#running = this.#run()
    this.#fence = setInterval(() => this.#tellTurns(), 250).unref()
  }

  get size(): number {
    return Math.max(1, this.#processes().filter(({ runs }) => runs).length)
  }

  share(): number {
    if (!this.#isTrusted) return 0
    const { now, before, since } = this.#part
    return performance.now() - since < growsAfter ? Math.min(now, before) : now
  }

  isThere(name: string): boolean {
    return name === this.name || this.#processes().some(({ holder, runs }) => holder === name && runs)
  }

  wasThere(milliseconds: number): boolean {
    return this.#isTrusted && this.#unbrokenSince <= performance.now() - milliseconds
  }

  turn(name: string, listener: (isMine: boolean) => void): Turn {
    this.#turns.set(name, { listener, isMine: false })
    this.#nap.end()
    return {
      isMine: async () => {
        await this.#sign().catch(() => {})
        return this.#has(name)
      },
      leave: async () => {
        this.#turns.delete(name)
        await this.#signing.catch(() => {})
        await this.#client?.query(giveTurnBack, [this.name, name]).catch(() => {})
        this.tell('stir', null)
      },
    }
  }

  onEnded(work: (name: string) => Promise<void>): void {
    this.#ended.push(work)
  }

  tell(topic: string, value: unknown): void {
    const note = seal(this.#key, this.#channel, JSON.stringify([this.name, topic, value])).toString('base64')
    if (note.length <= longestNote) {
      this.#client?.query('SELECT pg_notify($1, $2)', [this.#channel, note]).catch(() => {})
    }
  }

  hear(topic: string, listener: (value: unknown) => void): void {
    this.#topics.set(topic, [...(this.#topics.get(topic) ?? []), listener])
  }

  async leave(): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    this.#nap.end()
    clearInterval(this.#fence)
    await this.#running
    this.#ended = []
    await this.#client?.query(endNow, [this.name]).catch(() => {})
    this.tell('stir', null)
    await this.#client?.end().catch(() => {})
  }

  get #isTrusted(): boolean {
    return performance.now() - this.#signedAt < trusts
  }

  #processes(): Row[] {
    return this.#rows.filter(({ name }) => name.startsWith('process '))
  }

  #has(turn: string): boolean {
    return this.#isTrusted && this.#rows.some(({ name, holder }) => name === `turn ${turn}` && holder === this.name)
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#nap.take()
      if (this.#stop.signal.aborted) return
      await this.#sign().catch(() => sleep(200, undefined, { signal: this.#stop.signal }).catch(() => {}))
    }
  }

  #sign(): Promise<void> {
    const mine = this.#signing.catch(() => {}).then(() => this.#signOnce())
    this.#signing = mine
    mine.catch(() => {})
    return mine
  }

  async #signOnce(): Promise<void> {
    try {
      const client = this.#client ?? (await this.#connect())
      const begun = performance.now()
      // Sent in one piece: nobody waits for a process that stands still between two of them.
      const answers = await Promise.all([
        client.query('BEGIN'),
        client.query(lockCrew, [this.#lock]),
        client.query(sign, [this.name]),
        client.query(takeTurns, [this.name, [...this.#turns.keys()].sort()]),
        client.query(everybody),
        client.query('COMMIT'),
      ])
      this.#rows = answers[4].rows
      // The first after a gap: the others may have been kept from signing as well, and are given the time to.
      if (begun - this.#signedAt > endsAfter / 2 && this.#signedAt > 0) this.#unbrokenSince = begun
      this.#signedAt = begun
      const own = this.#processes().find(({ holder }) => holder === this.name)?.part ?? 0
      if (own !== this.#part.now) this.#part = { now: own, before: this.share(), since: performance.now() }
      this.#tellTurns()
      this.#clearUp(client)
    } catch (error) {
      const client = this.#client
      this.#client = undefined
      void client?.end().catch(() => {})
      throw error
    }
  }

  async #connect(): Promise<Client> {
    const client = await this.deps.connections.apart(lineSettings)
    client.on('notification', ({ payload }) => this.#heard(payload ?? ''))
    // None of it need be on the disk: what is lost with a database that falls is signed anew.
    await client.query(`SET synchronous_commit = off; LISTEN ${quoted(this.#channel)}`)
    this.#client = client
    return client
  }

  #heard(payload: string): void {
    const plain = unseal(this.#key, this.#channel, Buffer.from(payload, 'base64'))
    if (plain === undefined) return
    const [from, topic, value] = JSON.parse(plain.toString('utf8')) as [string, string, unknown]
    if (from === this.name) return
    if (topic === 'stir') this.#nap.end()
    for (const listener of this.#topics.get(topic) ?? []) listener(value)
  }

  #tellTurns(): void {
    for (const [name, turn] of this.#turns) {
      const isMine = this.#has(name)
      if (isMine === turn.isMine) continue
      turn.isMine = isMine
      turn.listener(isMine)
    }
  }

  /** What an ended process left is seen to by whoever notices, several at once perhaps; then it is forgotten. */
  #clearUp(client: Client): void {
    if (this.#ended.length === 0 || this.#signedAt - this.#unbrokenSince < endsAfter) return
    for (const { holder, runs } of this.#processes()) {
      if (runs || this.#clearing.has(holder)) continue
      this.#clearing.add(holder)
      void Promise.all(this.#ended.map((work) => work(holder)))
        .then(() => client.query(forget, [holder]))
        .catch(() => {})
        .finally(() => this.#clearing.delete(holder))
    }
  }
}
