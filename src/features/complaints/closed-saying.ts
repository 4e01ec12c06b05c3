import type { Complaint } from '../../domain/complaint'
import type { Language } from '../../domain/language'
import { text } from '../../text/text'
import { actionChoice, type Saying } from '../feature'

/** What the worker is told at the end; what they never confirmed is not called done. */
export function closedSaying(
  language: Language,
  { id, number, unconfirmed }: Complaint,
  outcome: Exclude<Complaint['outcome'], null | 'no-contact' | 'withdrawn'>,
  words: string | null = null,
): Saying {
  const head = unconfirmed
    ? text(language, 'casework.worker.closed-unconfirmed', { number })
    : text(language, 'casework.worker.closed', { number, outcome: text(language, `casework.outcome.${outcome}`) })
  return {
    text: [head, ...(words === null ? [] : [words]), text(language, 'casework.worker.closed-not-right')].join('\n'),
    ...(unconfirmed && { choices: [actionChoice(text(language, 'casework.worker.still-not'), 'my-paid-no', id)] }),
  }
}
