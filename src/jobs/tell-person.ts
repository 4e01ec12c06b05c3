import { queueNotice } from '../delivery/notice'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { NoticeOptions, Saying } from '../features/feature'
import { persons } from '../store/collections'
import type { WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** Queues a notice to a person in their language; who is erased is told nothing. */
export async function tellPerson(
  tx: WriteTx,
  { newId }: Pick<JobDeps, 'newId'>,
  now: Instant,
  to: string,
  saying: (language: Language) => Saying,
  options: Pick<NoticeOptions, 'urgent' | 'recheck'> & { key: string; notBefore?: Instant },
): Promise<void> {
  const person = await tx.get(persons, to)
  if (!person) return
  const { text, choices = [] } = saying(person.language)
  const body = { from: 'bot' as const, name: null, text, choices: [...choices], file: null }
  await queueNotice(tx, { id: newId(), person: to, body, now, ...options })
}
