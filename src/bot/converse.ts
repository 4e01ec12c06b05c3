import { shape } from '../delivery/shape'
import type { Account } from '../domain/account'
import type { Body, OutboxRow, Seen } from '../domain/message'
import type { Person } from '../domain/person'
import type { Session } from '../domain/session'
import { accounts, outbox, parked, persons, seen, sessions } from '../store/collections'
import { type Lock, NeedsLock, StoreUnavailable, type WriteTx } from '../store/store'
import { awaitFile } from './await-file'
import type { ConverseDeps, Conversed } from './conversed'
import { accountAt, identify, sessionOf } from './identify'
import type { Incoming } from './incoming'
import { keepReplies, seenId } from './keep'
import { labelOf } from './label'
import { latestAfter } from './latest'
import { park } from './park'
import { Response } from './respond'
import { FormRunner } from './run-form'
import { type Attachment, committeeName, setStage } from './scene'
import { withWholeText } from './whole-text'

type Converse = (incoming: Incoming) => Promise<Conversed>

interface Handled extends Conversed {
  attachments: Attachment[]
  handedOver: OutboxRow[]
  /** The person to whom the account belongs after it, if anybody is left. */
  owner?: string
}

/** The one function with effects: one update, one transaction. Rejects only when the store cannot keep anything. */
export function converseWith(deps: ConverseDeps): Converse {
  const line = inLine()
  const owners = new Owners()
  return (sent) =>
    line(`${sent.channel}:${sent.externalId}`, async () => {
      const incoming = { ...sent, content: withWholeText(sent.content) }
      try {
        return await handle(deps, incoming, { owners })
      } catch (fault) {
        if (fault instanceof StoreUnavailable) throw fault
        const { conversed, id } = await park(deps, incoming, fault)
        deps.onParked(id, fault)
        return conversed
      }
    })
}

/** The locks of persons whose accounts wrote lately: asked for at once, not after a try in vain. */
class Owners {
  readonly #most = 5000
  readonly #locks = new Map<Lock, Lock>()

  of(account: Lock): Lock[] {
    const owner = this.#locks.get(account)
    return owner ? [owner] : []
  }

