import { queueReply } from '../delivery/outbox'
import type { Account } from '../domain/account'
import { after } from '../domain/instant'
import type { Body } from '../domain/message'
import { history } from '../store/logs'
import type { WriteTx } from '../store/store'
import type { Incoming } from './incoming'
import type { Tools } from './scene'

export function seenId(account: Account, incoming: Pick<Incoming, 'update'>): string {
  return `${account.id}:${incoming.update}`
}

/** Writes the message and its replies into the history, and queues what the channel has to send. */
export async function keepReplies(
  tx: WriteTx,
  tools: Pick<Tools, 'newId'>,
  account: Account,
  person: string,
  incoming: Incoming,
  { said, replies, about }: { said: string; replies: readonly Body[]; about: string | null },
): Promise<(string | number)[]> {
  const { at, update, content } = incoming
  const file = content.kind === 'file' ? content.file : null
  const mine = { at, person, from: 'me' as const, name: null, text: said, choices: [], file, update, about }
  await tx.append(history, account.id, mine)
  const seqs: number[] = []
  for (const { asks: _, inPlace: __, ...reply } of replies) {
    seqs.push(await tx.append(history, account.id, { at, person, ...reply, update: null, about }))
  }
  if (account.abilities.push === 'when-open') return seqs
  const within = account.abilities.replyInResponse
  const on = content.kind === 'choice' && account.abilities.editing && replies.length === 1 ? content.on : undefined
  const rows: string[] = []
  for (const body of replies) {
    const id = tools.newId()
    const answeredBy = within && rows.length === 0 ? { answeredBy: after(at, within.seconds * 1000) } : {}
    await queueReply(tx, {
      id,
      account: account.id,
      person,
      body,
      about,
      now: at,
      ...answeredBy,
      ...(body.inPlace && on && { replaces: on }),
    })
    rows.push(id)
  }
  return rows
}
