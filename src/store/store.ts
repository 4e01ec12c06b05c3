import type { ZodType } from 'zod'
import type { FileRef } from '../domain/message'

/** Name of a data key; deleting the key makes everything sealed under it unreadable, also in old backups. */
export type KeyName = `person:${string}` | `case:${string}` | `file:${string}`

/** A lock by name; an engine takes them sorted. Every rule over several documents names its lock. */
export type Lock =
  | `account:${string}`
  | `person:${string}`
  | `case:${string}`
  | `counter:${string}`
  | `event:${string}`
  | `rule:${string}`

export interface Doc {
  id: string
}

/** An index holds documents under an equality key, in order of `order` (then id) inside it. */
export interface Index<T> {
  /** `undefined` leaves the document out, a list puts it under each of its values. */
  equals(doc: T): string | readonly string[] | undefined
  /** Without it every document has the order 0. Texts are compared by code unit, numbers stand before texts. */
  order?(doc: T): string | number
  /** `equals` may give a list. */
  lists?: true
  /** `put` throws UniqueViolation when another document stands under the same equality key. */
  unique?: true
  /** The equality key is kept as an HMAC, never as text. */
  sensitive?: true
}

/** What erasing a person does with their documents. `keep` says why, and writes into the document until when. */
export type OnErase<T> =
  | { do: 'delete' }
  | { do: 'redact'; redact(doc: T): T }
  | { do: 'keep'; reason: string; keep(doc: T, now: string): T }

export interface Collection<T extends Doc = Doc> {
  name: string
  /** Format version of its documents; `upgrade` brings an older one to the next. Raise it also when an index gives other keys than
   * before: the engine then computes them anew at its next start. */
  version: number
  upgrade?(doc: unknown, from: number): unknown
  schema: ZodType<T>
  indexes: Record<string, Index<T>>
  /** The data key the document is sealed under; `undefined` leaves it in clear (never with personal data). */
  sealedBy(doc: T): KeyName | undefined
  /** The person the document is about. Every engine keeps an index `subject` from this. */
  subject(doc: T): string | undefined
  onErase: OnErase<T>
  /** One that is asked for by id is hardly ever there yet: an engine may take that for granted and look only when it commits. */
  seldomThere?: true
}

export interface LogEntry {
  /** Instant, UTC ISO: names the monthly part the entry stands in. */
  at: string
}

/** An append-only log, kept outside memory in monthly parts, read by key in order of `seq`. */
export interface Log<T extends LogEntry = LogEntry> {
  name: string
  version: number
  schema: ZodType<T>
  sealedBy(entry: T): KeyName | undefined
  keepDays: number
}

export type Logged<T extends LogEntry> = T & { seq: number }

export interface Query {
  index: string
  equals: string
  /** Bounds on the index's order, both inclusive. */
  from?: string | number
  to?: string | number
  /** Only what stands after this position in the chosen direction. */
  after?: { order: string | number; id: string }
  limit?: number
  order?: 'ascending' | 'descending'
}

/** Without `after` and `before`: the newest. */
export interface LogQuery {
  key: string
  /** Entries with a greater seq, oldest first. */
  after?: number
  /** Entries with a smaller seq: the newest of them, still oldest first. */
  before?: number
  limit: number
}

/** What it gives may be given to others too: nobody changes it (while callbacks are tested an engine sees to that). */
export interface ReadTx {
  get<T extends Doc>(collection: Collection<T>, id: string): Promise<T | undefined>
  find<T extends Doc>(collection: Collection<T>, query: Query): Promise<T[]>
  count<T extends Doc>(collection: Collection<T>, query: Query): Promise<number>
  entries<T extends LogEntry>(log: Log<T>, query: LogQuery): Promise<Logged<T>[]>
  /** A named number; 0 before its first use. */
  counter(name: string): Promise<number>
}

