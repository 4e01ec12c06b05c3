import { backoffDelay } from './backoff'
import { nextToSend, type PendingMessage, type PendingQueue } from './pending-queue'
import type { SendOutcome } from './transport'

export interface MessageSenderDeps {
  queue: () => PendingQueue
  change: (id: string, change: Partial<Pick<PendingMessage, 'status' | 'progress' | 'reason'>>) => void
  fileOf: (id: string) => Promise<Blob | null>
  send: (
    pending: PendingMessage,
    file: Blob | null,
    onProgress: (share: number) => void,
  ) => { outcome: Promise<SendOutcome>; abort: () => void }
  onAccepted: (pending: PendingMessage, seq: number | null) => void
  /** Makes a new session; true when there is one. */
  renewSession: () => Promise<boolean>
  texts: () => { fileLost: string; refused: string }
}

/** Sends what waits, one at a time and in order, until the server has taken or refused it. */
export function createMessageSender(deps: MessageSenderDeps) {
  let timer: number | undefined
  let failures = 0
  let abortCurrent: { id: string; abort: () => void } | null = null
  let isRunning = false

  const pump = async () => {
    if (isRunning) return
    const pending = nextToSend(deps.queue())
    if (pending === null) return
    isRunning = true
    const wait = await sendOne(pending)
    isRunning = false
    abortCurrent = null
    window.clearTimeout(timer)
    if (wait === 0) void pump()
    else timer = window.setTimeout(pump, wait)
  }

  /** Returns how many milliseconds to wait before the next. */
  const sendOne = async (pending: PendingMessage): Promise<number> => {
    const { id } = pending
    deps.change(id, { status: 'sending', progress: 0 })
    const file = pending.body.kind === 'file' ? await deps.fileOf(id) : null
    if (pending.body.kind === 'file' && file === null) {
      deps.change(id, { status: 'failed', reason: deps.texts().fileLost })
      return 0
    }
    if (!deps.queue().some((entry) => entry.id === id)) return 0
    const { outcome, abort } = deps.send(pending, file, (progress) => deps.change(id, { progress }))
    abortCurrent = { id, abort }
    const result = await outcome
    if (result.ok) {
      failures = 0
      deps.change(id, { status: 'sent', progress: 1, reason: null })
      deps.onAccepted(pending, result.seq)
      return 0
    }
    if (result.problem === 'refused') {
      failures = 0
      deps.change(id, { status: 'failed', reason: result.message ?? deps.texts().refused })
      return 0
    }
    const reason = result.problem === 'later' ? result.message : null
    deps.change(id, { status: 'waiting', progress: 0, reason })
    failures += 1
    if (result.problem === 'no-session' && (await deps.renewSession()) && failures < 3) return 0
    const asked = result.problem === 'later' ? (result.retryAfterSeconds ?? 0) * 1000 : 0
    return Math.max(asked, backoffDelay(failures))
  }

  return {
    /** Something was added. */
    nudge: () => void pump(),
    /** The network is back or the person does not want to wait. */
    retryNow: () => {
      window.clearTimeout(timer)
      failures = 0
      void pump()
    },
    abort: (id: string) => {
      if (abortCurrent?.id === id) abortCurrent.abort()
    },
  }
}
