import { localMemory } from './local-memory'
import { type PendingMessage, type PendingQueue, restorePending } from './pending-queue'

const prefix = 'outbox.'

// One key per message: two open tabs never overwrite each other's.

export function loadOutbox(): PendingQueue {
  const stored: PendingMessage[] = []
  for (const key of localMemory.keys()) {
    if (!key.startsWith(prefix)) continue
    const entry = readStored(localMemory.get(key))
    if (entry === null) localMemory.delete(key)
    else stored.push(entry)
  }
  return restorePending(stored)
}

/** Writes what differs between the two queues. */
export function saveOutbox(before: PendingQueue, after: PendingQueue): void {
  for (const entry of before) {
    if (!after.some((kept) => kept.id === entry.id)) localMemory.delete(prefix + entry.id)
  }
  for (const entry of after) {
    const old = before.find((known) => known.id === entry.id)
    if (old !== undefined && old.status === entry.status && old.reason === entry.reason) continue
    if (entry.status === 'sent') localMemory.delete(prefix + entry.id)
    else localMemory.set(prefix + entry.id, JSON.stringify(entry))
  }
}

function readStored(text: string | null): PendingMessage | null {
  try {
    const entry = JSON.parse(text ?? '') as PendingMessage
    const isWhole =
      typeof entry.id === 'string' &&
      typeof entry.at === 'string' &&
      typeof entry.place === 'number' &&
      ['text', 'choice', 'file'].indexOf(entry.body.kind) >= 0
    return isWhole ? entry : null
  } catch {
    return null
  }
}
