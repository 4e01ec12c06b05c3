import type { Language } from '../../domain/language'
import { toldByVoice } from '../../domain/told-by-voice'
import { text } from '../../text/text'

/** The worker's words as a reader of the language sees them. */
export function sayWords(words: string, language: Language): string {
  return words.replaceAll(toldByVoice, text(language, 'complaints.by-voice'))
}
