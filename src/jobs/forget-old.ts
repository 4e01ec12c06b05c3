import { after, day, type Instant } from '../domain/instant'
import { countingInvitation } from '../features/events/own-events'
import {
  arrivingFiles,
  attempts,
  consents,
  invitations,
  joinCodes,
  joinings,
  outbox,
  parked,
  persons,
  seen,
  sessions,
} from '../store/collections'
import type { Collection, Doc, ReadTx, Store } from '../store/store'
import { forgetPerson } from './forget-person'
import type { Job } from './job'

interface Kept {
  // biome-ignore lint/suspicious/noExplicitAny: collections of many document types stand in one list
  of: Collection<any>
  index: string
  equals: string
  days: number
  /** What is kept longer, as it then stands later in that order. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  longer?(tx: ReadTx, doc: any, now: Instant): Promise<Doc | undefined>
}

/** What lies in an order of time, and how many days it is kept after that. */
const kept: readonly Kept[] = [
  { of: seen, index: 'kept', equals: 'platform', days: 2 },
  { of: seen, index: 'kept', equals: 'page', days: 30 },
  { of: outbox, index: 'settled', equals: 'settled', days: 30, longer: countingInvitation },
  { of: joinCodes, index: 'expires', equals: 'all', days: 0 },
  // A joining can be undone for seven days.
  { of: joinings, index: 'at', equals: 'all', days: 8 },
  // Until then a used or expired one still says so.
  { of: invitations, index: 'expires', equals: 'all', days: 30 },
  // Until then the officer reads that it did not come; what was not fetched by then never will be.
  { of: arrivingFiles, index: 'at', equals: 'all', days: 30 },
  { of: attempts, index: 'last', equals: 'all', days: 1 },
  // As long as the conversation they belong to; one replayed has done its work, and one that waits so long is of no use.
  { of: parked, index: 'at', equals: 'all', days: 180 },
  { of: consents, index: 'until', equals: 'all', days: 0 },
]

const batch = 50

export const forgetOld: Job = {
  name: 'forget-old',
  does: {
    'zh-CN': '保存到期的资料，一次删一小批。',
    en: 'Forgets what has been kept long enough, a few documents at a time.',
  },
  schedule: '20 3 * * *',
  async run({ store }, now) {
    const did: Record<string, number> = {}
    for (const list of kept) did[list.of.name] = (did[list.of.name] ?? 0) + (await forget(store, list, now))
    did[sessions.name] = await forgetSessions(store, now)
    did.logs = await store.dropOldLogs(now)
    return did
  },
}

/** With the answers in progress goes who agreed to something and then never came back to it. */
async function forgetSessions(store: Store, now: Instant): Promise<number> {
  const to = after(now, -30 * day)
  for (let forgotten = 0; ; ) {
    const found = await store.read((tx) => tx.find(sessions, { index: 'touched', equals: 'all', to, limit: batch }))
    for (const { id } of found) {
      await store.write([`person:${id}`], async (tx) => {
        const session = await tx.get(sessions, id)
        if (!session || session.touchedAt > to) return
        await tx.delete(sessions, id)
        const person = await tx.get(persons, id)
        if (person) await forgetPerson(tx, person)
      })
    }
    forgotten += found.length
    if (found.length < batch) return forgotten
  }
}

async function forget(store: Store, { of, index, equals, days, longer }: Kept, now: Instant): Promise<number> {
  const to = after(now, -days * day)
  for (let forgotten = 0; ; ) {
    const { found, kept } = await store.write([], async (tx) => {
      const found = await tx.find(of, { index, equals, to, limit: batch })
      let kept = 0
      for (const doc of found) {
        const later = await longer?.(tx, doc, now)
        if (later) await tx.put(of, later)
        else await tx.delete(of, doc.id)
        if (later) kept += 1
      }
      return { found: found.length, kept }
    })
    forgotten += found - kept
    if (found < batch) return forgotten
  }
}
