import { menuFor } from '../../bot/menu'
import { putRow } from '../../delivery/mailing'
import type { Account } from '../../domain/account'
import { address } from '../../domain/account'
import type { Instant } from '../../domain/instant'
import type { Language } from '../../domain/language'
import type { HistoryEntry } from '../../domain/message'
import { accounts, officers, outbox, persons } from '../../store/collections'
import { history } from '../../store/logs'
import { type Logged, type Store, StoreUnavailable } from '../../store/store'
import type { ChatMessage } from '../../web/api/chat-message'
import type { Menu } from '../../web/api/chat-session'
import { webChatChannel } from './abilities'

/** The account behind a visitor, once something was said. */
export async function accountOf(store: Store, visitor: string): Promise<Account | undefined> {
  const equals = address(webChatChannel, visitor)
  return store.read(async (tx) => (await tx.find(accounts, { index: 'address', equals, limit: 1 }))[0])
}

/** Part of the conversation, oldest first. */
export async function messagesOf(
  store: Store,
  account: Account,
  query: { after?: number; before?: number; limit: number },
  fileUrl: (file: string) => string,
): Promise<ChatMessage[]> {
  const entries = await store.read((tx) => tx.entries(history, { key: account.id, ...query }))
  return entries.map((entry) => entryToMessage(entry, fileUrl))
}

function entryToMessage(entry: Logged<HistoryEntry>, fileUrl: (file: string) => string): ChatMessage {
  const { seq, from, name, text, choices, file, at, update } = entry
  return {
    seq,
    from,
    text,
    choices,
    file: file && { url: fileUrl(file.id), name: file.name, type: file.type, size: file.size },
    at,
    ...(name && { name }),
    ...(from === 'me' && update && { id: update }),
  }
}

/** The language and menu a page shows for its person now. */
export async function lookOf(
  store: Store,
  account: Account | undefined,
  otherwise: Language,
): Promise<{ language: Language; menu: Menu }> {
  if (!account) return { language: otherwise, menu: menuFor(otherwise, undefined) }
  return store.read(async (tx) => {
    const person = await tx.get(persons, account.person)
    const officer = await tx.get(officers, account.person)
    const language = person?.language ?? otherwise
    return { language, menu: menuFor(language, officer?.leftAt === null ? officer : undefined) }
  })
}

/** What waited for a visit has been fetched: it counts as sent from now on. While nothing can be kept it goes on waiting. */
export async function noteVisit(store: Store, account: Account, now: Instant): Promise<void> {
  const query = { index: 'waiting', equals: account.id }
  if ((await store.read((tx) => tx.count(outbox, query))) === 0) return
  try {
    await store.write([`person:${account.person}`], async (tx) => {
      for (const row of await tx.find(outbox, query)) await putRow(tx, row, { ...row, state: 'sent', settledAt: now })
    })
  } catch (fault) {
    if (!(fault instanceof StoreUnavailable)) throw fault
  }
}
