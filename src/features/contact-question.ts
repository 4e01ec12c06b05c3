import { type Month, monthOf } from '../domain/contact-month'
import { isPaused, type Question, standingIn } from '../domain/contact-plan'
import { after, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import { isNod, ownWords } from '../domain/own-words'
import { contactPlans, sessions } from '../store/collections'
import type { ReadTx } from '../store/store'
import { text } from '../text/text'
import { actionChoice, type Saying, type Scene } from './feature'

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

/** The question of this month that waits for their answer. */
export async function openQuestion(
  { tx, now, zone }: { tx: ReadTx; now: Instant; zone: string },
  youth: string,
): Promise<Question | undefined> {
  const plan = await tx.get(contactPlans, youth)
  const month = monthOf(now, zone)
  const { asked = null } = plan ?? {}
  if (!plan || asked?.month !== month || asked.at > now || standingIn(plan, month) !== 'open') return undefined
  return asked
}

/** Words that are the answer to it and nothing besides, or ask for help: they are no matter of a case. */
export async function answersTheMonth(scene: Scene, youth: string, said: string): Promise<boolean> {
  const { isAll, needsHelp } = ownWords(said)
  if (!isAll || !(await scene.tx.get(contactPlans, youth))) return false
  // What was asked about the case last comes first.
  const isFree = scene.heldText() === null && scene.heldFiles().length === 0
  return needsHelp || (!isNod(said) && isFree && (await openQuestion(scene, youth)) !== undefined)
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
