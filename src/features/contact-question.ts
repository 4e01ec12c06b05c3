import type { Month } from '../domain/contact-month'
import { isPaused } from '../domain/contact-plan'
import { after, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import { contactPlans, sessions } from '../store/collections'
import type { ReadTx } from '../store/store'
import { text } from '../text/text'
import { actionChoice, type Saying } from './feature'

/** A youth is asked once a month, and once more. */
export function questionKey(youth: string, month: Month): string {
  return `monthly-contact:${month}:${youth}`
}

export function repeatKey(youth: string, month: Month): string {
  return `contact-repeat:${month}:${youth}`
}

/** Its buttons open the form or say what not to ask: a pushed question never opens a form by itself. */
export function question(language: Language, which: 'first' | 'repeat'): Saying {
  return {
    text: text(language, which === 'first' ? 'contact.question' : 'contact.question-again'),
    choices: [
      actionChoice(text(language, 'contact.answer'), 'contact'),
      actionChoice(text(language, 'contact.pause-month'), 'contact-pause', 'month'),
      actionChoice(text(language, 'contact.pause-good'), 'contact-pause', 'good'),
    ],
  }
}

/** Who wrote in a form so lately is in the middle of it. */
const atIt = 30 * minute
const askedAgain = 5 * minute

/** Run again just before a question is sent: its month not answered, the youth not gone and not paused; who is busy is asked later. */
export async function isContactWanted(
  tx: ReadTx,
  month: string,
  { now, person }: { now: Instant; person: string },
): Promise<boolean | { later: Instant }> {
  const plan = await tx.get(contactPlans, person)
  if (!plan || plan.contacted === month || isPaused(plan, month)) return false
  const turn = (await tx.get(sessions, person))?.turn
  return turn && turn.touchedAt > after(now, -atIt) ? { later: after(now, askedAgain) } : true
}
