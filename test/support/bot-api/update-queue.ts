import type { Faults } from './faults'
import type { Timers } from './settings'
import type { Update, UpdateContent } from './shapes'

export interface Entry {
  update: Update
  /** A webhook gets what stands in one line one after another. */
  line: string
  expiresAt: number
  /** Others may overtake it meanwhile. */
  held: boolean
  late: boolean
  /** Confirmed before and sent again, so that no offset keeps it back. */
  again: boolean
  delivered: boolean
  repeats: boolean
}

type Kind = keyof UpdateContent

const HOUR = 3_600_000
const lifetimeByKind: Record<Kind, number> = {
  message: 24 * HOUR,
  edited_message: 24 * HOUR,
  my_chat_member: 24 * HOUR,
  callback_query: 150_000,
}

/** What people did and the bot has not confirmed; works for polls and for a webhook. */
export class UpdateQueue {
  /** Null stands for all that is sent unasked. */
  allowed: string[] | null = null
  /** How often one was handed out that had been before, since nobody had confirmed it. */
  redelivered = 0
  #entries: Entry[] = []
  #nextId = 700_000_001
  readonly #everSent = new Map<number, UpdateContent>()
  readonly #listeners = new Set<() => void>()
  #waiting: (() => void)[] = []

  constructor(readonly deps: { now: () => number; faults: Faults; timers: Timers; late: number }) {}

  /** Gives the update with id 0 when the bot asked not to be told of its kind. */
  add(content: UpdateContent): Update {
    const kind = kindOf(content)
    if (this.allowed && !this.allowed.includes(kind)) return { update_id: 0, ...content }
    const update = { update_id: this.#nextId, ...content }
    this.#nextId += 1
    this.#everSent.set(update.update_id, content)
    const fault = this.deps.faults.draw('update', kind)?.kind
    const late = fault === 'late-update'
    const entry = this.#entryOf(update, { held: late, late, repeats: fault === 'duplicate-update' })
    this.#entries.push(entry)
    if (late) this.deps.timers.after(this.deps.late, () => this.#release([entry]))
    this.#tell()
    return update
  }

  redeliver(id: number): void {
    const content = this.#everSent.get(id)
    if (!content) throw new Error(`no update ${id} was ever sent`)
    if (this.#entries.some((entry) => entry.update.update_id === id)) throw new Error(`update ${id} still is to come`)
    this.#entries.unshift(this.#entryOf({ update_id: id, ...content }, { again: true }))
    this.#tell()
  }

  restartIds(from: number): void {
    if (this.pending() > 0) throw new Error('ids restart only after days in which nothing is pending')
    this.#nextId = from
  }

  releaseAll(): void {
    this.#release(this.#entries)
  }

  pending(): number {
    return this.live().length
  }

  /** All entries that have not expired, in the order they are to be sent. */
  live(): Entry[] {
    const now = this.deps.now()
    if (this.#entries.some((entry) => entry.expiresAt <= now)) {
      this.#entries = this.#entries.filter((entry) => entry.expiresAt > now)
      this.#tellWaiting()
    }
    return this.#entries
  }

  /** What a poll gets; the late ones come last, and with them comes what followed them. */
  batch(offset: number, limit: number): Update[] {
    const due = this.live().filter((entry) => entry.again || entry.update.update_id >= offset)
    const held = due.findIndex((entry) => entry.held)
    const entries = due.slice(0, held < 0 ? limit : Math.min(held, limit))
    for (const entry of entries) this.handOut(entry)
    const inTurn = [...entries.filter((entry) => !entry.late), ...entries.filter((entry) => entry.late)]
    return inTurn.map((entry) => entry.update)
  }

  handOut(entry: Entry): void {
    if (entry.delivered) this.redelivered += 1
    entry.delivered = true
  }

  confirmBelow(offset: number): void {
    const confirmed = this.live().filter(
      (entry) => entry.update.update_id < offset && (entry.delivered || !entry.again),
    )
    for (const entry of confirmed) this.confirm(entry)
  }

  confirm(entry: Entry): void {
    const at = this.#entries.indexOf(entry)
    if (at < 0) return
    this.#entries.splice(at, 1)
    if (entry.repeats) this.redeliver(entry.update.update_id)
    this.#tellWaiting()
  }

  drop(): void {
    this.#entries = []
    this.#tellWaiting()
  }

  /** The ids of the first pending update and of the one to come. */
  ends(): { head: number; tail: number } {
    const ids = this.live().map((entry) => entry.update.update_id)
    return { head: Math.min(this.#nextId, ...ids), tail: this.#nextId }
  }

  settled(): Promise<void> {
    if (this.pending() === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  onNews(listener: () => void): void {
    this.#listeners.add(listener)
  }

  #entryOf(update: Update, changes: Partial<Entry>): Entry {
    return {
      update,
      line: lineOf(update),
      expiresAt: this.deps.now() + lifetimeByKind[kindOf(update)],
      held: false,
      late: false,
      again: false,
      delivered: false,
      repeats: false,
      ...changes,
    }
  }

  #release(entries: Entry[]): void {
    for (const entry of entries) entry.held = false
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  #tellWaiting(): void {
    if (this.#entries.length > 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

function kindOf(content: UpdateContent): Kind {
  return (Object.keys(lifetimeByKind) as Kind[]).find((kind) => content[kind] !== undefined)!
}

/** A press and a message of one person stand in two lines, so that either may overtake the other. */
function lineOf({ message, edited_message, callback_query, my_chat_member }: Update): string {
  if (callback_query) return `user ${callback_query.from.id}`
  if (my_chat_member) return `member ${my_chat_member.chat.id}`
  return `chat ${(message ?? edited_message)!.chat.id}`
}
