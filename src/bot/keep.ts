import { isNextInLine, queueReply, type Sender } from '../delivery/outbox'
import type { Account } from '../domain/account'
import { after } from '../domain/instant'
import type { Body, OutboxRow } from '../domain/message'
import { history } from '../store/logs'
import type { WriteTx } from '../store/store'
import type { Incoming } from './incoming'
import type { Tools } from './scene'

export function seenId(account: Account, incoming: Pick<Incoming, 'update'>): string {
  return `${account.id}:${incoming.update}`
}

interface Kept {
  /** What answered the message: history seqs, or outbox rows. */
  replies: (string | number)[]
  /** The rows that are to be handed over after the commit. */
  handedOver: OutboxRow[]
}

/**
 * Writes the message and its replies into the history, and queues what the channel has to send. With a sender the rows need not be
 * claimed where the channel takes them at any time and nothing stands before them that the sender does not hold.
 */
export async function keepReplies(
  tx: WriteTx,
  tools: Pick<Tools, 'newId'>,
  account: Account,
  person: string,
  incoming: Incoming,
  what: { said: string; replies: readonly Body[]; about: string | null; sender: Sender | undefined },
): Promise<Kept> {
  const { said, replies, about } = what
  const { at, update, content } = incoming
  const file = content.kind === 'file' ? content.file : null
  const mine = { at, person, from: 'me' as const, name: null, text: said, choices: [], file, update, about }
  await tx.append(history, account.id, mine)
  const seqs: number[] = []
  for (const { asks: _, inPlace: __, ...reply } of replies) {
    seqs.push(await tx.append(history, account.id, { at, person, ...reply, update: null, about }))
  }
  const { push, replyInResponse: within, editing } = account.abilities
  if (push === 'when-open') return { replies: seqs, handedOver: [] }
  const { sender } = what
  const handedOver = sender !== undefined && push === 'any' && !within && (await isNextInLine(tx, person, sender.holds))
  const on = content.kind === 'choice' && editing && replies.length === 1 ? content.on : undefined
  const rows: OutboxRow[] = []
  for (const body of replies) {
    const id = tools.newId()
    const answeredBy = within && rows.length === 0 ? { answeredBy: after(at, within.seconds * 1000) } : {}
    const replaces = body.inPlace && on ? { replaces: on } : {}
    const reply = {
      id,
      account: account.id,
      person,
      body,
      about,
      now: at,
      handedOverTo: handedOver ? sender : undefined,
    }
    rows.push(await queueReply(tx, { ...reply, ...answeredBy, ...replaces }))
  }
  return { replies: rows.map((row) => row.id), handedOver: handedOver ? rows : [] }
}
