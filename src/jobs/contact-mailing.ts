import type { Month } from '../domain/contact-month'
import type { Instant } from '../domain/instant'
import { languageSchema } from '../domain/language'
import { contactMatter, type Mailing, mailingId, newMailing } from '../domain/mailing'
import { botBody } from '../domain/message'
import { question } from '../features/contact-question'
import { contactPlans, mailings } from '../store/collections'
import type { Query, ReadTx } from '../store/store'
import type { JobDeps } from './job'

/** Makes the mailing of a month's questions with the first plan that is due; false when there is none, or somebody cancelled it. */
export async function hasContactMailing(
  { store }: Pick<JobDeps, 'store'>,
  which: 'first' | 'repeat',
  month: Month,
  due: Query,
  now: Instant,
): Promise<boolean> {
  const matter = contactMatter(which, month)
  const known = await store.read((tx) => tx.get(mailings, mailingId(matter)))
  if (known) return known.state !== 'cancelled'
  if ((await store.read((tx) => tx.count(contactPlans, { ...due, limit: 1 }))) === 0) return false
  return store.write([`rule:mailing:${mailingId(matter)}`], async (tx) => {
    if (await tx.get(mailings, mailingId(matter))) return true
    await tx.put(mailings, newMailing(matter, { path: ['root'], by: null, says: contactWords(which) }, now))
    return true
  })
}

/** Whether it was cancelled meanwhile. */
export async function isContactCancelled(tx: ReadTx, which: 'first' | 'repeat', month: Month): Promise<boolean> {
  return (await tx.get(mailings, mailingId(contactMatter(which, month))))?.state === 'cancelled'
}

/** What the month asks of everybody, in every language. */
export function contactWords(which: 'first' | 'repeat'): Mailing['says'] {
  const says = languageSchema.options.map((language) => {
    const { text, choices } = question(language, which)
    return [language, botBody(text, choices)]
  })
  return Object.fromEntries(says)
}
