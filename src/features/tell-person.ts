import { queueNotice } from '../delivery/notice'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import { botBody } from '../domain/message'
import { persons } from '../store/collections'
import type { WriteTx } from '../store/store'
import type { NoticeOptions, Saying } from './feature'

export interface TellOptions extends Pick<NoticeOptions, 'urgent' | 'recheck' | 'expiresAt'> {
  key: string
  notBefore?: Instant
  lane?: 'notice' | 'bulk'
  /** The mailing it is a part of. */
  mailing?: string
}

/** Queues a notice to a person in their language; who is erased is told nothing. */
export async function tellPerson(
  tx: WriteTx,
  { newId }: { newId(): string },
  now: Instant,
  to: string,
  saying: (language: Language) => Saying,
  options: TellOptions,
): Promise<void> {
  const person = await tx.get(persons, to)
  if (!person) return
  const { text, choices, file } = saying(person.language)
  const body = botBody(text, choices, file)
  await queueNotice(tx, { id: newId(), person: to, body, now, ...options })
}