  note(account: Lock, owner: string | undefined): void {
    this.#locks.delete(account)
    if (owner) this.#locks.set(account, `person:${owner}`)
    const [oldest] = this.#locks.keys()
    if (oldest && this.#locks.size > this.#most) this.#locks.delete(oldest)
  }
}

interface How {
  owners?: Owners
  /** The parked update this is, handled again as if it came now. */
  replayOf?: string
}

/** Handles an update in one transaction. */
export async function handle(
  deps: ConverseDeps,
  incoming: Incoming,
  { owners = new Owners(), replayOf }: How = {},
): Promise<Conversed> {
  const account: Lock = `account:${incoming.channel}:${incoming.externalId}`
  const locks = new Set<Lock>([account, ...owners.of(account)])
  const ids = repeatable(deps.tools.newId)
  for (let tries = 0; ; tries++) {
    try {
      const { attachments, handedOver, owner, ...conversed } = await deps.store.write([...locks], (tx) =>
        respond({ ...deps, tools: { ...deps.tools, newId: ids() } }, tx, incoming, locks, replayOf),
      )
      for (const { file, bytes } of attachments) await deps.store.files.put({ ...file, bytes })
      deps.sender?.take(handedOver)
      owners.note(account, owner)
      return conversed
    } catch (fault) {
      if (!(fault instanceof NeedsLock) || tries === 9) throw fault
      locks.add(fault.lock)
    }
  }
}

async function respond(
  deps: ConverseDeps,
  tx: WriteTx,
  incoming: Incoming,
  held: ReadonlySet<Lock>,
  replayOf: string | undefined,
): Promise<Handled> {
  const { tools, catalog } = deps
  const known = await accountAt(tx, incoming)
  if (known && !held.has(`person:${known.person}`)) throw new NeedsLock(`person:${known.person}`)
  const { account, person } = await identify(tx, incoming, known, tools.newId)
  const hash = tools.contentMark(incoming.content)
  // Asked for in one breath: a database answers them together.
  const [first, session, committee] = await Promise.all([
    replayOf ? undefined : tx.get(seen, seenId(account, incoming)),
    sessionOf(tx, person.id, incoming.at),
    committeeName(tx),
  ])
  if (first) return { ...(await repeated(tx, account, first, hash)), attachments: [], handedOver: [], owner: person.id }

  if (replayOf) await markReplayed(tx, replayOf, incoming.at)

  const stage = setStage({ tx, now: incoming.at, person, account, session, committee, held, tools })
  const newRun = () =>
    tools
      .newId()
      .replace(/[^a-zA-Z0-9]/g, '')
      .slice(-8)
  const forms = new FormRunner(catalog, stage, session, newRun, tools.fingerprint)
  const response = new Response(catalog, stage, forms, session)
  await response.take(incoming.content)

  const replies = shape(stage.drafts, account.abilities, stage.scene.language)
  const done = { kind: 'handled' as const, account: account.id, replies, attachments: stage.attachments }
  if (stage.gone) return { ...done, rows: [], handedOver: [], gone: true }
  const said = await labelOf(tx, account, session, catalog, incoming.content, stage.scene.language)
  const { held: heldText, heldFiles } = response
  const latest = response.noted ? {} : latestAfter(forms.state, account, incoming, forms.given)
  const now: Session = {
    ...forms.state,
    ...latest,
    held: heldText,
    heldFiles: [...heldFiles],
    scanned: stage.scanned,
    touchedAt: incoming.at,
  }
  const owner = await keepSession(tx, account, person, now, replies)
  if (!response.fileRefused) await awaitFile(tx, account, owner, incoming)
  const what = { said, replies, about: stage.about, sender: deps.sender }
  const kept = await keepReplies(tx, tools, account, owner, incoming, what)
  const id = seenId(account, incoming)
  await tx.put(seen, { id, person: owner, hash, at: incoming.at, replies: kept.replies })
  const rows = kept.replies.filter((reply) => typeof reply === 'string')
  return { ...done, rows, handedOver: kept.handedOver, owner, gone: false }
}

/** The session belongs to the person; when this message joined the account to another, theirs goes on. */
async function keepSession(
  tx: WriteTx,
  account: Account,
  person: Person,
  session: Session,
  replies: readonly Body[],
): Promise<string> {
  const owner = (await tx.get(accounts, account.id))?.person ?? person.id
  const offered = replies.flatMap((reply) => reply.choices)
  if (owner === person.id) {
    await tx.put(sessions, { ...session, offered })
    return owner
  }
  if (!(await tx.get(persons, person.id))) await tx.delete(sessions, person.id)
  await tx.put(sessions, { ...(await sessionOf(tx, owner, session.touchedAt)), offered })
  return owner
}

async function markReplayed(tx: WriteTx, id: string, now: string): Promise<void> {
  const update = await tx.get(parked, id)
  if (!update || update.replayedAt) throw new Error('replayed already')
  await tx.put(parked, { ...update, replayedAt: now })
}

async function repeated(tx: WriteTx, account: Account, first: Seen, hash: string): Promise<Conversed> {
  const rows = first.replies.filter((reply) => typeof reply === 'string')
  const bodies = await Promise.all(rows.map(async (id) => (await tx.get(outbox, id))?.body))
  const replies = bodies.filter((body) => body !== undefined)
  return { kind: first.hash === hash ? 'repeated' : 'conflict', account: account.id, replies, rows, gone: false }
}

/** Work with one key runs in order, different keys side by side. */
function inLine(): <R>(key: string, work: () => Promise<R>) => Promise<R> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key)
    const mine = before ? before.then(work, work) : work()
    const settled = mine.catch(() => undefined).finally(() => last.get(key) === settled && last.delete(key))
    last.set(key, settled)
    return mine
  }
}

/** Ids that come out the same at each try of one message, so that a lock on what it makes can be held. */
function repeatable(newId: () => string): () => () => string {
  const made: string[] = []
  return () => {
    let next = 0
    return () => {
      const index = next++
      made[index] ??= newId()
      return made[index]
    }
  }
}
