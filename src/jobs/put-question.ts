import { queueNotice } from '../delivery/notice'
import type { Month } from '../domain/contact-month'
import type { Instant } from '../domain/instant'
import { contactMatter, mailingId } from '../domain/mailing'
import type { Person } from '../domain/person'
import { questionKey, repeatKey } from '../features/contact-question'
import type { WriteTx } from '../store/store'
import type { JobDeps } from './job'

interface Putting {
  month: Month
  which: 'first' | 'repeat'
  notBefore: Instant
  expiresAt: Instant
  now: Instant
}

/** Queues the month's question to somebody, or its repetition; each is put once, and only while it is wanted. */
export async function putQuestion(
  tx: WriteTx,
  { newId }: Pick<JobDeps, 'newId'>,
  { id, language }: Pick<Person, 'id' | 'language'>,
  { month, which, ...times }: Putting,
): Promise<void> {
  await queueNotice(tx, {
    id: newId(),
    person: id,
    lane: 'bulk',
    mailing: mailingId(contactMatter(which, month)),
    key: which === 'first' ? questionKey(id, month) : repeatKey(id, month),
    recheck: { name: 'contact-wanted', argument: month },
    words: language,
    ...times,
  })
}
