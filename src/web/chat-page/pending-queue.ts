export type PendingBody =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; value: string; label: string }
  | { kind: 'file'; name: string; type: string; size: number }

export interface PendingMessage {
  /** The client's id; the same at every try, so that the server keeps one effect. */
  id: string
  body: PendingBody
  /** When it was written, UTC ISO. */
  at: string
  /** Position in the queue; survives a reload. */
  place: number
  status: 'waiting' | 'sending' | 'sent' | 'failed'
  /** Uploaded share, 0 to 1. */
  progress: number
  /** Why it waits or failed, in the person's language. */
  reason: string | null
}

export type PendingQueue = readonly PendingMessage[]

export function addPending(queue: PendingQueue, message: { id: string; body: PendingBody; at: string }): PendingQueue {
  const place = queue.reduce((last, entry) => Math.max(last, entry.place), 0) + 1
  return [...queue, { ...message, place, status: 'waiting', progress: 0, reason: null }]
}

/** One at a time and in the order written; a failed one waits for its writer and holds up nobody. */
export function nextToSend(queue: PendingQueue): PendingMessage | null {
  if (queue.some((entry) => entry.status === 'sending')) return null
  return queue.find((entry) => entry.status === 'waiting') ?? null
}

export function changePending(
  queue: PendingQueue,
  id: string,
  change: Partial<Pick<PendingMessage, 'status' | 'progress' | 'reason'>>,
): PendingQueue {
  return queue.map((entry) => (entry.id === id ? { ...entry, ...change } : entry))
}

export function removePending(queue: PendingQueue, id: string): PendingQueue {
  return queue.filter((entry) => entry.id !== id)
}

/** A refused message under a new id: the server may have bound the old one to another body. */
export function renewPending(queue: PendingQueue, id: string, newId: string): PendingQueue {
  return queue.map((entry) =>
    entry.id === id ? { ...entry, id: newId, status: 'waiting', progress: 0, reason: null } : entry,
  )
}

/** Drops what has come back from the server as a message. */
export function settlePending(queue: PendingQueue, arrivedIds: ReadonlySet<string>): PendingQueue {
  return queue.some((entry) => arrivedIds.has(entry.id)) ? queue.filter((entry) => !arrivedIds.has(entry.id)) : queue
}

/** After a reload nothing is under way: what was being sent is sent again under its id. */
export function restorePending(stored: PendingQueue): PendingQueue {
  return stored
    .filter((entry) => entry.status !== 'sent')
    .map((entry): PendingMessage => (entry.status === 'sending' ? { ...entry, status: 'waiting', progress: 0 } : entry))
    .sort((a, b) => a.place - b.place)
}
