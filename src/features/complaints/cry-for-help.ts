import { type Cry, cryIn } from '../../domain/danger-signs'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'

const sayings = {
  help: { text: 'complaints.cry-help', choice: 'complaints.do-urgent' },
  despair: { text: 'complaints.cry-despair', choice: 'complaints.do-talk' },
} as const

/** The numbers to call, and one tap to a person. */
export function helpFor(language: Language, cry: Cry): { text: string; choice: Choice } {
  const saying = sayings[cry]
  return { text: text(language, saying.text), choice: actionChoice(text(language, saying.choice), 'urgent') }
}

/** Before anything else is said to it: whoever cries for help need not answer the question first. */
export async function answersCry(scene: Scene, words: string): Promise<boolean> {
  const cry = cryIn(words)
  if (cry) sayHelp(scene, cry)
  return cry !== undefined
}

/** The same for words that are an answer; `isKnown`: somebody is on the way. */
export function helpIfCry(scene: Pick<Scene, 'say' | 'language'>, words: unknown, isKnown = false): void {
  const cry = typeof words === 'string' ? cryIn(words) : undefined
  if (cry && !(isKnown && cry === 'help')) sayHelp(scene, cry)
}

function sayHelp({ say, language }: Pick<Scene, 'say' | 'language'>, cry: Cry): void {
  const { text, choice } = helpFor(language, cry)
  say({ text, choices: [choice] })
}
