/** What only one process may do at a time. */
export interface Turn {
  /** Whether it is this process's still, asked anew. */
  isMine(): Promise<boolean>
  /** Gives it back: another has it in a moment. */
  leave(): Promise<void>
}

/** The processes that work on one store at the same time: each knows within seconds which others there are. */
export interface Crew {
  /** This process, as what it claims is marked. */
  readonly name: string
  /** How many there are, this one too. */
  readonly size: number
  /** Which part of what all together may do this one may do, from 0 to 1: never more than the others have left over. */
  share(): number
  isThere(name: string): boolean
  /** Wants a turn; told whenever it is this process's, and whenever it is not any more. */
  turn(name: string, listener: (isMine: boolean) => void): Turn
  /** Told of each process that has ended, until the work on it succeeds in some process. */
  onEnded(work: (name: string) => Promise<void>): void
  /** Tells the others something that is worth nothing later; who is away for a moment misses it. */
  tell(topic: string, value: unknown): void
  hear(topic: string, listener: (value: unknown) => void): void
  /** Ends this process's part: what it still holds is free for the others. */
  leave(): Promise<void>
}

/** Work that runs while it is this process's turn. */
export interface InTurn {
  /** Undefined where there is nobody else. */
  isMine: Turn['isMine'] | undefined
  stop(): Promise<void>
}

/** Begins work whenever the turn comes, and ends it (for the reason `lost`) when it goes; without a crew it runs from now until it is stopped. */
export function inTurn(crew: Crew | undefined, name: string, work: (ended: AbortSignal) => Promise<void>): InTurn {
  let running = Promise.resolve()
  let ending: AbortController | undefined
  let isStopped = false
  const begin = () => {
    if (isStopped) return
    const mine = new AbortController()
    ending = mine
    running = running.then(() => (mine.signal.aborted ? undefined : work(mine.signal)))
  }
  const turn = crew?.turn(name, (isMine) => (isMine ? begin() : ending?.abort('lost')))
  if (!turn) begin()
  return {
    isMine: turn?.isMine,
    async stop() {
      isStopped = true
      ending?.abort('stopped')
      await running
      await turn?.leave()
    },
  }
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
