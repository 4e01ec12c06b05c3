import { queueNotice } from '../delivery/notice'
import type { Month } from '../domain/contact-month'
import type { Instant } from '../domain/instant'
import { contactMatter, mailingId } from '../domain/mailing'
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
  person: string,
  { month, which, ...times }: Putting,
): Promise<void> {
  await queueNotice(tx, {
    id: newId(),
    person,
    lane: 'bulk',
    mailing: mailingId(contactMatter(which, month)),
    key: which === 'first' ? questionKey(person, month) : repeatKey(person, month),
    recheck: { name: 'contact-wanted', argument: month },
    words: 'theirs',
    ...times,
  })
}
