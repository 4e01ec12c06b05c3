import { queueReply } from '../../delivery/outbox'
import type { Account } from '../../domain/account'
import type { Language } from '../../domain/language'
import { botBody } from '../../domain/message'
import { accounts, persons } from '../../store/collections'
import type { Saying, Scene } from '../feature'

/** Tells each of these accounts itself, not only the freshest of a person; the one written from is answered anyway. */
export async function tellAccounts(
  scene: Scene,
  told: readonly Pick<Account, 'id'>[],
  saying: (language: Language) => Saying,
): Promise<void> {
  for (const { id } of told) {
    const account = id === scene.account.id ? undefined : await scene.tx.get(accounts, id)
    if (!account) continue
    const person = await scene.tx.get(persons, account.person)
    const { text, choices } = saying(person?.language ?? scene.language)
    const body = botBody(text, choices)
    await queueReply(scene.tx, { id: scene.newId(), account: id, person: account.person, body, now: scene.now })
  }
}

export function accountsOf(scene: Scene, person: string): Promise<Account[]> {
  return scene.tx.find(accounts, { index: 'subject', equals: person })
}