export interface WriteTx extends ReadTx {
  put<T extends Doc>(collection: Collection<T>, doc: T): Promise<void>
  delete<T extends Doc>(collection: Collection<T>, id: string): Promise<void>
  /** Appends an entry and gives its seq: 1, 2, 3 … within the key. */
  append<T extends LogEntry>(log: Log<T>, key: string, entry: T): Promise<number>
  /** Adds to a named number (0 before its first use), which `counter` then tells: who numbers by it holds a lock on it. */
  add(counter: string, by: number): Promise<void>
  /** Destroys a data key with this commit: what is sealed under it can never be read again and reads as absent (`count` may still
   * count it). A later `put` under the same name gets a new key. */
  dropKey(key: KeyName): Promise<void>
}

/** What a commit touched, told after it is durable. */
export interface Change {
  /** Name of the collection or log. */
  of: string
  /** Document id or log key. */
  id: string
}

/**
 * A queue is a collection whose rows are claimed by recipient, first in first out, under a lease.
 * Claimed is the first row in line of each recipient, if it is due and none of the recipient's rows is under a lease that still runs.
 * Who wants two lanes that do not wait for each other gives them two recipients (`reply:<account>`, `bulk:<account>`).
 */
export interface Queue<T extends Doc> {
  collection: Collection<T>
  /** The index of what is to be sent: equality key `ready`, ordered by the instant from which a row may be claimed: its own, and once
   * claimed the end of the lease, so that a claim whose lease ran out is found again. */
  index: string
  ready: string
  /** The index of the lines: equality key `recipient(row)`, ordered by place in line; holds exactly the rows that stand in `index`. */
  line: string
  /** The index of leases: equality key `recipient(row)`, ordered by the end of the lease; holds only rows that are claimed. */
  leases: string
  recipient(row: T): string
  /** The row as claimed until the instant `until`. */
  claimed(row: T, until: string): T
}

/** Files keep their original bytes, each under a data key of its own (`file:<id>`). */
export interface Files {
  /** Durable when it settles. A file that no document names is removed by a job, never by the engine. */
  put(file: { id: string; name: string; type: string; bytes: Uint8Array }): Promise<FileRef>
  get(id: string): Promise<{ file: FileRef; bytes: Uint8Array } | undefined>
  delete(id: string): Promise<void>
  /** Ids of files put before the instant, for the job that removes the unnamed. */
  list(before: string): Promise<string[]>
}

export class UniqueViolation extends Error {
  constructor(
    readonly collection: string,
    readonly index: string,
  ) {
    super(`unique index ${collection}.${index}`)
  }
}

/** Thrown by a write that has decided nothing yet, because a rule names a lock that it does not hold: it is to be asked for again under it. */
export class NeedsLock extends Error {
  constructor(readonly lock: Lock) {
    super('lock')
  }
}

/** The store cannot keep anything at the moment; nothing of the write is visible to anybody. */
export class StoreUnavailable extends Error {}

export interface Store {
  /** Sees only durable commits. */
  read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R>
  /** All or nothing, durable when it settles. Writes with a lock in common run one after another, in one process in the order in which they
   * were asked for; others may run side by side, and one that read what another has changed meanwhile runs again. `fn` may run again: it may use nothing but `tx`, and change nothing outside; a
   * write inside it would wait for itself. */
  write<R>(locks: readonly Lock[], fn: (tx: WriteTx) => Promise<R>): Promise<R>
  /** Claims one row each of up to `limit` recipients by the rules of `Queue`; durable when it settles. */
  claim<T extends Doc>(queue: Queue<T>, options: { now: string; until: string; limit: number }): Promise<T[]>
  /** Calls the listener after each durable commit; returns what stops it. */
  changes(listener: (changes: readonly Change[]) => void): () => void
  files: Files
  /** Removes log parts all of whose entries are older than the log's `keepDays`, not all at once; gives how many. */
  dropOldLogs(now: string): Promise<number>
  /** Walks a whole collection in order of id, for export, erasing and upgrades; never on the message path. */
  walk<T extends Doc>(collection: Collection<T>): AsyncIterable<T>
  health(): { ok: true } | { ok: false; reason: string }
  /** Settles what is under way and gives the folder or the connections back. */
  close(): Promise<void>
}
