import { type Navigation, navigationWords } from '../dialog/navigation-words'
import { plainWord } from '../dialog/words'
import type { Command } from '../features/feature'

/** What a text could mean besides an answer. */
export type Meaning =
  | { kind: 'slash'; command: Command; argument: string }
  | { kind: 'unknown-slash' }
  | { kind: 'navigation'; to: Navigation; word: string; slash: boolean }
  | { kind: 'word'; command: Command; word: string }
  | { kind: 'other' }

/** The order in which a text is understood; the first reading that takes it wins. A test walks it. */
export const orderOfReadings = {
  freeText: ['slash', 'navigation', 'word', 'answer', 'help'],
  otherStep: ['slash', 'answer', 'offered', 'navigation', 'word', 'in-sight', 'code', 'help'],
  /** "Go on?" is asked. */
  resume: ['slash', 'answer', 'offered', 'navigation', 'word', 'in-sight', 'code', 'loose', 'help'],
  idle: ['slash', 'offered', 'asked', 'navigation', 'word', 'in-sight', 'code', 'loose', 'help'],
} as const

/** Reads slash commands, navigation words and command words; an answer is the running form's to read. */
export function meaningOf(typed: string, commands: readonly Command[], form?: string): Meaning {
  const word = plainWord(typed)
  const to = (Object.keys(navigationWords) as Navigation[]).find((key) => navigationWords[key].includes(word))
  if (to) return { kind: 'navigation', to, word, slash: word.startsWith('/') }
  const slash = typed
    .normalize('NFKC')
    .trim()
    .match(/^\/([a-zA-Z_-]+)(?:@\w+)?(?:\s+([\s\S]*))?$/)
  if (slash) {
    const command = commands.find(({ name }) => name === slash[1]?.toLowerCase())
    return command ? { kind: 'slash', command, argument: slash[2]?.trim() ?? '' } : { kind: 'unknown-slash' }
  }
  const command =
    commands.find(({ words }) => words.includes(word)) ??
    commands.find(({ sign, endsForms }) => (!form || endsForms?.includes(form)) && isShort(word) && sign?.test(word))
  return command ? { kind: 'word', command, word } : { kind: 'other' }
}

/** A wish is said in a few words; a pattern is not tried on a story. */
function isShort(word: string): boolean {
  return word.length <= 40
}

/** A command or a cry for help is one, however it was sent. */
export function isMeantAnyway(meaning: Meaning): boolean {
  if (meaning.kind === 'word') return meaning.command.alwaysMeant === true
  return meaning.kind === 'slash' || (meaning.kind === 'navigation' && meaning.slash)
}
