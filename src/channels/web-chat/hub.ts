import type { Crew } from '../../store/crew'
import type { Change, Store } from '../../store/store'

type Wake = (changes: readonly Change[]) => void

interface LastWords {
  update: string
  texts: string[]
}

const mostTold = 10_000

/** Wakes the open pages that a commit concerns, without walking the others. */
export class Hub {
  readonly #listeners = new Map<string, Set<Wake>>()
  readonly #lastWords = new Map<string, LastWords>()
  /** Visitors of whom the other processes know that they have said something. */
  readonly #told = new Set<string>()
  readonly #stop: () => void
  #closed = false

  constructor(
    store: Pick<Store, 'changes'>,
    private readonly crew?: Pick<Crew, 'tell' | 'hear'>,
  ) {
    crew?.hear('visitor', (visitor) => this.#tell(`visitor:${visitor}`, []))
    crew?.hear('last-words', (words) => this.#keepLast(...(words as [string, LastWords])))
    this.#stop = store.changes((changes) => {
      for (const change of changes) this.#tell(`${change.of}:${change.id}`, [change])
    })
  }

  /** Listens to a topic, `<collection or log>:<id>` or `visitor:<id>`; returns what stops it. */
  on(topic: string, wake: Wake): () => void {
    const set = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, set.add(wake))
    return () => {
      set.delete(wake)
      if (set.size === 0) this.#listeners.delete(topic)
    }
  }

  /** A visitor's first message was kept: their page has an account from now on, and may be open at another process. */
  wakeVisitor(visitor: string): void {
    if (this.crew && !this.#told.has(visitor)) {
      if (this.#told.size >= mostTold) this.#told.clear()
      this.#told.add(visitor)
      this.crew.tell('visitor', visitor)
    }
    this.#tell(`visitor:${visitor}`, [])
  }

  /** What was said to a visitor who is gone from the store, and to which update, held until their page has fetched it. */
  sayLast(visitor: string, last: LastWords): void {
    this.crew?.tell('last-words', [visitor, last])
    this.#keepLast(visitor, last)
  }

  #keepLast(visitor: string, last: LastWords): void {
    this.#lastWords.set(visitor, last)
    setTimeout(() => this.#lastWords.delete(visitor), 60_000).unref()
    this.#tell(`visitor:${visitor}`, [])
  }

  /** The update that erased the visitor a moment ago. */
  lastUpdate(visitor: string): string | undefined {
    return this.#lastWords.get(visitor)?.update
  }

  /** The page may hear of the erasure before the words are said; erased from another device, nothing will be said. */
  async lastWords(visitor: string): Promise<string[]> {
    if (!this.#lastWords.has(visitor) && !this.#closed) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          stop()
          resolve()
        }
        const timer = setTimeout(done, 2000)
        const stop = this.on(`visitor:${visitor}`, done)
      })
    }
    return this.#lastWords.get(visitor)?.texts ?? []
  }

  /** How many topics are listened to. */
  get topics(): number {
    return this.#listeners.size
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Ends every open page's stream. */
  close(): void {
    this.#stop()
    this.#closed = true
    for (const topic of [...this.#listeners.keys()]) this.#tell(topic, [])
    this.#listeners.clear()
  }

  #tell(topic: string, changes: readonly Change[]): void {
    for (const wake of [...(this.#listeners.get(topic) ?? [])]) wake(changes)
  }
}
