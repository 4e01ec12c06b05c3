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
  /** Whether this process was there for the last so many milliseconds without a gap in which the others may have taken what it had claimed. */
  wasThere(milliseconds: number): boolean
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

/** So many milliseconds after work that a fault of ours ended the turn is wanted again; meanwhile another can have it. */
const rest = 2_000

/**
 * Begins work whenever the turn comes, and ends it (for the reason `lost`) when it goes; without a crew it runs from now until it is stopped.
 * Work that ends by itself gives the turn back for good.
 */
export function inTurn(
  crew: Crew | undefined,
  name: string,
  work: (ended: AbortSignal) => Promise<void>,
  onFault: (fault: unknown) => void,
): InTurn {
  let running = Promise.resolve()
  let ending: AbortController | undefined
  let turn: Turn | undefined
  let resting: NodeJS.Timeout | undefined
  let isStopped = false
  const run = async (ended: AbortSignal) => {
    if (ended.aborted) return
    const isFaulty = await work(ended).then(
      () => false,
      (fault) => {
        onFault(fault)
        return true
      },
    )
    if (ended.aborted) return
    ending = undefined
    await turn?.leave()
    if (isFaulty && !isStopped) resting = setTimeout(want, rest).unref()
  }
  const begin = () => {
    if (isStopped) return
    const mine = new AbortController()
    ending = mine
    running = running.then(() => run(mine.signal))
  }
  const want = () => {
    turn = crew?.turn(name, (isMine) => (isMine ? begin() : ending?.abort('lost')))
    if (!turn) begin()
  }
  want()
  return {
    isMine: turn?.isMine,
    async stop() {
      isStopped = true
      clearTimeout(resting)
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
