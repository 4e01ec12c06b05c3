import type { CaseEntry } from '../../domain/complaint'
import type { HistoryEntry } from '../../domain/message'
import { collections } from '../../store/collections'
import { caseEntries, history } from '../../store/logs'
import type { Doc, Log, LogEntry, Logged, ReadTx } from '../../store/store'
import type { Scene } from '../feature'

/** Everything that is kept about a person: documents by collection, cases and conversations line by line. */
export interface PersonalRecord {
  exportedAt: string
  documents: Record<string, Doc[]>
  /** By case id; the officers' own notes are theirs. */
  cases: Record<string, Logged<CaseEntry>[]>
  /** By account id. */
  conversations: Record<string, Logged<HistoryEntry>[]>
}

/** Walks every collection by whom its documents are about, those of joined persons too. */
export async function personalRecord({ tx, person, now }: Scene): Promise<PersonalRecord> {
  const documents: PersonalRecord['documents'] = {}
  for (const collection of collections) {
    const found: Doc[] = []
    for (const equals of [person.id, ...person.joined]) {
      found.push(...(await tx.find<Doc>(collection, { index: 'subject', equals })))
    }
    if (found.length > 0) documents[collection.name] = found
  }
  const cases: PersonalRecord['cases'] = {}
  for (const { id } of documents.complaints ?? []) {
    cases[id] = (await allEntries(tx, caseEntries, id)).filter((entry) => entry.kind !== 'note')
  }
  const conversations: PersonalRecord['conversations'] = {}
  for (const { id } of documents.accounts ?? []) conversations[id] = await allEntries(tx, history, id)
  return { exportedAt: now, documents, cases, conversations }
}

async function allEntries<T extends LogEntry>(tx: ReadTx, log: Log<T>, key: string): Promise<Logged<T>[]> {
  const all: Logged<T>[] = []
  for (let after = 0; ; ) {
    const some = await tx.entries(log, { key, after, limit: 500 })
    all.push(...some)
    const last = some.at(-1)
    if (!last) return all
    after = last.seq
  }
}
