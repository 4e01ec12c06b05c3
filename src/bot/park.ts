import type { Language } from '../domain/language'
import { botBody } from '../domain/message'
import { holdsPrivateNumber } from '../domain/private-number'
import { noteFinding } from '../features/operator-alerts'
import { parked, seen } from '../store/collections'
import type { Lock } from '../store/store'
import { text } from '../text/text'
import type { ConverseDeps, Conversed } from './conversed'
import { accountAt, identify } from './identify'
import type { Incoming } from './incoming'
import { keepReplies, seenId } from './keep'

/** Keeps an update whose handling threw, apologises, tells the admins: the person can go on, and it can be replayed. */
export async function park(
  { store, tools, sender }: ConverseDeps,
  incoming: Incoming,
  fault: unknown,
): Promise<{ id: string; conversed: Conversed }> {
  const lock: Lock = `account:${incoming.channel}:${incoming.externalId}`
  const id = tools.newId()
  const { handedOver, ...result } = await store.write([lock, 'rule:alerts'], async (tx) => {
    const { account, person } = await identify(tx, incoming, await accountAt(tx, incoming), tools.newId)
    await tx.put(parked, {
      id,
      person: person.id,
      update: incoming,
      fault: faultName(fault),
      at: incoming.at,
      replayedAt: null,
    })
    const replies = [botBody(text(person.language, 'bot.parked'))]
    const hash = tools.contentMark(incoming.content)
    const said = 'text' in incoming.content ? keptText(incoming.content.text, person.language) : '…'
    const what = { said, replies, about: null, sender }
    const kept = await keepReplies(tx, tools, account, person.id, incoming, what)
    await tx.put(seen, {
      id: seenId(account, incoming),
      person: person.id,
      hash,
      at: incoming.at,
      replies: kept.replies,
    })
    const count = await tx.count(parked, { index: 'waiting', equals: 'waiting' })
    await noteFinding(tx, tools, incoming.at, 'updates-parked', { is: 'wrong', params: { count } })
    const rows = kept.replies.filter((reply) => typeof reply === 'string')
    const conversed: Conversed = { kind: 'parked', account: account.id, replies, rows, gone: false }
    return { id, conversed, handedOver: kept.handedOver }
  })
  sender?.take(handedOver)
  return result
}

/** As in every conversation, the number of an identity or bank card is not kept in it. */
function keptText(typed: string, language: Language): string {
  return holdsPrivateNumber(typed) ? text(language, 'complaints.number-not-kept') : typed
}

/** The error's class and place in the code: its text may hold what a person wrote. */
function faultName(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault
  const place = fault.stack?.split('\n').find((line) => line.trim().startsWith('at ')) ?? ''
  return `${fault.constructor.name} ${place.trim()}`.slice(0, 200)
}
