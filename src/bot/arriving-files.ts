import type { ArrivingFile } from '../domain/arriving-file'
import type { Complaint } from '../domain/complaint'
import { fileReplaced, namesFile } from '../domain/file-within'
import type { Gathering } from '../domain/gathering'
import type { Instant } from '../domain/instant'
import type { FileRef } from '../domain/message'
import { accounts, arrivingFiles, complaints, gatherings, sessions } from '../store/collections'
import type { Lock, ReadTx, Store, WriteTx } from '../store/store'
import { tellLost } from './lost-files'
import type { Tools } from './scene'

/** The files of a channel that hands on what was sent before it has the bytes. */
export interface ArrivingFiles {
  /** What is to be fetched now, the longest waiting first. */
  due(channel: string, now: Instant, limit: number): Promise<ArrivingFile[]>
  /** A fetch failed that may yet succeed. */
  putOff(id: string, until: Instant): Promise<void>
  /** The bytes are stored under the same id: `file`, with its true type, stands from now on wherever the file is named. */
  arrived(id: string, file: FileRef): Promise<void>
  /** It will never come; the person is told once, and to send it again. */
  lost(id: string, reason: NonNullable<ArrivingFile['lost']>, now: Instant): Promise<void>
}

export function arrivingFilesOf(store: Store, tools: Pick<Tools, 'newId' | 'zone'>): ArrivingFiles {
  return {
    due: (channel, now, limit) =>
      store.read((tx) => tx.find(arrivingFiles, { index: 'due', equals: channel, to: now, limit })),

    putOff: (id, next) =>
      change(store, id, async (tx, { arriving }) => {
        await tx.put(arrivingFiles, { ...arriving, tries: arriving.tries + 1, next })
      }),

    async arrived(id, file) {
      const isNamed = await change(store, id, async (tx, { people, cases, events }) => {
        await tx.delete(arrivingFiles, id)
        const inSessions = await replaceInSessions(tx, people, id, file)
        for (const complaint of cases) {
          await tx.put(complaints, { ...complaint, evidence: fileReplaced(complaint.evidence, id, file) })
        }
        for (const event of events) await tx.put(gatherings, { ...event, picture: file })
        return inSessions || cases.length > 0 || events.length > 0
      })
      // What was thrown away meanwhile is not kept a day longer.
      if (isNamed === false) await store.files.delete(id)
    },

    lost: (id, lost, now) =>
      change(store, id, async (tx, { arriving, people, cases, events }) => {
        if (arriving.lost) return
        const inSessions = await replaceInSessions(tx, people, id, undefined)
        for (const event of events) await tx.put(gatherings, { ...event, picture: null })
        if (!inSessions && cases.length === 0 && events.length === 0) return tx.delete(arrivingFiles, id)
        const gone: ArrivingFile = { ...arriving, lost }
        await tx.put(arrivingFiles, gone)
        await tellLost(tx, tools, gone, now)
      }),
  }
}

interface Found {
  arriving: ArrivingFile
  /** The person it was sent by, and whoever holds the account now: they differ after a joining was undone. */
  people: string[]
  /** Theirs that have it among the evidence. */
  cases: Complaint[]
  /** Those that have it as their picture. */
  events: Gathering[]
}

/** Changes what an arriving file concerns, under the locks of all of it; nothing when it was erased meanwhile. */
async function change<R>(
  store: Store,
  id: string,
  fn: (tx: WriteTx, found: Found) => Promise<R>,
): Promise<R | undefined> {
  for (;;) {
    const before = await store.read((tx) => find(tx, id))
    if (!before) return undefined
    const locks = locksOf(before)
    const made = await store.write(locks, async (tx) => {
      const found = await find(tx, id)
      if (!found) return { result: undefined }
      if (locksOf(found).some((lock) => !locks.includes(lock))) return undefined
      return { result: await fn(tx, found) }
    })
    if (made) return made.result
  }
}

async function find(tx: ReadTx, id: string): Promise<Found | undefined> {
  const arriving = await tx.get(arrivingFiles, id)
  if (!arriving) return undefined
  const account = await tx.get(accounts, arriving.account)
  const people = [...new Set([arriving.person, ...(account ? [account.person] : [])])]
  const cases: Complaint[] = []
  for (const equals of people) cases.push(...(await tx.find(complaints, { index: 'person', equals })))
  const events = await tx.find(gatherings, { index: 'arriving', equals: id })
  return { arriving, people, cases: cases.filter(({ evidence }) => namesFile(evidence, id)), events }
}

function locksOf({ people, cases, events }: Found): Lock[] {
  return [
    ...people.map((id): Lock => `person:${id}`),
    ...cases.map(({ id }): Lock => `case:${id}`),
    ...events.map(({ id }): Lock => `event:${id}`),
  ]
}

/** False when no session of theirs names it. */
async function replaceInSessions(
  tx: WriteTx,
  people: readonly string[],
  id: string,
  file: FileRef | undefined,
): Promise<boolean> {
  let isNamed = false
  for (const person of people) {
    const session = await tx.get(sessions, person)
    if (!session || !namesFile(session, id)) continue
    isNamed = true
    await tx.put(sessions, fileReplaced(session, id, file))
  }
  return isNamed
}
